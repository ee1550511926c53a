using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Collection;

/// <summary>What a probe tells about a reply that is overdue.</summary>
internal enum ProbeVerdict
{
    /// <summary>The target answers nobody: it is frozen, unreachable, or in the first seconds of a long script; or it could not be asked.</summary>
    Silent,

    /// <summary>The target answers that it is busy or loading: the reply may still come.</summary>
    Refused,

    /// <summary>The target answers others, so it runs no script: the connection of the reply is dead.</summary>
    Answers,

    /// <summary>Nothing accepts connections there any longer.</summary>
    Gone,
}

/// <summary>
/// How long a reply is awaited after its timeout. Redis runs one script at a time. Meanwhile it answers nobody at first, and later answers BUSY. A
/// second connection can therefore tell a long script, a frozen server and a dead connection apart.
/// </summary>
internal static class LateReply
{
    private static readonly TimeSpan ShortestPatience = TimeSpan.FromSeconds(60);

    /// <summary>By default, Redis begins to answer BUSY after five seconds.</summary>
    private static readonly TimeSpan LongestProbePause = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ShortestProbePause = TimeSpan.FromSeconds(1);

    /// <summary>Returns how long after its start a run or command is given up, together with its connection, whatever probes say.</summary>
    public static TimeSpan Patience(TimeSpan interval) => Longer(3 * interval, ShortestPatience);

    /// <summary>Returns how long after an undecided probe the next one is due.</summary>
    public static TimeSpan ProbePause(TimeSpan interval) =>
        Longer(interval < LongestProbePause ? interval : LongestProbePause, ShortestProbePause);

    /// <summary>Interprets the answer to a probe; without a failure it is PONG.</summary>
    public static ProbeVerdict Judge(SideAnswer answer) => answer.Failure?.Reason switch
    {
        _ when answer.IsUnasked => ProbeVerdict.Silent,
        FailureReason.Timeout or FailureReason.Dns => ProbeVerdict.Silent,
        FailureReason.Busy or FailureReason.Loading => ProbeVerdict.Refused,
        FailureReason.Connection or FailureReason.Tls => ProbeVerdict.Gone,
        _ => ProbeVerdict.Answers,
    };

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
