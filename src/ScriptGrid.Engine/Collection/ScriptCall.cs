using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Collection;

/// <summary>How a call ended.</summary>
internal enum CallEnd
{
    /// <summary>A reply came, and it is not an error.</summary>
    Done,

    /// <summary>No reply came, or the reply is an error.</summary>
    Failed,

    /// <summary>Nothing was sent because the collector takes no calls now. Another collector may take them.</summary>
    Refused,
}

/// <summary>The result of a call.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Failure">Why the call failed or was refused; null if it succeeded.</param>
/// <param name="Reply">The reply as received; empty unless the call succeeded.</param>
/// <param name="Duration">The time from the call's turn to its end.</param>
internal sealed record CallResult(CallEnd End, Failure? Failure, byte[] Reply, TimeSpan Duration);

/// <summary>
/// A run of a script, or a command, that a caller requests from one target. Only that caller gets the reply. Its fields are guarded by the
/// collector's lock.
/// </summary>
internal sealed class ScriptCall
{
    /// <summary>Why a stopping collector refuses a call.</summary>
    public const string NotCollectedHere = "the target is no longer collected here";

    private static readonly byte[] FlushCommand = RedisCommand.Encode("SCRIPT", "FLUSH");

    private readonly TaskCompletionSource<CallResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ScriptCall(ScriptPlan? plan, byte[] command, TimeSpan timeout)
    {
        (Plan, Command, Timeout) = (plan, command, timeout);
        Bytes = plan is null ? command.Length : plan.Commands.HeldBytes + (plan.Script.IsAdHoc ? plan.Script.Body.Length : 0);
    }

    /// <summary>The script to run, with its KEYS and ARGV; null to send <see cref="Command"/>.</summary>
    public ScriptPlan? Plan { get; }

    /// <summary>The command to send if there is no script. It may be sent again after a lost connection.</summary>
    public byte[] Command { get; }

    /// <summary>How long the call may take, counted from its turn.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>The SHA-1 of the script that is in the server's cache after this call; null if it loads none.</summary>
    public string? LoadedSha1 { get; private init; }

    /// <summary>Whether the server's script cache is empty after this call.</summary>
    public bool EmptiesCache { get; private init; }

    /// <summary>How many bytes the call holds of its own: KEYS and ARGV, the text of a script that is not configured, and the command.</summary>
    public long Bytes { get; }

    /// <summary>When the call began to wait for its turn.</summary>
    public TimeSpan Since { get; set; }

    /// <summary>Whether the caller has its answer, or has given up.</summary>
    public bool IsAnswered => _result.Task.IsCompleted;

    /// <summary>Makes a run of a script, with the script's own timeout and read-only mode.</summary>
    public static ScriptCall Run(ScriptPlan plan)
    {
        ScriptExecutor.Prepare(plan.Script, plan.Commands); // The thread that sends the command serves other targets too.
        return new ScriptCall(plan, [], plan.Script.Timeout);
    }

    /// <summary>Makes a SCRIPT LOAD.</summary>
    public static ScriptCall Load(ScriptPlan plan, TimeSpan timeout) =>
        new(null, plan.Commands.Load, timeout) { LoadedSha1 = plan.Commands.Sha1 };

    /// <summary>Makes a SCRIPT EXISTS.</summary>
    public static ScriptCall Exists(IEnumerable<ScriptPlan> plans, TimeSpan timeout) =>
        new(null, RedisCommand.Encode(["SCRIPT", "EXISTS", .. plans.Select(static plan => plan.Commands.Sha1)]), timeout);

    /// <summary>Makes a SCRIPT FLUSH.</summary>
    public static ScriptCall Flush(TimeSpan timeout) => new(null, FlushCommand, timeout) { EmptiesCache = true };

    /// <summary>Answers the caller, and counts the call. Further answers are ignored.</summary>
    public void Answer(CallResult result, CollectionMeter meter)
    {
        if (_result.TrySetResult(result))
        {
            meter.Called(result.End);
        }
    }

    /// <summary>Answers that the call was not sent because it would have failed for this reason.</summary>
    public void FailUnsent(Failure failure, CollectionMeter meter)
    {
        Failure unsent = failure with { Message = $"{failure.Message}; this call was not sent" };
        Answer(new CallResult(CallEnd.Failed, unsent, [], TimeSpan.Zero), meter);
    }

    /// <summary>Answers that the collector takes no calls now.</summary>
    public void Refuse(string why, CollectionMeter meter) =>
        Answer(new CallResult(CallEnd.Refused, new Failure(FailureReason.Connection, why), [], TimeSpan.Zero), meter);

    /// <summary>
    /// Completes when the call has ended. It never fails, but is canceled if the caller cancels. The call is then given up: if it has not been sent,
    /// it is not sent; if it has, its reply is dropped.
    /// </summary>
    public async Task<CallResult> WaitAsync(CancellationToken cancellationToken)
    {
        await using CancellationTokenRegistration giveUp = cancellationToken.UnsafeRegister(
            static (call, token) => ((ScriptCall)call!)._result.TrySetCanceled(token), this);
        return await _result.Task;
    }
}
