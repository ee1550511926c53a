using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Tests.Engine.Configuration;

public sealed class RedisExporterCompatibilityTests : IDisposable
{
    private static readonly Setting Compatible = new("global.compat_redis_exporter", "true", "--compat.redis-exporter");
    private static readonly Setting Script = new(Setting.Script, "./a.lua", "--script");

    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_Compatible_NamesScriptsAsTypedAndAllowsWrites()
    {
        ScriptGridConfiguration configuration = _folder.Load("", Compatible, Script);

        ScriptSpec script = configuration.Scripts[0];
        Assert.True(configuration.RedisExporterCompatible && script.RedisExporterCompatible);
        Assert.Equal(("./a.lua", ReadOnlyMode.Off), (script.Name, script.ReadOnly));
        Assert.Equal("localhost:6379", Assert.Single(configuration.Targets).Address.Id);
    }

    [Theory]
    [InlineData("prefer", ReadOnlyMode.Prefer)]
    [InlineData("required", ReadOnlyMode.Required)]
    public void Load_CompatibleAndReadOnly_RefusesWrites(string text, ReadOnlyMode mode)
    {
        Assert.Equal(mode, _folder.Load("", Compatible, Script, new Setting("global.read_only", text, "--read-only")).Scripts[0].ReadOnly);
        Assert.Equal(mode, _folder.Load($"global: {{read_only: {text}}}", Compatible, Script).Scripts[0].ReadOnly);
    }

    [Theory]
    [InlineData("redis://h", null, "by address")]
    [InlineData("redis://h:6379/1", null, "by database")]
    [InlineData("redis://reader@h", "reader", "by user")]
    [InlineData("redis://u:own@h", "u", "own")]
    [InlineData("rediss://h", null, "by scheme")]
    [InlineData("valkey://h/%31", null, "by database")]
    [InlineData("valkeys://h", null, "by scheme")]
    [InlineData("redis://other", null, null)]
    public void Load_PeerPasswordFile_GivesEachTargetItsPassword(string uri, string? username, string? password)
    {
        _folder.Write(
            "passwords.json",
            """{"redis://h:6379": "by address", "redis://h/1": "by database", "redis://reader@h": "by user", "rediss://h": "by scheme"}""");

        ScriptGridConfiguration configuration = _folder.Load(
            "", Compatible, Script, new Setting(Setting.Target, uri, "--target"), PasswordFile("passwords.json", "--redis.password-file"));

        RedisCredentials? expected = password is null ? null : new RedisCredentials(username, password);
        Assert.Equal(expected, configuration.Targets[0].Credentials);
    }

    [Theory]
    [InlineData("secret", "passwords.json must be a JSON object of URI to password, as redis_exporter reads it (line 1)")]
    [InlineData("{\n\"redis://h\": {}}", "passwords.json must be a JSON object of URI to password, as redis_exporter reads it (line 2)")]
    [InlineData("{\"redis://:secret@\": \"p\"}", "passwords.json: \"redis://***@\" is not a valid target: the host is missing, as in redis://10.0.0.1:6379")]
    public void Load_BadPeerPasswordFile_IsAnErrorWithoutSecret(string json, string message)
    {
        _folder.Write("passwords.json", json);

        Assert.Equal(
            [$"--redis.password-file: {message}"],
            _folder.Errors("", Compatible, Script, PasswordFile("passwords.json", "--redis.password-file")));
    }

    [Fact]
    public void Load_PeerNamesWithoutCompatibility_FlagIsAnErrorAndVariableIgnored()
    {
        Setting flag = new(Setting.Target, "redis://h", "--redis.addr") { Instead = "use --target" };
        Setting variable = new("global.username", "u", "REDIS_USER", SettingOrigin.Environment) { Instead = "use --username" };

        Assert.Equal(
            ["--redis.addr: this is a flag of redis_exporter; use --target, or add --compat.redis-exporter"],
            _folder.Errors("", Script, flag, variable));
        Assert.Equal("u", _folder.Load("global: {compat_redis_exporter: true}", Script, flag, variable).Targets[0].Credentials!.Username);
    }

