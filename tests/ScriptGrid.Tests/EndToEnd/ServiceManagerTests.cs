using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EndToEnd;

/// <summary>A process that systemd started, and what systemd hears of it.</summary>
public sealed class ServiceManagerTests : IDisposable
{
    private readonly TestFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Serve_UnderSystemd_TellsOfReadinessLifeReloadsAndItsEnd()
    {
        using var systemd = new NotifySocket();
        _files.Write("a.lua", "return 1");
        string configuration = _files.Write("scriptgrid.yml", Configuration);
        var environment = new Dictionary<string, string> { ["NOTIFY_SOCKET"] = systemd.Path, ["WATCHDOG_USEC"] = "200000" };

        await using ScriptGridProcess serve = await ScriptGridProcess.ServeAsync(environment, ["--config.file", configuration]);
        string ready = await systemd.NextAsync("READY=1");
        await systemd.NextAsync("WATCHDOG=1");
        await systemd.NextAsync("WATCHDOG=1");

        Assert.Equal($"READY=1\nSTATUS=Serving {serve.Address}/metrics", ready);

        serve.HangUp();
        string reloading = await systemd.NextAsync("RELOADING=1");
        string reloaded = await systemd.NextAsync("READY=1");

        Assert.Matches(@"\ARELOADING=1\nMONOTONIC_USEC=[1-9][0-9]+\z", reloading);
        Assert.Equal("READY=1\nSTATUS=The configuration was reloaded.", reloaded);

        _files.Write("scriptgrid.yml", $"{Configuration}\ncolour: red");
        await serve.SendAsync(HttpMethod.Post, "/-/reload");
        string refused = await systemd.NextAsync("STATUS=The configuration was not");

        Assert.Equal($"READY=1\nSTATUS=The configuration was not reloaded: {configuration}:3: unknown key colour", refused);

        Task<string> stopping = systemd.NextAsync("STOPPING=1");
        Assert.Equal(ExitCode.Success, await serve.TerminateAsync());
        Assert.Equal("STOPPING=1", await stopping);
    }

    [Fact]
    public async Task Serve_SocketOfAManagerThatIsGone_ServesAllTheSame()
    {
        var environment = new Dictionary<string, string> { ["NOTIFY_SOCKET"] = "/none/notify", ["WATCHDOG_USEC"] = "100000" };
        string script = _files.Write("a.lua", "return 1");

        await using ScriptGridProcess serve = await ScriptGridProcess.ServeAsync(environment, ["--script", script, "--target", "127.0.0.1:1"]);

        await serve.WaitForAsync("redis_up{");
        Assert.Equal(ExitCode.Success, await serve.TerminateAsync());
    }

    private const string Configuration = """
        scripts: [{file: a.lua}]
        target_groups: [{targets: ["127.0.0.1:1"]}]
        """;
}
