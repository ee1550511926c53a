using ScriptGrid.Redis;
using ScriptGrid.Replies;

namespace ScriptGrid.Collection;

/// <summary>What is exposed of a script's runs on a target besides their values.</summary>
internal struct RunHistory
{
    private int[]? _errors;

    /// <summary>The last run's result; null before the first has ended.</summary>
    public ScriptResult? LastResult { get; private set; }

    /// <summary>How long the last run took.</summary>
    public TimeSpan LastDuration { get; private set; }

    /// <summary>Wall time of the last run that did not fail, since the Unix epoch; zero if none.</summary>
    public TimeSpan LastSuccess { get; private set; }

    /// <summary>Failed runs by reason; empty while none has failed.</summary>
    public readonly ReadOnlySpan<int> Errors => _errors;

    /// <summary>Notes a run that gave values, or none.</summary>
    public void Succeeded(ScriptResult result, TimeSpan duration, TimeSpan unixTime)
    {
        LastResult = result;
        LastDuration = duration;
        LastSuccess = unixTime;
    }

    /// <summary>Notes a run that failed.</summary>
    public void Failed(FailureReason reason, TimeSpan duration)
    {
        LastResult = ScriptResult.Failed;
        LastDuration = duration;
        _errors ??= new int[Failure.ReasonCount];
        _errors[(int)reason]++;
    }
}