    [Fact]
    public void Load_PeerPasswordFileInYamlWithoutCompatibility_IsAnError()
    {
        _folder.Write("passwords.json", "{}");

        Assert.Equal(
            ["scriptgrid.yml:1: redis_exporter_password_file: needs compat_redis_exporter: true; without it use password_file"],
            _folder.Errors("global: {redis_exporter_password_file: passwords.json}", Script, new Setting(Setting.Target, "h", "--target")));
    }

    [Theory]
    [InlineData("redis://h", null, "by address")]
    [InlineData("h:6379", null, "by address")]
    [InlineData("redis://reader@h", "reader", "by user")]
    [InlineData("redis://reader:ignored@h", "reader", "by user")]
    public void Find_TargetOfThePasswordFile_HasItsPassword(string uri, string? username, string password) =>
        Assert.Equal(new RedisCredentials(username, password), Scrape(uri)!.Credentials);

    [Theory]
    [InlineData("redis://other")]
    [InlineData("redis://h/1")]
    [InlineData("redis://h:1")]
    [InlineData("redis://writer@h")]
    [InlineData("rediss://h")]
    public void Find_AnythingElse_IsNoTargetAndNeverGetsAPassword(string uri)
    {
        Assert.Null(Scrape(uri));
        Assert.Null(Scrape(uri, any: true)!.Credentials);
    }

    [Fact]
    public void Find_EmptyPassword_IsATargetWithoutOne()
    {
        TargetSpec open = Scrape("redis://open")!;

        Assert.Equal(("open:6379", null), (open.Address.Id, open.Credentials));
    }

    [Fact]
    public void Find_UserForAll_IsPartOfTheUri()
    {
        var user = new Setting("global.username", "reader", "--redis.user");

        Assert.Equal(new RedisCredentials("reader", "by user"), Scrape("redis://h", settings: user)!.Credentials);
        Assert.Null(Scrape("redis://open", settings: user));
    }

    [Fact]
    public void Find_Rediss_TakesTheTlsSettings()
    {
        _folder.Write("tls.json", """{"rediss://h": "pw", "redis://h": "pw"}""");
        Setting[] settings = [PasswordFile("tls.json", "file"), new("global.redis_exporter_tls.server_name", "n", "--tls-server-name") { Instead = "" }];

        ScrapeTargets targets = _folder.Load("", [Compatible, Script, .. settings]).ScrapeTargets;

        Assert.Equal("n", targets.Find(RedisUri.Parse("rediss://h", out _)!, [], any: false)!.Tls!.ServerName);
        Assert.Null(targets.Find(RedisUri.Parse("redis://h", out _)!, [], any: false)!.Tls);
    }

    [Fact]
    public void Load_PeerTlsInYamlWithoutCompatibility_IsAnError() =>
        Assert.Equal(
            ["scriptgrid.yml:1: redis_exporter_tls: needs compat_redis_exporter: true; without it use tls"],
            _folder.Errors("global: {redis_exporter_tls: {server_name: n}}", Script, new Setting(Setting.Target, "h", "--target")));

    [Fact]
    public void Load_EmptyPasswordInPeerFile_SendsNone()
    {
        _folder.Write("open.json", """{"redis://u@h": ""}""");

        Assert.Null(_folder.Load("", Compatible, Script, new Setting(Setting.Target, "redis://u@h", "--target"), PasswordFile("open.json", "file"))
            .Targets[0].Credentials);
    }

    private TargetSpec? Scrape(string uri, bool any = false, params Setting[] settings)
    {
        _folder.Write("scrape.json", """{"redis://h:6379": "by address", "redis://reader@h:6379": "by user", "redis://open": ""}""");
        ScriptGridConfiguration configuration = _folder.Load("", [Compatible, Script, PasswordFile("scrape.json", "file"), .. settings]);
        return configuration.ScrapeTargets.Find(RedisUri.Parse(uri, out _)!, configuration.Scripts, any);
    }

    private static Setting PasswordFile(string path, string source) =>
        new(RedisExporterPasswords.Key.Insert(0, "global."), path, source) { Instead = "use --password-file" };
}
