using System.Runtime.InteropServices;

namespace ScriptGrid.Hosting;

/// <summary>
/// Cancels a command at SIGTERM and SIGINT. A command that does not end within a minute of the first signal is ended, with the exit code of its signal, and one
/// that has not come to wait for anything, and so heeds no token, after a second. Later signals change nothing.
/// </summary>
/// <remarks>
/// The registrations and the source of the token stay until the process ends, because a signal may come at any time: one that found the source disposed would
/// abort the process, and one without a registration would end it with another exit code.
/// </remarks>
internal static class StopSignals
{
    /// <summary>Longer than any command takes to end: a silo hands its targets over meanwhile, and has its own time limit.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>How long a command may take that reads files or its standard input.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private static readonly CancellationTokenSource Stopped = new();
    private static readonly List<PosixSignalRegistration> Registrations = [];
    private static volatile bool _isHeeded;

    /// <summary>Begins to take the signals. Returns the token that they cancel.</summary>
    public static CancellationToken Take()
    {
        Registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, static context => Stop(context, exitCode: 128 + 15)));
        Registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, static context => Stop(context, exitCode: 128 + 2)));
        return Stopped.Token;
    }

    /// <summary>Notes that the command waits for something now, and so heeds the token.</summary>
    public static void NoteHeeded() => _isHeeded = true;

    private static void Stop(PosixSignalContext context, int exitCode)
    {
        context.Cancel = true;
        if (!Stopped.IsCancellationRequested)
        {
            _ = Stopped.CancelAsync(); // On the shared pool, where an exception of what is cancelled does not abort the process.
            _ = EndAsync(exitCode);
        }
    }

    private static async Task EndAsync(int exitCode)
    {
        await Task.Delay(Moment, TimeProvider.System).ConfigureAwait(false);
        if (_isHeeded)
        {
            await Task.Delay(Patience - Moment, TimeProvider.System).ConfigureAwait(false);
        }

        Environment.Exit(exitCode);
    }
}
