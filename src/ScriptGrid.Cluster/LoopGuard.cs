using Microsoft.Extensions.Logging;

namespace ScriptGrid.Cluster;

/// <summary>
/// Takes the unexpected exceptions of one loop of a silo: each costs one turn of the loop, and not the silo, which the host would end. They are
/// logged with their stack, one a minute.
/// </summary>
/// <param name="loop">What the loop does, as in "a defect in …".</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of what happened.</param>
internal sealed class LoopGuard(string loop, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long? _toldAt;
    private int _untold;

    /// <summary>Carries out one turn of the loop.</summary>
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

    /// <summary>Notes an exception that nobody expected.</summary>
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
