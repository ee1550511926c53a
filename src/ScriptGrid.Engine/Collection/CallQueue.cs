using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Collection;

/// <summary>
/// The calls of one target: those that wait for their turn, in the order in which they came, and the one under way. A target has a queue from
/// its first call on. Guarded by the collector's lock.
/// </summary>
internal sealed class CallQueue(CollectionMeter meter)
{
    /// <summary>The most calls that wait for their turn; more are refused.</summary>
    public const int MaxWaiting = 1000;

    /// <summary>Shorter than callers wait for an answer, so that nothing runs for a caller that has given up.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    /// <summary>How long a due run lets calls go first.</summary>
    private static readonly TimeSpan RunsPatience = TimeSpan.FromSeconds(1);

    private readonly Queue<ScriptCall> _waiting = new();

    /// <summary>The call that was taken last, until the next turn; null where that was a run or a PING.</summary>
    public ScriptCall? Current { get; private set; }

    /// <summary>Whether no call waits.</summary>
    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>Lets a call wait for its turn, or refuses it where too many wait.</summary>
    public void Add(ScriptCall call, TimeSpan now)
    {
        if (_waiting.Count >= MaxWaiting)
        {
            call.Refuse($"{MaxWaiting} calls wait for their turn", meter);
            return;
        }

        call.Since = now;
        _waiting.Enqueue(call);
    }

    /// <summary>Takes the call whose turn it is; null where none waits, or where the due run has waited for too long.</summary>
    public ScriptCall? Take(TimeSpan now, ScriptRun? due)
    {
        bool isRunsTurn = Current is not null && due is not null && now - due.DueSince > RunsPatience;
        return Current = isRunsTurn ? null : Next(now);
    }

    /// <summary>Answers the call under way, and notes what it did to the server's script cache.</summary>
    public void End(Failure? failure, ReadOnlySpan<byte> reply, TimeSpan duration, TargetLink link)
    {
        if (Current is not { } call)
        {
            return;
        }

        if (failure is null && call.EmptiesCache)
        {
            link.ForgetLoaded();
        }
        else if (failure is null && call.LoadedSha1 is { } sha1)
        {
            link.MarkLoaded(sha1);
        }

        call.Answer(
            failure is null
                ? new CallResult(CallEnd.Done, null, reply.ToArray(), duration)
                : new CallResult(CallEnd.Failed, failure, [], duration),
            meter);
    }

    /// <summary>Fails every call that waits, for a fault of the whole target.</summary>
    public void FailWaiting(Failure failure)
    {
        while (_waiting.TryDequeue(out ScriptCall? call))
        {
            call.FailUnsent(failure, meter);
        }
    }

    /// <summary>Refuses every call that waits.</summary>
    public void RefuseWaiting(string why)
    {
        while (_waiting.TryDequeue(out ScriptCall? call))
        {
            call.Refuse(why, meter);
        }
    }

    private ScriptCall? Next(TimeSpan now)
    {
        while (_waiting.TryDequeue(out ScriptCall? call))
        {
            if (call.IsAnswered)
            {
                continue; // Its caller has given it up.
            }

            if (now - call.Since <= LongestWait)
            {
                return call;
            }

            call.FailUnsent(new Failure(FailureReason.Timeout, $"no turn within {LongestWait.TotalSeconds} s"), meter);
        }

        return null;
    }
}
