using System.Globalization;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Credentials;
using ScriptGrid.Engine.Discovery;
using ScriptGrid.Hosting;
using ScriptGrid.Testing;
using ScriptGrid.Tests.Engine.Discovery;
using Spectre.Console;

namespace ScriptGrid.Tests.Hosting;

/// <summary><c>targets --watch</c> over real servers, as lines and as a picture.</summary>
public sealed class TargetsWatchTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly DiscoveryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task RunAsync_NoTerminal_TellsTheTableAndThenWhatChanges()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync("requirepass geheimnis");
        _folder.Write("a.lua", "return 1");
        _folder.Write("a.json", $"[{{\"targets\": [\"{server.Address}\"]}}]");
        ScriptGridConfiguration configuration = _folder.Load("  - {file_sd: {files: [a.json], refresh: 100ms}, password: geheimnis}");
        using var output = new SharedText();
        using var stop = new CancellationTokenSource();
        Task watch = Watch(configuration).RunAsync(new PlainWatchView(output, TextWriter.Null, static line => line), stop.Token);

        await output.WaitForAsync($"{server.Address}  1      file_sd", "1 up, 0 down");
        await server.StopAsync();
        await output.WaitForAsync($"{server.Address} is down: connection: ");
        await server.RestartAsync();
        await output.WaitForAsync($"{server.Address} is up\n");
        int port = FreePort.Find();
        _folder.Write("a.json", $"[{{\"targets\": [\"127.0.0.1:{port}\"]}}]");
        await output.WaitForAsync($"127.0.0.1:{port} is down: connection: ");
        await stop.CancelAsync();
        await watch.WaitAsync(Limit);

        Assert.DoesNotContain("geheimnis", output.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_Terminal_DrawsThoseThatAreDownFirstUnderHowManyWereContacted()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        _folder.Write("a.lua", "return 1");
        int dead = FreePort.Find();
        ScriptGridConfiguration configuration = _folder.Load($"  - {{targets: [{server.Address}, \"127.0.0.1:{dead}\", localhost:{server.Port}]}}");
        using var stop = new CancellationTokenSource();
        string last = "";
        Task watch = Watch(configuration).RunAsync(new TerminalWatchView(static line => line, static () => 9, picture => Volatile.Write(ref last, Render(picture))), stop.Token);

        await Eventually.EqualAsync(["True"], () => Task.FromResult<string[]>([$"{Volatile.Read(ref last).Contains("contacted 3 of 3, 1 down", StringComparison.Ordinal)}"]));
        await stop.CancelAsync();
        await watch.WaitAsync(Limit);

        string[] rows = [.. last.Split('\n').Where(static line => line.Contains("127.0.0.1", StringComparison.Ordinal) || line.Contains("localhost", StringComparison.Ordinal))];
        Assert.Contains(dead.ToString(CultureInfo.InvariantCulture), rows[0], StringComparison.Ordinal);
        Assert.Contains("down: connection", rows[0], StringComparison.Ordinal);
        Assert.Equal(2, rows.Length);
        Assert.Contains("and 1 more", last, StringComparison.Ordinal);
    }

    private static TargetsWatch Watch(ScriptGridConfiguration configuration)
    {
        var secrets = new ConfiguredSecrets();
        var look = new DiscoveryLook(configuration, TimeProvider.System, secrets);
        var contacts = new TargetContacts(TimeSpan.FromSeconds(20), TimeProvider.System, CredentialStore.Untold(TimeProvider.System, secrets));
        return new TargetsWatch(look, contacts, TimeSpan.FromMilliseconds(100), static line => line, TimeProvider.System);
    }

    private static string Render(Spectre.Console.Rendering.IRenderable picture)
    {
        using var text = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 160;
        console.Write(picture);
        return text.ToString();
    }

    /// <summary>Text that one writes while another reads.</summary>
    private sealed class SharedText : StringWriter
    {
        private readonly Lock _lock = new();

        public string Text
        {
            get
            {
                lock (_lock)
                {
                    return ToString();
                }
            }
        }

        public override void Write(string? value)
        {
            lock (_lock)
            {
                base.Write(value);
            }
        }

        public async Task WaitForAsync(params string[] texts)
        {
            using var expired = new CancellationTokenSource(Limit);
            while (!texts.All(text => Text.Contains(text, StringComparison.Ordinal)))
            {
                Assert.False(expired.IsCancellationRequested, $"never came: {string.Join(", ", texts)}\n{Text}");
                await Task.Delay(20);
            }
        }
    }
}
