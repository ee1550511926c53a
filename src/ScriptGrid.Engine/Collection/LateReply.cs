using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Collection;

/// <summary>What a probe says about a reply that does not come.</summary>
internal enum ProbeVerdict
{
    /// <summary>The target does not answer anybody: it is frozen, unreachable, or within the first seconds of a long script.</summary>
    Silent,

    /// <summary>It answers that it is busy or loading: the reply may still come.</summary>
    Refused,

    /// <summary>It answers others, and so runs no script: the reply's connection is dead.</summary>
    Answers,

    /// <summary>Nobody takes connections there any more.</summary>
    Gone,
}

/// <summary>
/// How long a reply beyond its timeout is awaited. Redis runs one script at a time and answers nobody meanwhile, then BUSY: so a second
/// connection tells a long script, a frozen server and a dead connection apart.
/// </summary>
internal static class LateReply
{
    private static readonly TimeSpan ShortestPatience = TimeSpan.FromSeconds(60);

    /// <summary>Redis begins to answer BUSY after five seconds, by default.</summary>
    private static readonly TimeSpan LongestProbePause = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ShortestProbePause = TimeSpan.FromSeconds(1);

    /// <summary>How long after its start a run or command is given up, with its connection, whatever probes say.</summary>
    public static TimeSpan Patience(TimeSpan interval) => Longer(3 * interval, ShortestPatience);

    /// <summary>How long after a probe that brought no decision the next is due.</summary>
    public static TimeSpan ProbePause(TimeSpan interval) =>
        Longer(interval < LongestProbePause ? interval : LongestProbePause, ShortestProbePause);

    /// <summary>What a probe's answer says; null is PONG.</summary>
    public static ProbeVerdict Judge(Failure? answer) => answer?.Reason switch
    {
        FailureReason.Timeout or FailureReason.Dns => ProbeVerdict.Silent,
        FailureReason.Busy or FailureReason.Loading => ProbeVerdict.Refused,
        FailureReason.Connection or FailureReason.Tls => ProbeVerdict.Gone,
        _ => ProbeVerdict.Answers,
    };

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
