using ScriptGrid.Engine.Configuration;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Configuration;

/// <summary>Every file that a configuration names, when it is something else by the next reload.</summary>
public sealed class UnreadableFilesTests : IDisposable
{
    private const string Yaml = """
        global: {compat_redis_exporter: true, redis_exporter_password_file: passwords.json}
        scripts: [{file: s.lua}]
        target_groups: [{targets: [h], password_file: redis.pw, tls: {ca_file: ca.pem, cert_file: client.pem, key_file: client.key}}]
        """;

    private readonly ConfigurationFolder _folder = new();
    private readonly TestCertificates _certificates = new();

    public UnreadableFilesTests()
    {
        _folder.Write(ConfigurationFolder.FileName, Yaml);
        _folder.Write("passwords.json", """{"redis://other": "pw"}""");
        _folder.Write("s.lua", "return 1");
        _folder.Write("redis.pw", "pw");
        File.Copy(_certificates.CaFile, At("ca.pem"));
        File.Copy(_certificates.ClientCertFile, At("client.pem"));
        File.Copy(_certificates.ClientKeyFile, At("client.key"));
    }

    public static TheoryData<string> Names { get; } =
        [ConfigurationFolder.FileName, "passwords.json", "s.lua", "redis.pw", "ca.pem", "client.pem", "client.key"];

    public void Dispose()
    {
        _folder.Dispose();
        _certificates.Dispose();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Load_FileThatIsNone_IsOneMistakeThatNamesIt(string name)
    {
        ConfigurationLoader loader = _folder.Loader(ConfigurationFolder.File);
        Assert.Empty(loader.Load().Errors);
        File.Delete(At(name));
        AssertMistake(loader, $"{name} does not exist");

        NamedPipe.Create(At(name));
        AssertMistake(loader, $"{name} is a pipe; name a regular file");
        File.Delete(At(name));

        Directory.CreateDirectory(At(name));
        AssertMistake(loader, $"{name} is a directory; name a file");
        Directory.Delete(At(name));

        File.CreateSymbolicLink(At(name), "/dev/zero");
        AssertMistake(loader, $"{name} is a device; name a regular file");
        File.Delete(At(name));

        File.WriteAllBytes(At(name), new byte[17 * 1024 * 1024]);
        AssertMistake(loader, $"{name} is longer than ");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Load_ByteOrderMark_IsSkipped(string name)
    {
        File.WriteAllBytes(At(name), [0xEF, 0xBB, 0xBF, .. File.ReadAllBytes(At(name))]);

        ConfigurationResult result = _folder.Loader(ConfigurationFolder.File).Load();

        Assert.Empty(result.Errors);
        Assert.Equal("pw", result.Configuration!.Targets[0].Credentials!.Password);
        Assert.Equal("return 1"u8.ToArray(), result.Configuration.Scripts[0].Body);
    }

    private static void AssertMistake(ConfigurationLoader loader, string text) => Assert.Contains(text, Assert.Single(loader.Load().Errors), StringComparison.Ordinal);

    private string At(string name) => Path.Combine(_folder.Path, name);
}
