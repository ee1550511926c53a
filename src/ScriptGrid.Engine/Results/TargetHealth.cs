using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Results;

/// <summary>What the end of a turn, a timeout or a probe says about a target.</summary>
internal enum Evidence
{
    /// <summary>It answered, perhaps with an error about the script.</summary>
    Answered,

    /// <summary>It answered with an error that every request would get, such as BUSY or LOADING.</summary>
    Refused,

    /// <summary>A script's reply is overdue. It is not known yet whether the script is slow or the target is gone.</summary>
    Late,

    /// <summary>It does not answer: it cannot be reached, refuses the log-in, broke the connection, or did not reply in time.</summary>
    Silent,
}

/// <summary>What to log about a target.</summary>
internal enum HealthNews
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>An outage began, or has another reason: the target does not answer.</summary>
    Down,

    /// <summary>An outage began, or has another reason: the target answers with an error.</summary>
    Refused,

    /// <summary>It answers again.</summary>
    Up,

    /// <summary>It answers without that error again.</summary>
    RefusalOver,
}

/// <summary>
/// Whether a target answers, and what was logged about the current outage: a state machine that is driven by evidence. The state follows each piece of
/// evidence at once. An outage is logged when it begins, when it has another reason, and when it ends.
/// </summary>
/// <param name="State">Whether the target answers.</param>
/// <param name="Report">What was logged about the current outage.</param>
internal readonly record struct TargetHealth(TargetState State, OutageReport Report)
{
    /// <summary>Returns what follows from a piece of evidence.</summary>
    /// <param name="evidence">The evidence.</param>
    /// <param name="reason">The reason of the fault; meaningless if the target answered.</param>
    public (TargetHealth Next, HealthNews News) After(Evidence evidence, FailureReason reason) => evidence switch
    {
        Evidence.Answered => (new TargetHealth(TargetState.Up, default), Recovery()),
        Evidence.Late => (this with { State = TargetState.Down }, HealthNews.None),
        Evidence.Refused => Outage(TargetState.Up, reason, HealthNews.Refused),
        _ => Outage(TargetState.Down, reason, HealthNews.Down),
    };

    /// <summary>Returns what the end of a turn says about the target; a null failure is success.</summary>
    public static Evidence EvidenceOf(Failure? failure) => failure switch
    {
        { Reason: FailureReason.Busy or FailureReason.Loading, IsTargetFault: true } => Evidence.Refused,
        // That we refuse to read a reply says nothing against the target.
        { Reason: FailureReason.Limit, IsTargetFault: false } => Evidence.Answered,
        { IsConnectionLost: true } or { IsTargetFault: true } => Evidence.Silent,
        _ => Evidence.Answered,
    };

    private HealthNews Recovery() =>
        !Report.IsTold ? HealthNews.None : State == TargetState.Down ? HealthNews.Up : HealthNews.RefusalOver;

    private (TargetHealth Next, HealthNews News) Outage(TargetState state, FailureReason reason, HealthNews news) =>
        (new TargetHealth(state, Report.With(reason)), Report.Has(reason) ? HealthNews.None : news);
}
