using Microsoft.Extensions.Logging;

namespace ScriptGrid.Cluster;

/// <summary>
/// Catches the unexpected exceptions of one of a silo's loops. Each costs one turn of the loop; uncaught, it would make the host end the silo. They are
/// logged with their stack, at most one per minute.
/// </summary>
/// <param name="loop">What the loop does, to complete "a defect in …".</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Receives the exceptions.</param>
internal sealed class LoopGuard(string loop, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long? _toldAt;
    private int _untold;

    /// <summary>Runs one turn of the loop.</summary>
    /// <exception cref="OperationCanceledException">The silo stops.</exception>
    public async Task RunAsync(Func<Task> turn, CancellationToken stopping)
    {
        try
        {
            await turn().ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException && !(failure is OperationCanceledException && stopping.IsCancellationRequested))
        {
            Report(failure);
        }
    }

    /// <summary>Logs an unexpected exception, or counts it if one was logged within the last minute.</summary>
    public void Report(Exception failure)
    {
        lock (_gate)
        {
            if (_toldAt is { } toldAt && time.GetElapsedTime(toldAt) < Quiet)
            {
                _untold++;
                return;
            }

            Log.LoopFailed(logger, failure, loop, _untold);
            _toldAt = time.GetTimestamp();
            _untold = 0;
        }
    }
}
