using Microsoft.Extensions.Logging;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Tests.Engine.Configuration;

namespace ScriptGrid.Tests.Commands;

public sealed class ServeCommandTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();
    private readonly CommandLineHarness _harness = new();

    private string Script => Path.Combine(_folder.Path, "a.lua");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Serve_EveryFlag_IsTaken()
    {
        string secret = _folder.Write("secret", "pw\n");
        string file = _folder.Write("scriptgrid.yml", "target_groups: [{targets: [from-file]}]");

        await ServeAsync(
            "--config.file", file, "--target", "redis://h,rediss://i:1/2", "--target", "unix:///s", "--username", "u", "--password-file", secret,
            "--interval", "1m", "--timeout=500ms", "--read-only", "required", "--shard", "1/1", "--target.label", "instance", "--namespace", "kv",
            "--compat.redis-exporter", "--web.listen-address", ":1", "--web.telemetry-path", "/m", "--web.scrape-any-target", "--log.level", "debug",
            "--log.format", "json");

        ScriptGridConfiguration configuration = _harness.Served!;
        Assert.Equal(["h:6379", "i:1/2", "unix:/s", "from-file:6379"], configuration.Targets.Select(target => target.Address.Id));
        var credentials = new RedisCredentials("u", "pw") { PasswordFile = secret };
        Assert.All(configuration.Targets, target => Assert.Equal(credentials, target.Credentials! with { Group = null }));
        Assert.Equal((TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(500)), (configuration.Interval, configuration.Timeout));
        Assert.Equal(("instance", "kv", true), (configuration.TargetLabel, configuration.Namespace, configuration.RedisExporterCompatible));
        var web = new WebSettings { ListenAddress = ":1", TelemetryPath = "/m", ScrapeAnyTarget = true };
        Assert.True(configuration.Web.Access.IsNone);
        Assert.Equal(web, configuration.Web with { Access = web.Access, AccessContent = web.AccessContent });
        Assert.Equal(new LogSettings { Level = LogLevel.Debug, Json = true }, configuration.Log);
        Assert.Equal(ReadOnlyMode.Required, configuration.Scripts[0].ReadOnly);
    }

    [Fact]
    public async Task Serve_EveryVariable_IsTaken()
    {
        _harness.Environment["SCRIPTGRID_SCRIPT"] = Script;
        _harness.Environment["SCRIPTGRID_TARGET"] = "h, i";
        _harness.Environment["SCRIPTGRID_USERNAME"] = "u";
        _harness.Environment["SCRIPTGRID_PASSWORD"] = "pw";
        _harness.Environment["SCRIPTGRID_INTERVAL"] = "1m";
        _harness.Environment["SCRIPTGRID_TIMEOUT"] = "";
        _harness.Environment["SCRIPTGRID_TARGET_LABEL"] = "instance";
        _harness.Environment["SCRIPTGRID_COMPAT_REDIS_EXPORTER"] = "true";
        _harness.Environment["SCRIPTGRID_WEB_LISTEN_ADDRESS"] = ":1";

        Assert.Equal(ExitCode.Success, await _harness.RunAsync("serve"));

        ScriptGridConfiguration configuration = _harness.Served!;
        Assert.Equal(["h", "i"], configuration.Targets.Select(target => target.Address.Host));
        Assert.All(configuration.Targets, target => Assert.Equal(new RedisCredentials("u", "pw"), target.Credentials));
        Assert.Equal((TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(15)), (configuration.Interval, configuration.Timeout));
        Assert.Equal(("instance", ":1", true), (configuration.TargetLabel, configuration.Web.ListenAddress, configuration.RedisExporterCompatible));
        Assert.Empty(configuration.Warnings);
    }

    [Fact]
    public async Task Serve_ListByFlag_ReplacesTheVariables()
    {
        _harness.Environment["SCRIPTGRID_TARGET"] = "h";
        _harness.Environment["SCRIPTGRID_INTERVAL"] = "1m";

        await ServeAsync("--target", "i", "--interval", "2m");

        Assert.Equal("i", Assert.Single(_harness.Served!.Targets).Address.Host);
        Assert.Equal(TimeSpan.FromMinutes(2), _harness.Served.Interval);
    }

    [Fact]
    public async Task Serve_VariableThatIsNoSetting_Warns()
    {
        _harness.Environment["SCRIPTGRID_IMAGE_TAG_OF_THE_DAY"] = "1";
        _harness.Environment["SCRIPTGRID_SERVICE_HOST"] = "10.0.0.1";
        _harness.Environment["SCRIPTGRID_PORT"] = "tcp://10.0.0.1:9121";
        _harness.Environment["SCRIPTGRID_PORT_9121_TCP"] = "tcp://10.0.0.1:9121";
        _harness.Environment["SCRIPTGRID_METRICS_SERVICE_PORT_HTTP"] = "9121";
        _harness.Environment["SCRIPTGRID_METRICS_PORT_9121_TCP_ADDR"] = "10.0.0.1";

        await ServeAsync("--target", "h");

        Assert.Equal<string>(["SCRIPTGRID_IMAGE_TAG_OF_THE_DAY: there is no such setting"], _harness.Served!.Warnings);
    }

    [Theory]
    [InlineData("SCRIPTGRID_VERSION")]
    [InlineData("SCRIPTGRID_HOME")]
    [InlineData("SCRIPTGRID_ENV")]
    [InlineData("SCRIPTGRID_TAG")]
    [InlineData("SCRIPTGRID_UID")]
    [InlineData("SCRIPTGRID_FOO")]
    public async Task Serve_VariableThatIsNearNoSetting_DrawsAWarning(string variable)
    {
        _harness.Environment[variable] = "1";

        await ServeAsync("--target", "h");

        Assert.Equal<string>([$"{variable}: there is no such setting"], _harness.Served!.Warnings);
    }

    [Theory]
    [InlineData("serve --script {0} --target h:x", 2)]
    [InlineData("silo --script {0} --target h:x", 2)]
    [InlineData("run --script {0} --embedded", 2)]
    [InlineData("demo", 2)]
    [InlineData("check {0}", 2)]
    [InlineData("check --config.file /none {0}", 2)]
    public async Task AnyCommand_MistypedVariable_IsAMistakeBesideOthers(string line, int exitCode)
    {
        _harness.Environment["SCRIPTGRID_INTERVALL"] = "1m";

        Assert.Equal(exitCode, await _harness.RunAsync([.. line.Split(' ').Select(word => word.Replace("{0}", Script, StringComparison.Ordinal))]));

        string told = string.Join('\n', _harness.Errors) + _harness.Output;
        Assert.Contains("there is no such setting; did you mean SCRIPTGRID_INTERVAL?", told, StringComparison.Ordinal);
        Assert.Equal(line.Contains("h:x", StringComparison.Ordinal), told.Contains("is not a valid target", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("t", true)]
    [InlineData("T", true)]
    [InlineData("true", true)]
    [InlineData("True", true)]
    [InlineData("TRUE", true)]
    [InlineData("0", false)]
    [InlineData("f", false)]
    [InlineData("F", false)]
    [InlineData("false", false)]
    [InlineData("False", false)]
    [InlineData("FALSE", false)]
    public async Task Serve_Boolean_IsReadAsInGoAndDotNet(string text, bool isOn)
    {
        _harness.Environment["SCRIPTGRID_COMPAT_REDIS_EXPORTER"] = text;
        string file = _folder.Write("b.yml", $"web: {{scrape_any_target: {text}}}");

        await ServeAsync("--target", "h", "--config.file", file);
        Assert.Equal((isOn, isOn), (_harness.Served!.RedisExporterCompatible, _harness.Served.Web.ScrapeAnyTarget));

        _harness.Environment.Clear();
        await ServeAsync("--target", "h", $"--web.scrape-any-target={text}");
        Assert.Equal(isOn, _harness.Served.Web.ScrapeAnyTarget);
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("on")]
    [InlineData("2")]
    [InlineData("")]
    public async Task Serve_NeitherTrueNorFalse_IsAMistake(string text)
    {
        Assert.Equal(ExitCode.Usage, await _harness.RunAsync("serve", "--script", Script, "--target", "h", $"--web.scrape-any-target={text}"));

        Assert.Equal([$"--web.scrape-any-target: \"{text}\" is not one of true, false"], _harness.Errors);
    }

    [Fact]
    public async Task Serve_InvalidConfiguration_PrintsEveryErrorAndServesNothing()
    {
        int exitCode = await _harness.RunAsync("serve", "--target", "redis://u:secret@h:x", "--script", "none.lua,none.lua", "--interval", "15");

        Assert.Equal(ExitCode.Usage, exitCode);
        Assert.Null(_harness.Served);
        Assert.Equal(5, _harness.Errors.Length);
        Assert.All(_harness.Errors, error => Assert.DoesNotContain("secret", error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Serve_PeerFlags_AreTakenInCompatibility()
    {
        string passwords = _folder.Write("passwords.json", """{"redis://u@h": "pw"}""");

        Assert.Equal(
            ExitCode.Success,
            await _harness.RunAsync(
                "serve", "-script=" + Script, "-redis.addr", "redis://h", "-redis.user=u", "--redis.password-file", passwords, "--redis.password=",
                "-lua-script-read-only", "-compat.redis-exporter"));

        TargetSpec target = Assert.Single(_harness.Served!.Targets);
        Assert.Equal(("h:6379", new RedisCredentials("u", "pw")), (target.Address.Id, target.Credentials));
        Assert.Equal((Script, ReadOnlyMode.Required), (target.Scripts[0].Name, target.Scripts[0].ReadOnly));
    }

    [Fact]
    public async Task Serve_PeerVariables_AreTakenInCompatibilityOnly()
    {
        _harness.Environment["REDIS_ADDR"] = "redis://peer";
        _harness.Environment["REDIS_USER"] = "u";
        _harness.Environment["REDIS_PASSWORD"] = "pw";
        _harness.Environment["REDIS_EXPORTER_SCRIPT"] = Script;
        _harness.Environment["REDIS_EXPORTER_NAMESPACE"] = "kv";
        _harness.Environment["REDIS_EXPORTER_WEB_LISTEN_ADDRESS"] = ":1";
        _harness.Environment["REDIS_EXPORTER_WEB_TELEMETRY_PATH"] = "/m";
        _harness.Environment["REDIS_EXPORTER_LUA_SCRIPT_READ_ONLY"] = "1";

        Assert.Equal(ExitCode.Success, await _harness.RunAsync("serve", "--compat.redis-exporter"));

        ScriptGridConfiguration configuration = _harness.Served!;
        TargetSpec target = Assert.Single(configuration.Targets);
        Assert.Equal(("peer", new RedisCredentials("u", "pw")), (target.Address.Host, target.Credentials));
        Assert.Equal(ReadOnlyMode.Required, target.Scripts[0].ReadOnly);
        Assert.Equal(("kv", ":1", "/m"), (configuration.Namespace, configuration.Web.ListenAddress, configuration.Web.TelemetryPath));

        await ServeAsync("--target", "own");
        Assert.Equal("own", Assert.Single(_harness.Served!.Targets).Address.Host);
        Assert.Null(_harness.Served!.Targets[0].Credentials);
        Assert.Equal("redis", _harness.Served!.Namespace);
    }

    [Theory]
    [InlineData("--redis.addr=redis://h", "--redis.addr", "--target")]
    [InlineData("--redis.user=u", "--redis.user", "--username")]
    [InlineData("--redis.password=secret", "--redis.password", "--password-file or SCRIPTGRID_PASSWORD")]
    [InlineData("--lua-script-read-only", "--lua-script-read-only", "--read-only=required")]
    public async Task Serve_PeerFlagWithoutCompatibility_NamesTheOwn(string argument, string flag, string own)
    {
        Assert.Equal(ExitCode.Usage, await _harness.RunAsync("serve", "--script", Script, "--target", "x", argument));

        Assert.Equal([$"{flag}: this is a flag of redis_exporter; use {own}, or add --compat.redis-exporter"], _harness.Errors);
    }

    private async Task ServeAsync(params string[] args) =>
        Assert.Equal((ExitCode.Success, ""), (await _harness.RunAsync(["serve", "--script", Script, .. args]), string.Join('\n', _harness.Errors)));
}
