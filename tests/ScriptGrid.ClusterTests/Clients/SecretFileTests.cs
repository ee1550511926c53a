using System.Text;
using ScriptGrid.Client.Security;
using ScriptGrid.Testing;

namespace ScriptGrid.ClusterTests.Clients;

public sealed class SecretFileTests : IDisposable
{
    private const string Secret = "a secret of sixteen";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("scriptgrid-client-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData(Secret)]
    [InlineData(Secret + "\n")]
    [InlineData(Secret + "\r\n")]
    [InlineData(Secret + "\n\r\n\n")]
    [InlineData("\uFEFF" + Secret)]
    public void Read_FileAndLinkToIt_IsTheSecret(string text)
    {
        File.WriteAllText(At("file"), text);
        File.CreateSymbolicLink(At("link"), At("file"));

        Assert.Equal(Secret, Encoding.UTF8.GetString(SecretFile.Read(At("file"), out _)!));
        Assert.Equal(Secret, Encoding.UTF8.GetString(SecretFile.Read(At("link"), out _)!));
    }

    [Fact]
    public void Read_FileOfAnyLength_IsBounded()
    {
        File.WriteAllText(At("fits"), new string('x', SecretFile.MaxBytes));
        File.WriteAllText(At("large"), new string('x', SecretFile.MaxBytes + 1));
        File.WriteAllText(At("short"), "fifteen bytes..");
        File.WriteAllText(At("empty"), "");

        Assert.Equal(SecretFile.MaxBytes, SecretFile.Read(At("fits"), out _)!.Length);
        Assert.Equal("cannot be read: large is longer than 64 KiB.", Problem("large"));
        Assert.Equal("must have at least 16 bytes.", Problem("short"));
        Assert.Equal("cannot be read: empty is empty, or no regular file.", Problem("empty"));
    }

    [Fact]
    public void Read_WhatIsNoTextFile_IsRefusedAndNotWaitedFor()
    {
        NamedPipe.Create(At("pipe"));
        File.CreateSymbolicLink(At("link"), At("pipe"));
        File.CreateSymbolicLink(At("dead"), At("none"));
        Directory.CreateDirectory(At("folder"));
        File.WriteAllBytes(At("utf16"), Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(Secret)).ToArray());

        File.WriteAllBytes(At("latin1"), Encoding.Latin1.GetBytes("a sécret of sixteen"));

        Assert.Equal("cannot be read: pipe is empty, or no regular file.", Problem("pipe"));
        Assert.Equal("cannot be read: link is empty, or no regular file.", Problem("link"));
        Assert.Equal("cannot be read: dead does not exist.", Problem("dead"));
        Assert.Equal("cannot be read: none does not exist.", Problem("none"));
        Assert.Equal("cannot be read: folder is a directory; name a file.", Problem("folder"));
        Assert.Equal("cannot be read: utf16 is UTF-16; save it as UTF-8.", Problem("utf16"));
        Assert.Equal("cannot be read: latin1 is not UTF-8; save it as UTF-8.", Problem("latin1"));
    }

    private string At(string name) => Path.Combine(_directory.FullName, name);

    private string Problem(string name)
    {
        Assert.Null(SecretFile.Read(At(name), out string problem));
        Assert.StartsWith("The client secret ", problem, StringComparison.Ordinal);
        return problem["The client secret ".Length..].Replace(_directory.FullName + "/", "", StringComparison.Ordinal);
    }
}
