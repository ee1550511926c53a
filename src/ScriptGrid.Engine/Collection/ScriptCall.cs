using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Collection;

/// <summary>How a call ended.</summary>
internal enum CallEnd
{
    /// <summary>There is a reply that is no error.</summary>
    Done,

    /// <summary>There is none, or an error.</summary>
    Failed,

    /// <summary>Nothing was sent, since the collector takes no calls now: another may.</summary>
    Refused,
}

/// <summary>What a call gave.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Failure">Why there is no reply; null where it was done.</param>
/// <param name="Reply">The reply as it came; empty unless it was done.</param>
/// <param name="Duration">From its turn to its end.</param>
internal sealed record CallResult(CallEnd End, Failure? Failure, byte[] Reply, TimeSpan Duration);

/// <summary>
/// A run of a script, or a command, that a caller asks of one target and whose reply goes to that caller alone. Its fields are guarded by
/// the collector's lock.
/// </summary>
internal sealed class ScriptCall
{
    /// <summary>Why a call is refused by a collector that stops.</summary>
    public const string NotCollectedHere = "the target is no longer collected here";

    private static readonly byte[] FlushCommand = RedisCommand.Encode("SCRIPT", "FLUSH");

    private readonly TaskCompletionSource<CallResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ScriptCall(ScriptPlan? plan, byte[] command, TimeSpan timeout) => (Plan, Command, Timeout) = (plan, command, timeout);

    /// <summary>The script to run, with the KEYS and ARGV to run it with; null sends <see cref="Command"/>.</summary>
    public ScriptPlan? Plan { get; }

    /// <summary>The command to send where there is no script. It may be sent again where the connection was lost.</summary>
    public byte[] Command { get; }

    /// <summary>How long it may take from its turn on.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>The script that the server has in its cache once this was done.</summary>
    public string? LoadedSha1 { get; private init; }

    /// <summary>The server has no script in its cache once this was done.</summary>
    public bool EmptiesCache { get; private init; }

    /// <summary>When it began to wait for its turn.</summary>
    public TimeSpan Since { get; set; }

    /// <summary>Its caller knows how it ended, or has given it up.</summary>
    public bool IsAnswered => _result.Task.IsCompleted;

    /// <summary>A run of a script, under the script's own timeout and read-only mode.</summary>
    public static ScriptCall Run(ScriptPlan plan) => new(plan, [], plan.Script.Timeout);

    /// <summary>SCRIPT LOAD.</summary>
    public static ScriptCall Load(ScriptPlan plan, TimeSpan timeout) =>
        new(null, plan.Commands.Load, timeout) { LoadedSha1 = plan.Commands.Sha1 };

    /// <summary>SCRIPT EXISTS.</summary>
    public static ScriptCall Exists(IEnumerable<ScriptPlan> plans, TimeSpan timeout) =>
        new(null, RedisCommand.Encode(["SCRIPT", "EXISTS", .. plans.Select(static plan => plan.Commands.Sha1)]), timeout);

    /// <summary>SCRIPT FLUSH.</summary>
    public static ScriptCall Flush(TimeSpan timeout) => new(null, FlushCommand, timeout) { EmptiesCache = true };

    /// <summary>Answers the caller, and counts the call. Only the first answer counts.</summary>
    public void Answer(CallResult result, CollectionMeter meter)
    {
        if (_result.TrySetResult(result))
        {
            meter.Called(result.End);
        }
    }

    /// <summary>Answers that the call was not sent, since it would fail for this reason.</summary>
    public void FailUnsent(Failure failure, CollectionMeter meter)
    {
        Failure unsent = failure with { Message = $"{failure.Message}; this call was not sent" };
        Answer(new CallResult(CallEnd.Failed, unsent, [], TimeSpan.Zero), meter);
    }

    /// <summary>Answers that the collector takes no calls now.</summary>
    public void Refuse(string why, CollectionMeter meter) =>
        Answer(new CallResult(CallEnd.Refused, new Failure(FailureReason.Connection, why), [], TimeSpan.Zero), meter);

    /// <summary>
    /// Completes when it has ended; it never fails. A caller that cancels gives it up: what was not sent yet is not sent any more, and the reply to
    /// what was is dropped.
    /// </summary>
    public async Task<CallResult> WaitAsync(CancellationToken cancellationToken)
    {
        await using CancellationTokenRegistration giveUp = cancellationToken.UnsafeRegister(
            static (call, token) => ((ScriptCall)call!)._result.TrySetCanceled(token), this);
        return await _result.Task;
    }
}
