using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ScriptGrid.Testing;

/// <summary>A server process that a test started. It is ready when its log says so, and is killed by its own process id.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    /// <summary>The exit code of a process that SIGABRT ended, as an unhandled exception does.</summary>
    private const int Aborted = 134;

    /// <summary>The exit code of a process that SIGSEGV ended.</summary>
    private const int Faulted = 139;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly List<string> _log = [];
    private readonly TaskCompletionSource<bool> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(Process process, string readyMark)
    {
        _process = process;
        _process.OutputDataReceived += (_, line) => Follow(line.Data, readyMark);
        _process.ErrorDataReceived += (_, line) => Follow(line.Data, readyMark);
        _process.Exited += (_, _) => _ready.TrySetResult(false);
    }

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Everything the process wrote so far.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return string.Join('\n', _log);
            }
        }
    }

    /// <summary>
    /// Starts <paramref name="file"/> and waits for a line that contains <paramref name="readyMark"/>. Throws an <see cref="InvalidOperationException"/> with
    /// the process's log if that line does not come.
    /// </summary>
    public static Task<ChildProcess> StartAsync(string file, IEnumerable<string> arguments, string readyMark) =>
        StartAsync(new ProcessStartInfo(file, arguments), readyMark);

    /// <summary>Does the same for a process with its own environment or directory, or with more time to become ready.</summary>
    public static async Task<ChildProcess> StartAsync(ProcessStartInfo start, string readyMark, TimeSpan? limit = null)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var child = new ChildProcess(process, readyMark);
        Start(process);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            if (await child._ready.Task.WaitAsync(limit ?? StartLimit))
            {
                return child;
            }
        }
        catch (TimeoutException)
        {
            // Reported below, with the log.
        }

        await child.DisposeAsync();
        throw new InvalidOperationException($"{start.FileName} did not become ready:\n{child.Log}");
    }

    /// <summary>Stops the process, so that it is like a hung host: its connections stay open, and nothing answers.</summary>
    public void Pause() => Signal("SIGSTOP", 19);

    /// <summary>Lets a paused process continue.</summary>
    public void Continue() => Signal("SIGCONT", 18);

    /// <summary>Tells the process to read its configuration again.</summary>
    public void HangUp() => Signal("SIGHUP", 1);

    /// <summary>Tells the process to end, and returns its exit code.</summary>
    public Task<int> TerminateAsync(TimeSpan? limit = null)
    {
        Signal("SIGTERM", 15);
        return WaitForExitAsync(limit ?? StartLimit);
    }

    /// <summary>Tells the process to end, and again each millisecond until it has ended, and returns its exit code.</summary>
    public async Task<int> TerminateAgainAndAgainAsync()
    {
        Task<int> end = TerminateAsync();
        while (!end.IsCompleted)
        {
            _ = SendSignal(Id, 15); // It may just have ended.
            await Task.Delay(1);
        }

        return await end;
    }

    /// <summary>Waits until the process ends by itself, and returns its exit code.</summary>
    /// <exception cref="InvalidOperationException">It crashed. The message is its log.</exception>
    public async Task<int> WaitForExitAsync(TimeSpan limit)
    {
        using var expired = new CancellationTokenSource(limit);
        await _process.WaitForExitAsync(expired.Token);
        return _process.ExitCode is Aborted or Faulted
            ? throw new InvalidOperationException($"{_process.StartInfo.FileName} crashed with exit code {_process.ExitCode}:\n{Log}")
            : _process.ExitCode;
    }

    /// <summary>Kills the process by SIGKILL and returns when it has ended.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
    }

    /// <summary>Kills the process and waits until it has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private static void Start(Process process)
    {
        Programs.Check(process.StartInfo.FileName);
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException(
                $"{process.StartInfo.FileName} is not on the PATH; on Debian .ci/prerequisites installs all that the tests need.");
        }
    }

    private void Signal(string name, int number)
    {
        if (SendSignal(Id, number) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"{name} to process {Id}");
        }
    }

    private void Follow(string? line, string readyMark)
    {
        if (line is null)
        {
            return;
        }

        lock (_log)
        {
            _log.Add(line);
        }

        if (line.Contains(readyMark, StringComparison.OrdinalIgnoreCase))
        {
            _ready.TrySetResult(true);
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
