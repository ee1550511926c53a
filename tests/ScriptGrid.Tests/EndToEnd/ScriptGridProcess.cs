using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EndToEnd;

/// <summary>The <c>scriptgrid</c> command as users run it, built beside the tests, with a directory for its files.</summary>
internal sealed class ScriptGridProcess : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly ChildProcess _process;
    private readonly HttpClient _client;

    private ScriptGridProcess(ChildProcess process, string address)
    {
        _process = process;
        Address = address;
        _client = new HttpClient { BaseAddress = new Uri($"http://{address}") };
    }

    /// <summary>Where it serves, <c>127.0.0.1:port</c>.</summary>
    public string Address { get; }

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>Everything it logged so far.</summary>
    public string Log => _process.Log;

    /// <summary>Its memory (RSS) in MiB.</summary>
    public double ResidentMebibytes
    {
        get
        {
            using Process process = Process.GetProcessById(_process.Id);
            return process.WorkingSet64 / 1024.0 / 1024.0;
        }
    }

    /// <summary>Starts <c>scriptgrid serve</c> and waits until it serves.</summary>
    public static Task<ScriptGridProcess> ServeAsync(params string[] arguments) => StartAsync("serve", arguments);

    /// <summary>The same with environment variables.</summary>
    public static Task<ScriptGridProcess> ServeAsync(IReadOnlyDictionary<string, string> environment, string[] arguments) =>
        StartAsync("serve", arguments, start =>
        {
            foreach ((string name, string value) in environment)
            {
                start.Environment[name] = value;
            }
        });

    /// <summary>Starts <c>scriptgrid serve</c> with so many file descriptors at most, and waits until it serves.</summary>
    public static Task<ScriptGridProcess> ServeWithinAsync(int descriptors, params string[] arguments) => StartAsync("serve", arguments, start =>
    {
        string[] command = [start.FileName, .. start.ArgumentList];
        start.FileName = "/bin/sh";
        start.ArgumentList.Clear();
        Array.ForEach<string>(["-c", $"ulimit -n {descriptors}; exec \"$0\" \"$@\"", .. command], start.ArgumentList.Add);
    });

    /// <summary>Starts <c>scriptgrid silo</c>, on a port of its own for other silos, and waits until it serves.</summary>
    public static Task<ScriptGridProcess> SiloAsync(params string[] arguments) => StartAsync("silo", ["--cluster.silo-port", $"{FreePort.Find()}", .. arguments]);

    /// <summary>Starts <c>scriptgrid demo</c>, with nothing of what is installed on the PATH, and waits until it serves.</summary>
    public static Task<ScriptGridProcess> DemoAsync() => StartAsync("demo", [], static start => start.Environment["PATH"] = "/nothing");

    /// <summary>Starts <c>scriptgrid redis</c> on a free port and returns it with the port once it is ready.</summary>
    public static async Task<(ChildProcess Process, int Port)> RedisAsync(params string[] arguments)
    {
        int port = FreePort.Find();
        return (await ChildProcess.StartAsync(Command(["redis", "--port", $"{port}", .. arguments]), "is ready"), port);
    }

    /// <summary>Starts a command that goes on, and waits until it has written a text.</summary>
    public static Task<ChildProcess> WatchAsync(string text, params string[] arguments) => ChildProcess.StartAsync(Command(arguments), text, Limit);

    /// <summary>The command with arguments, still to be started.</summary>
    public static ProcessStartInfo Command(IEnumerable<string> arguments) =>
        new(Path.Combine(AppContext.BaseDirectory, "scriptgrid"), arguments)
        {
            // Where the runtime of these tests lies, for machines on which it is in no usual place.
            Environment = { ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../..")) },
        };

    /// <summary>Runs the command to its end and returns its exit code with what it wrote.</summary>
    public static Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) => RunAsync(static _ => { }, arguments);

    /// <summary>The same with surroundings of its own.</summary>
    public static Task<(int ExitCode, string Output, string Error)> RunAsync(Action<ProcessStartInfo> prepare, params string[] arguments)
    {
        ProcessStartInfo start = Command(arguments);
        prepare(start);
        return Programs.RunApartAsync(start);
    }

    /// <summary>The metrics page, or another.</summary>
    public Task<string> GetAsync(string path = "/metrics") => _client.GetStringAsync(path);

    /// <summary>Sends a request and returns the answer's status and body.</summary>
    public async Task<(int Status, string Body)> SendAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        using HttpResponseMessage response = await _client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Reads the page until it holds every one of these texts; fails with the last page.</summary>
    public Task<string> WaitForAsync(params string[] texts) =>
        WaitForAsync(page => texts.All(text => page.Contains(text, StringComparison.Ordinal)), string.Join('\n', texts));

    /// <summary>Reads the page until the condition holds; fails with the last page.</summary>
    public async Task<string> WaitForAsync(Func<string, bool> condition, string description)
    {
        using var expired = new CancellationTokenSource(Limit);
        while (true)
        {
            string page = await GetAsync();
            if (condition(page))
            {
                return page;
            }

            Assert.False(expired.IsCancellationRequested, $"Never came:\n{description}\n{page}\n{Log}");
            await Task.Delay(Pause);
        }
    }

    /// <summary>SIGHUP.</summary>
    public void HangUp() => _process.HangUp();

    /// <summary>SIGTERM; returns the exit code.</summary>
    public Task<int> TerminateAsync() => _process.TerminateAsync();

    /// <summary>SIGTERM until it has ended; returns the exit code.</summary>
    public Task<int> TerminateAgainAndAgainAsync() => _process.TerminateAgainAndAgainAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _process.DisposeAsync();
    }

    private static async Task<ScriptGridProcess> StartAsync(string command, string[] arguments, Action<ProcessStartInfo>? prepare = null)
    {
        ProcessStartInfo start = Command([command, "--web.listen-address", "127.0.0.1:0", .. arguments]);
        prepare?.Invoke(start);
        ChildProcess process = await ChildProcess.StartAsync(start, ServedAddress.Mark, Limit);
        return new ScriptGridProcess(process, ServedAddress.In(process.Log));
    }
}

/// <summary>A directory with the files of one test.</summary>
internal sealed class TestFiles : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("scriptgrid-files-");

    /// <summary>Writes a file, of this directory or one below it, and returns its path.</summary>
    public string Write(string name, string text)
    {
        string path = Path.Combine(_directory.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text, new UTF8Encoding(false));
        return path;
    }

    /// <inheritdoc/>
    public void Dispose() => _directory.Delete(recursive: true);
}
