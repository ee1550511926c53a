using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Collection;

/// <content>Runs and commands that callers ask for, each for itself.</content>
internal sealed partial class TargetCollector
{
    /// <summary>The most calls that wait for their turn; more are refused.</summary>
    internal const int MaxWaitingCalls = 1000;

    /// <summary>Below the time in which callers give up, so that nothing is run for one who is gone.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    /// <summary>How long calls may go before a run that is due.</summary>
    private static readonly TimeSpan RunsPatience = TimeSpan.FromSeconds(1);

    /// <summary>Null until somebody calls, which on most targets nobody does.</summary>
    private Queue<ScriptCall>? _waiting;

    private ScriptCall? _call;

    /// <summary>
    /// Queues a call; completes when it has ended. Calls are carried out in the order in which they came, none joined with another, and before runs
    /// that are due, of which one that has waited for long goes between two calls. No pause and no known failure holds a call back.
    /// </summary>
    public Task<CallResult> CallAsync(ScriptCall call)
    {
        lock (_gate)
        {
            if (_state == State.Stopped || _finished is not null)
            {
                Refuse(call, "the target is no longer collected here");
            }
            else if (_state == State.Overdue)
            {
                Answer(call, new CallResult(CallEnd.Failed, Unsent(Overdue()), [], TimeSpan.Zero));
            }
            else if (_waiting?.Count >= MaxWaitingCalls)
            {
                Refuse(call, $"{MaxWaitingCalls} calls wait for their turn");
            }
            else
            {
                call.Since = Context.Clock.Now;
                (_waiting ??= new Queue<ScriptCall>()).Enqueue(call);
            }
        }

        StartIfIdle();
        return call.Result;
    }

    /// <summary>Sends SCRIPT KILL at once, over a connection of its own. Null is success.</summary>
    public Task<Failure?> KillAsync()
    {
        CollectorContext context;
        TargetSpec target;
        TlsContext? tls;
        lock (_gate)
        {
            (context, target, tls) = (Context, _target, Link.Tls);
        }

        return ScriptKiller.KillAsync(context, target, tls);
    }

    /// <summary>The call whose turn it is; null where none waits, or where the due run has waited for too long.</summary>
    private ScriptCall? TakeCall(TimeSpan now, ScriptRun? due)
    {
        if (_call is not null && due is not null && now - due.DueSince > RunsPatience)
        {
            return null;
        }

        while (_waiting!.TryDequeue(out ScriptCall? call))
        {
            if (now - call.Since <= LongestWait)
            {
                return call;
            }

            var failure = new Failure(FailureReason.Timeout, $"no turn within {LongestWait.TotalSeconds} s");
            Answer(call, new CallResult(CallEnd.Failed, Unsent(failure), [], TimeSpan.Zero));
        }

        return null;
    }

    /// <summary>Answers the call under way, and notes what it did to the server's script cache.</summary>
    private void EndCall(ScriptCall call, Failure? failure, RedisExchange exchange)
    {
        TimeSpan duration = Context.Clock.Now - _startedAt;
        if (failure is not null)
        {
            Answer(call, new CallResult(CallEnd.Failed, failure, [], duration));
            return;
        }

        if (call.EmptiesCache)
        {
            Link.ForgetLoaded();
        }
        else if (call.LoadedSha1 is not null)
        {
            Link.MarkLoaded(call.LoadedSha1);
        }

        Answer(call, new CallResult(CallEnd.Done, null, exchange.Reply.ToArray(), duration));
    }

    /// <summary>A fault of the whole target is one of every call that waits.</summary>
    private void FailWaiting(Failure failure)
    {
        while (_waiting is not null && _waiting.TryDequeue(out ScriptCall? call))
        {
            Answer(call, new CallResult(CallEnd.Failed, Unsent(failure), [], TimeSpan.Zero));
        }
    }

    private void RefuseWaiting()
    {
        while (_waiting is not null && _waiting.TryDequeue(out ScriptCall? call))
        {
            Refuse(call, "the target is no longer collected here");
        }
    }

    private void Refuse(ScriptCall call, string why) =>
        Answer(call, new CallResult(CallEnd.Refused, new Failure(FailureReason.Connection, why), [], TimeSpan.Zero));

    private void Answer(ScriptCall call, CallResult result)
    {
        if (call.TryAnswer(result))
        {
            Context.Meter.Called(result.End);
        }
    }

    private static Failure Unsent(Failure failure) => failure with { Message = $"{failure.Message}; this call was not sent" };
}
