using Microsoft.Extensions.Logging;

namespace ScriptGrid.Cluster.Membership;

/// <summary>
/// Ends the silo when Orleans cannot go on, with one line that says why, and as a failure. Orleans itself would abort the process, with stack traces and a
/// core dump.
/// </summary>
internal sealed class FatalErrors(StallGate gate, ILocalSiloDetails local, SiloMeter meter, SiloEnd end, ILogger<FatalErrors> logger) : IFatalErrorHandler
{
    private int _isEnding;

    /// <inheritdoc/>
    public bool IsUnexpected(Exception exception) => exception is not OperationCanceledException;

    /// <inheritdoc/>
    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null)
    {
        gate.Shut();
        if (Interlocked.Exchange(ref _isEnding, 1) == 1)
        {
            return; // The first reason is the one that counts.
        }

        string silo = SiloView.NameOf(local.SiloAddress);
        switch (FatalCauses.Of(context, exception))
        {
            case FatalCause.GivenUp:
                Log.GivenUp(logger, silo);
                break;
            case FatalCause.RowLost:
                meter.RowLost();
                Log.RowLost(logger, silo);
                break;
            default:
                Log.CannotGoOn(logger, Brief.Of(exception?.GetBaseException().Message ?? context ?? "for no stated reason"));
                break;
        }

        _ = end.EndAsync();
    }
}
