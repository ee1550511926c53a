using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EndToEnd;

/// <summary><c>scriptgrid serve</c> as a process: what it serves, and how it starts and ends.</summary>
public sealed class ServeTests : IDisposable
{
    private readonly TestFiles _files = new();
    private readonly string _queues;
    private readonly string _bad;

    public ServeTests()
    {
        _queues = _files.Write("queues.lua", "return {'mail', redis.call('LLEN', 'mail')}");
        _bad = _files.Write("bad.lua", "error('boom')");
    }

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Serve_LongInterval_ShowsFirstResultsInTheStartWindowOnACleanPage()
    {
        await using RedisServerProcess one = await RedisServerProcess.StartAsync();
        await using RedisServerProcess two = await RedisServerProcess.StartAsync();
        await one.CommandAsync("RPUSH", "mail", "a", "b");
        await using ScriptGridProcess serve = await ScriptGridProcess.ServeAsync(
            "--script", $"{_queues},{_bad}", "--target", $"redis://{one.Address},redis://{two.Address}/1", "--interval", "1d");

        string page = await serve.WaitForAsync(
            $$"""redis_up{target="{{one.Address}}"} 1""",
            $$"""redis_script_result{target="{{one.Address}}",filename="queues.lua"} 1""",
            $$"""redis_script_result{target="{{one.Address}}",filename="bad.lua"} 0""",
            $$"""redis_script_values{target="{{one.Address}}",filename="queues.lua",key="mail"} 2""",
            $$"""redis_script_values{target="{{two.Address}}/1",filename="queues.lua",key="mail"} 0""",
            $$"""redis_script_errors_total{target="{{two.Address}}/1",filename="bad.lua",reason="script"} """,
            "scriptgrid_config_last_reload_successful 1");

        ExpositionPage.Parse(page, ExpositionFormat.Text);
        await Promtool.AssertCleanAsync(page);
        Assert.Equal((200, "ScriptGrid is ready."), await TrimmedAsync(serve, "/-/ready"));
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("silo")]
    public async Task Start_SignalsBeforeItIsOver_AreHeeded(string command)
    {
        string started = _files.Write("started", "");
        string file = _files.Write("scriptgrid.yml", $$"""
            global: {password_command: [sh, -c, "echo $$$$ > {{started}}; exec sleep 1000"]}
            otlp: {interval: 10s}
            scripts: [{file: queues.lua}]
            target_groups: [{targets: ["127.0.0.1:1"]}]
            """);

        // Its warning is the first that it logs; then the password is asked for.
        await using ChildProcess process = await ScriptGridProcess.WatchAsync(
            "otlp has no effect", command, "--config.file", file, "--web.listen-address", $"127.0.0.1:{FreePort.Find()}");
        string program = await Repeat.UntilAsync(() => File.ReadAllTextAsync(started), static text => text.EndsWith('\n'));
        process.HangUp();

        Assert.Equal(ExitCode.Success, await process.TerminateAsync());
        Assert.DoesNotContain("   at ", process.Log, StringComparison.Ordinal);
        await Repeat.UntilAsync(() => Task.FromResult(Directory.Exists($"/proc/{program.Trim()}")), static exists => !exists);
    }

    [Fact]
    public async Task Serve_Scrape_CollectsConfiguredTargetsOnly()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync("requirepass secret");
        string password = _files.Write("password", "secret\n");
        await using ScriptGridProcess serve = await ScriptGridProcess.ServeAsync(
            "--script", _queues, "--target", server.Address, "--password-file", password, "--interval", "1h");

        string page = await serve.GetAsync($"/scrape?target={server.Address}&script=queues.lua");
        (int unknown, string refusal) = await serve.SendAsync(HttpMethod.Get, "/scrape?target=127.0.0.1:1");

        Assert.Contains($$"""redis_script_result{target="{{server.Address}}",filename="queues.lua"} 1""", page, StringComparison.Ordinal);
        Assert.Equal(403, unknown);
        Assert.Contains("127.0.0.1:1 is not a configured target", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", serve.Log + page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_TerminatedWhileATargetHangsAndAClientIsConnected_WaitsForNeither()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using ScriptedRedis hanging = ScriptedRedis.Start(static _ => null);
        await using ScriptGridProcess serve = await ScriptGridProcess.ServeAsync(
            "--script", _queues, "--target", $"{server.Address},{hanging.Address}", "--interval", "1s", "--timeout", "1m");
        await serve.WaitForAsync($$"""redis_script_result{target="{{server.Address}}",filename="queues.lua"} 1""");
        await serve.WaitForAsync(_ => hanging.ConnectionsAccepted > 0, "a connection to the target that hangs");

        // The target's timeout is a minute, and a host waits for its connections for half of one unless told otherwise.
        long start = TimeProvider.System.GetTimestamp();
        int exitCode = await serve.TerminateAsync();

        Assert.Equal(0, exitCode);
        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task Serve_BadConfiguration_SaysAllThatIsWrongAndExitsWith2()
    {
        string configuration = _files.Write("bad.yml", """
            global: {interval: soon, colour: red}
            scripts:
              - file: missing.lua
            target_groups:
              - targets: ["redis://:secret@host:99999999"]
            """);

        (int exitCode, _, string error) = await ScriptGridProcess.RunAsync("serve", "--config.file", configuration);

        Assert.Equal(2, exitCode);
        Assert.Collection(
            error.TrimEnd().Split('\n'),
            line => Assert.StartsWith($"{configuration}:1: ", line, StringComparison.Ordinal),
            line => Assert.StartsWith($"{configuration}:1: ", line, StringComparison.Ordinal),
            line => Assert.StartsWith($"{configuration}:3: ", line, StringComparison.Ordinal),
            line => Assert.StartsWith($"{configuration}:5: ", line, StringComparison.Ordinal));
        Assert.DoesNotContain("secret", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_AddressInUse_SaysSoAndExitsWith1()
    {
        await using ScriptedRedis taken = ScriptedRedis.Start(static _ => null);

        (int exitCode, _, string error) = await ScriptGridProcess.RunAsync(
            "serve", "--script", _queues, "--target", "127.0.0.1:1", "--web.listen-address", taken.Address);

        Assert.Equal(1, exitCode);
        Assert.Contains($"Cannot listen on {taken.Address}", error, StringComparison.Ordinal);
    }

    private static async Task<(int Status, string Body)> TrimmedAsync(ScriptGridProcess serve, string path)
    {
        (int status, string body) = await serve.SendAsync(HttpMethod.Get, path);
        return (status, body.TrimEnd());
    }
}
