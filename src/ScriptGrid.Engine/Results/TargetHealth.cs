using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Results;

/// <summary>What the end of a turn, a timeout or a probe tells about a target.</summary>
internal enum Evidence
{
    /// <summary>It answered, if only with an error about the script.</summary>
    Answered,

    /// <summary>It answered with an error that everything would get, such as BUSY or LOADING.</summary>
    Refused,

    /// <summary>A script's reply is overdue, and it is not known yet whether the script takes the time or the target is gone.</summary>
    Late,

    /// <summary>It does not answer: it cannot be reached, does not let us in, broke the connection, or let all time go by.</summary>
    Silent,
}

/// <summary>What the log has to tell of a target.</summary>
internal enum HealthNews
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>An outage began, or has another reason: the target does not answer.</summary>
    Down,

    /// <summary>The same, but it answers with an error.</summary>
    Refused,

    /// <summary>It answers again.</summary>
    Up,

    /// <summary>It answers without that error again.</summary>
    RefusalOver,
}

/// <summary>
/// Whether a target answers, and what the log knows of the outage under way: a state machine that evidence drives. The state follows each piece of
/// evidence at once; the log hears of an outage when it begins, when it has another reason, and when it ends.
/// </summary>
/// <param name="State">Whether the target answers.</param>
/// <param name="Report">What was told of the outage under way.</param>
internal readonly record struct TargetHealth(TargetState State, OutageReport Report)
{
    /// <summary>What follows from evidence.</summary>
    /// <param name="evidence">The evidence.</param>
    /// <param name="reason">The reason of what is wrong; of no meaning where the target answered.</param>
    public (TargetHealth Next, HealthNews News) After(Evidence evidence, FailureReason reason) => evidence switch
    {
        Evidence.Answered => (new TargetHealth(TargetState.Up, default), Recovery()),
        Evidence.Late => (this with { State = TargetState.Down }, HealthNews.None),
        Evidence.Refused => Outage(TargetState.Up, reason, HealthNews.Refused),
        _ => Outage(TargetState.Down, reason, HealthNews.Down),
    };

    /// <summary>What the end of a turn tells; null is success.</summary>
    public static Evidence EvidenceOf(Failure? failure) => failure switch
    {
        { Reason: FailureReason.Busy or FailureReason.Loading, IsTargetFault: true } => Evidence.Refused,
        // A reply that we refuse to read says nothing against the target.
        { Reason: FailureReason.Limit, IsTargetFault: false } => Evidence.Answered,
        { IsConnectionLost: true } or { IsTargetFault: true } => Evidence.Silent,
        _ => Evidence.Answered,
    };

    private HealthNews Recovery() =>
        !Report.IsTold ? HealthNews.None : State == TargetState.Down ? HealthNews.Up : HealthNews.RefusalOver;

    private (TargetHealth Next, HealthNews News) Outage(TargetState state, FailureReason reason, HealthNews news) =>
        (new TargetHealth(state, Report.With(reason)), Report.Has(reason) ? HealthNews.None : news);
}
