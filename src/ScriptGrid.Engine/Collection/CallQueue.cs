using System.Diagnostics.CodeAnalysis;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Collection;

/// <summary>
/// The calls of one target: those that wait for their turn, in the order of their arrival, and the call under way. A target gets its queue with its
/// first call. Guarded by the collector's lock.
/// </summary>
internal sealed class CallQueue(CollectionMeter meter)
{
    /// <summary>At most this many calls wait for their turn; further calls are refused.</summary>
    public const int MaxWaiting = 1000;

    /// <summary>The calls that wait have at most this many bytes together; further calls are refused.</summary>
    public const long MaxWaitingBytes = 64 << 20;

    /// <summary>The longest time a call waits. Shorter than callers wait for an answer, so that nothing runs for a caller that has given up.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    /// <summary>How long a due run lets calls run first.</summary>
    private static readonly TimeSpan RunsPatience = TimeSpan.FromSeconds(1);

    private Queue<ScriptCall> _waiting = new();
    private long _waitingBytes;

    /// <summary>The call that the last turn took; null if the last turn was a run or a PING.</summary>
    public ScriptCall? Current { get; private set; }

    /// <summary>Whether no call waits.</summary>
    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>Adds a call to the queue, or refuses it if too many calls or bytes wait already. Calls whose callers have given up make room.</summary>
    public void Add(ScriptCall call, TimeSpan now)
    {
        if (Excess(call) is not null)
        {
            DropAnswered();
        }

        if (Excess(call) is { } excess)
        {
            call.Refuse(excess, meter);
            return;
        }

        call.Since = now;
        _waiting.Enqueue(call);
        _waitingBytes += call.Bytes;
    }

    /// <summary>Takes the next call; returns null if none waits, or if the due run has waited too long and is next.</summary>
    public ScriptCall? Take(TimeSpan now, ScriptRun? due)
    {
        bool isRunsTurn = Current is not null && due is not null && now - due.DueSince > RunsPatience;
        return Current = isRunsTurn ? null : Next(now);
    }

    /// <summary>Answers the call under way, and records what it did to the server's script cache.</summary>
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

    /// <summary>Fails every waiting call, for a fault of the whole target.</summary>
    public void FailWaiting(Failure failure)
    {
        while (TryDequeue(out ScriptCall? call))
        {
            call.FailUnsent(failure, meter);
        }
    }

    /// <summary>Refuses every waiting call.</summary>
    public void RefuseWaiting(string why)
    {
        while (TryDequeue(out ScriptCall? call))
        {
            call.Refuse(why, meter);
        }
    }

    /// <summary>Returns why a call has no room in the queue; null if it has.</summary>
    private string? Excess(ScriptCall call) =>
        _waiting.Count >= MaxWaiting ? $"too many calls are waiting ({MaxWaiting})"
        : _waitingBytes + call.Bytes > MaxWaitingBytes ? $"the calls that are waiting are too large (more than {MaxWaitingBytes >> 20} MiB in total)"
        : null;

    private void DropAnswered()
    {
        _waiting = new Queue<ScriptCall>(_waiting.Where(static call => !call.IsAnswered));
        _waitingBytes = _waiting.Sum(static call => call.Bytes);
    }

    private bool TryDequeue([NotNullWhen(true)] out ScriptCall? call)
    {
        bool isThere = _waiting.TryDequeue(out call);
        _waitingBytes -= call?.Bytes ?? 0;
        return isThere;
    }

    private ScriptCall? Next(TimeSpan now)
    {
        while (TryDequeue(out ScriptCall? call))
        {
            if (call.IsAnswered)
            {
                continue; // Its caller has given up.
            }

            if (now - call.Since <= LongestWait)
            {
                return call;
            }

            call.FailUnsent(new Failure(FailureReason.Timeout, $"the call waited {LongestWait.TotalSeconds} s without getting a turn"), meter);
        }

        return null;
    }
}
