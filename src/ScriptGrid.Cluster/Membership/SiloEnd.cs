using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Membership;

/// <summary>Ends the process without the usual shutdown, as a failure. The membership store has no place for this silo any longer, or cannot be asked.</summary>
/// <param name="time">Measures the time that the log gets.</param>
/// <param name="exit">Ends the process with an exit code.</param>
internal sealed class SiloEnd(TimeProvider time, Action<int> exit)
{
    /// <summary>The time that the log gets to be written.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(500);

    /// <summary>Ends the process once the log is written.</summary>
    public async Task EndAsync()
    {
        await Task.Delay(LastWords, time);
        exit(ExitCode.Failure);
    }
}
