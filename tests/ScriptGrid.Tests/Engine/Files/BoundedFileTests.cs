using System.Net.Sockets;
using ScriptGrid.Engine.Files;
using ScriptGrid.Testing;
using ScriptGrid.Tests.Engine.Configuration;

namespace ScriptGrid.Tests.Engine.Files;

public sealed class BoundedFileTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(new byte[] { }, "")]
    [InlineData(new byte[] { 0x61 }, "a")]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF }, "")]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, 0x61, 0x0A }, "a\n")]
    [InlineData(new byte[] { 0x61, 0xEF, 0xBB, 0xBF }, "a\uFEFF")]
    public void Read_RegularFile_IsItsTextWithoutTheMark(byte[] bytes, string text)
    {
        string path = Place("file");
        File.WriteAllBytes(path, bytes);

        Assert.Equal(text, System.Text.Encoding.UTF8.GetString(BoundedFile.Read(path, 8, out string problem)!));
        Assert.Equal("", problem);
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61, 0x00 })]
    [InlineData(new byte[] { 0xFE, 0xFF, 0x00, 0x61 })]
    public void Read_Utf16_IsRefused(byte[] bytes)
    {
        File.WriteAllBytes(Place("file"), bytes);

        Assert.Equal("file begins with the byte order mark of UTF-16; save it as UTF-8", Problem("file"));
    }

    [Theory]
    [InlineData(new byte[] { 0xFF }, 1)]
    [InlineData(new byte[] { 0x61, 0x0A, 0x62, 0xE4, 0x0A }, 2)]
    [InlineData(new byte[] { 0x0A, 0x0A, 0xC3 }, 3)]
    public void Decode_BytesThatAreNotUtf8_AreRefusedWithTheirLine(byte[] bytes, int line)
    {
        Assert.Null(Utf8Text.Decode(bytes, "file", out string problem));
        Assert.Equal($"file is not UTF-8 in line {line}; save it as UTF-8", problem);
    }

    [Fact]
    public void Read_FileBeyondBound_IsRefused()
    {
        File.WriteAllBytes(Place("fits"), new byte[8192]);
        File.WriteAllBytes(Place("large"), new byte[8193]);

        Assert.Equal(8192, BoundedFile.Read(Place("fits"), 8192, out _)!.Length);
        Assert.Equal("large is longer than 8 KiB", Problem("large", 8192));
    }

    [Fact]
    public void Read_Missing_IsRefused() => Assert.Equal("none does not exist", Problem("none"));

    [Fact]
    public void Read_Directory_IsRefused()
    {
        Directory.CreateDirectory(Place("folder"));

        Assert.Equal("folder is a directory; name a file", Problem("folder"));
    }

    [Fact]
    public void Read_PipeThatNobodyWritesTo_IsNotWaitedFor()
    {
        NamedPipe.Create(Place("pipe"));
        File.CreateSymbolicLink(Place("link"), Place("pipe"));

        Assert.Equal("pipe is a pipe; name a regular file", Problem("pipe"));
        Assert.Equal("link is a pipe; name a regular file", Problem("link"));
        Assert.Null(BoundedFile.WrittenAt(Place("link")));
    }

    [Fact]
    public void Read_Socket_IsRefused()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Place("socket")));

        Assert.Equal("socket is a socket; name a regular file", Problem("socket"));
    }

    [Fact]
    public void Read_Device_IsRefused() => Assert.Equal("/dev/zero is a device; name a regular file", Problem("/dev/zero"));

    [Fact]
    public void WrittenAt_Link_IsTheTimeOfTheFile()
    {
        var written = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(_folder.Write("file", "x"), written);
        File.CreateSymbolicLink(Place("link"), Place("file"));

        Assert.Equal(new DateTimeOffset(written), BoundedFile.WrittenAt(Place("link")));
        Assert.Null(BoundedFile.WrittenAt(Place("none")));
    }

    private string Place(string name) => Path.Combine(_folder.Path, name);

    private string Problem(string name, int maxBytes = 8)
    {
        Assert.Null(BoundedFile.Read(Place(name), maxBytes, out string problem));
        return problem.Replace(_folder.Path + "/", "", StringComparison.Ordinal);
    }
}
