using ScriptGrid.Engine.Model;
using ScriptGrid.Hosting;
using ScriptGrid.Tests.Engine.Configuration;

namespace ScriptGrid.Tests.Commands;

/// <summary>What <c>run</c> takes from a configuration file.</summary>
public sealed class RunConfigurationTests : IDisposable
{
    private const string Yaml = """
        global: {username: anyone, timeout: 3s, shard: 2/2}
        scripts:
          - {name: queues, file: scripts/q.lua, timeout: 7s, keys: [k], args: [a], read_only: off}
        target_groups:
          - targets: [redis://h, rediss://i:1/2]
            username: group
            password: group password
            tls: {insecure_skip_verify: true}
            labels: {team: mail}
        """;

    private readonly ConfigurationFolder _folder = new();
    private readonly CommandLineHarness _harness = new();

    public RunConfigurationTests()
    {
        _folder.Write("scripts/q.lua", "return {'q', 1}");
        _harness.Environment["SCRIPTGRID_CONFIG_FILE"] = _folder.Write(ConfigurationFolder.FileName, Yaml);
    }

    private RunRequest Ran => _harness.Ran!;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("h")]
    [InlineData("redis://h:6379")]
    [InlineData("rediss://i:1/2")]
    [InlineData("i:1/2")]
    public async Task Run_ConfiguredTarget_HasTheLoginAndTlsOfItsGroup(string target)
    {
        await RunAsync("--script", At("a.lua"), "--target", target);

        Assert.Equal(new RedisCredentials("group", "group password"), Ran.Target.Credentials);
        Assert.True(Ran.Target.Tls!.InsecureSkipVerify);
        Assert.True(Ran.Target.Labels.Contains("team"));
    }

    [Theory]
    [InlineData("redis://own:pw@h", "own", "pw")]
    [InlineData("redis://:pw@h", "group", "pw")]
    [InlineData("redis://own@h", "own", "group password")]
    public async Task Run_LoginInTheUri_WinsOverTheGroups(string target, string user, string password)
    {
        await RunAsync("--script", At("a.lua"), "--target", target);

        Assert.Equal(new RedisCredentials(user, password), Ran.Target.Credentials);
    }

    [Theory]
    [InlineData("password_command: [cat, /none]", true, false)]
    [InlineData("credentials_file: logins.json", false, true)]
    public async Task Run_UserInTheUri_KeepsTheRestOfTheGroupsLogin(string login, bool isCommand, bool isFile)
    {
        _folder.Write("logins.json", """{"redis://own@h": "pw"}""");
        _folder.Write(ConfigurationFolder.FileName, $"target_groups: [{{targets: [redis://h], {login}}}]");

        await RunAsync("--script", At("a.lua"), "--target", "redis://own@h");

        RedisCredentials credentials = Ran.Target.Credentials!;
        Assert.Equal(
            ("own", "", isCommand, isFile),
            (credentials.Username, credentials.Password, credentials.PasswordCommand is not null, credentials.CredentialsFile is not null));
    }

    [Theory]
    [InlineData("redis://h", null, null)]
    [InlineData("redis://own@h", "own", "listed")]
    [InlineData("redis://own:pw@h", "own", "pw")]
    [InlineData("redis://:pw@h", null, "pw")]
    public async Task Run_TargetThatIsListedWithAPassword_KeepsWhatTheUriLeavesOut(string target, string? user, string? password)
    {
        _folder.Write(ConfigurationFolder.FileName, "target_groups: [{targets: ['redis://:listed@h']}]");

        await RunAsync("--script", At("a.lua"), "--target", target);

        Assert.Equal(new RedisCredentials(user, password ?? "listed"), Ran.Target.Credentials);
    }

    [Fact]
    public async Task Run_ListedTargetOverTls_HasTheGlobalTlsSettings()
    {
        _folder.Write(ConfigurationFolder.FileName, "global: {tls_min_version: 1.3}\ntarget_groups: [{targets: [redis://h]}]");

        await RunAsync("--script", At("a.lua"), "--target", "rediss://h");

        Assert.Equal(TlsVersion.Tls13, Ran.Target.Tls?.MinVersion);
    }

    [Fact]
    public async Task Run_OtherTarget_HasWhatGlobalSays()
    {
        await RunAsync("--script", At("a.lua"), "--target", "other");

        Assert.Equal((new RedisCredentials("anyone", ""), (TlsSettings?)null), (Ran.Target.Credentials, Ran.Target.Tls));
        Assert.Equal(("other:6379", TimeSpan.FromSeconds(3)), (Ran.Target.Address.Id, Ran.Script.Timeout));
        Assert.Empty(Ran.Configuration.Warnings);
    }

    [Theory]
    [InlineData("queues")]
    [InlineData("scripts/q.lua")]
    public async Task Run_ConfiguredScript_IsAsConfigured(string script)
    {
        await RunAsync("--script", script == "queues" ? script : At(script), "--target", "h");

        Assert.Equal(("queues", TimeSpan.FromSeconds(7), ReadOnlyMode.Off), (Ran.Script.Name, Ran.Script.Timeout, Ran.Script.ReadOnly));
        Assert.Equal(["k", "a"], Ran.Script.Keys.Concat(Ran.Script.Arguments));
    }

    [Fact]
    public async Task Run_KeysAndArgs_WinOverTheConfigured()
    {
        await RunAsync("--script", "queues", "--target", "h", "--keys", "", "--args", "x,y");

        Assert.Equal(["x", "y"], Ran.Script.Keys.Concat(Ran.Script.Arguments));
    }

    [Fact]
    public async Task Run_OtherScriptOfTheSameName_IsTheOneOnTheCommandLine()
    {
        string script = _folder.Write("queues", "return 2");

        await RunAsync("--script", script, "--target", "h");

        Assert.Equal((script, TimeSpan.FromSeconds(3)), (Ran.Script.Path, Ran.Script.Timeout));
    }

    [Fact]
    public async Task Run_EmbeddedWithConfiguration_TakesTheScriptFromIt()
    {
        await RunAsync("--script", "queues", "--embedded");

        Assert.Equal(("queues", "embedded:6379"), (Ran.Script.Name, Ran.Target.Address.Id));
    }

    [Fact]
    public async Task Run_BadConfiguration_ExitsWith2()
    {
        _folder.Write(ConfigurationFolder.FileName, "global: {timeout: soon}");

        Assert.Equal(ExitCode.Usage, await _harness.RunAsync("run", "--script", At("a.lua"), "--target", "h"));
        Assert.EndsWith(":1: timeout: \"soon\" is not a duration from 1ms to 30d such as 250ms, 15s or 1m30s", Assert.Single(_harness.Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--username=u", "--username has no effect with --embedded, which needs no login; see scriptgrid run --help")]
    [InlineData("--password-file=f", "--password-file has no effect with --embedded, which needs no login; see scriptgrid run --help")]
    public async Task Run_EmbeddedWithLogin_ExitsWith2(string flag, string error)
    {
        Assert.Equal(ExitCode.Usage, await _harness.RunAsync("run", "--script", At("a.lua"), "--embedded", flag));

        Assert.Equal([error], _harness.Errors);
    }

    [Fact]
    public async Task Run_IsClusterByFlag_ExitsWith2()
    {
        Assert.Equal(
            ExitCode.Usage, await _harness.RunAsync("run", "--compat.redis-exporter", "--is-cluster", "--script", At("a.lua"), "--target", "other"));

        Assert.StartsWith("unknown flag --is-cluster", Assert.Single(_harness.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_IsClusterByVariable_RunsOnTheTarget()
    {
        _harness.Environment["REDIS_EXPORTER_IS_CLUSTER"] = "true";

        await RunAsync("--compat.redis-exporter", "--script", At("a.lua"), "--target", "other");

        Assert.Equal("other:6379", Ran.Target.Address.Id);
        Assert.Empty(Ran.Configuration.Warnings);
    }

    private string At(string name) => Path.Combine(_folder.Path, name);

    private async Task RunAsync(params string[] args) =>
        Assert.Equal((ExitCode.Success, ""), (await _harness.RunAsync(["run", .. args]), string.Join('\n', _harness.Errors)));
}
