using System.Diagnostics.CodeAnalysis;
using System.Threading.Tasks.Sources;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Collection;

/// <summary>
/// Carries out cycles: takes a target's calls and due runs one by one, asks the target, and records the outcome. A worker is one long-lived
/// asynchronous loop that waits for its next target and owns the exchange through which it asks, so a collection allocates nothing. There are as many
/// workers as there were conversations at the same time; an idle target has none. The loop asks in its own body, because a separate async method
/// would allocate whenever it waits.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "A worker that the pool lets go of is garbage, its exchange with it.")]
internal sealed class CollectionWorker : IValueTaskSource<TargetCollector>
{
    private readonly CollectionWorkerPool _pool;
    private readonly RedisExchange _exchange = new() { ContinuesInline = true };
    private ManualResetValueTaskSourceCore<TargetCollector> _next;

    public CollectionWorker(CollectionWorkerPool pool)
    {
        _pool = pool;
        _ = WorkAsync();
    }

    /// <summary>Gives an idle worker its next target. The cycle begins on the calling thread.</summary>
    public void Run(TargetCollector collector) => _next.SetResult(collector);

    TargetCollector IValueTaskSource<TargetCollector>.GetResult(short token) => _next.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<TargetCollector>.GetStatus(short token) => _next.GetStatus(token);

    void IValueTaskSource<TargetCollector>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _next.OnCompleted(continuation, state, token, flags);

    private async Task WorkAsync()
    {
        while (true)
        {
            TargetCollector collector = await new ValueTask<TargetCollector>(this, _next.Version).ConfigureAwait(false);
            while (collector.TryTake(out ScriptRun? run, out ScriptCall? call))
            {
                if (call is null && collector.HeldBack(run) is { } known)
                {
                    collector.EndUnasked(run, known);
                    continue;
                }

                ScriptPlan? plan = call?.Plan ?? run?.Plan;
                byte[] command = call?.Command ?? RedisCommand.Ping;
                try
                {
                    if (call is null
                        && collector.DependsOnRole(run)
                        && !collector.TakeRole(run, await collector.ReadRoleAsync(run, _exchange).ConfigureAwait(false)))
                    {
                        continue;
                    }

                    var told = Conversation.Begin(collector, plan, command);
                    Failure? failure = await collector.Link.AskAsync(collector.Context, plan, command, _exchange).ConfigureAwait(false);
                    if (failure is not null && collector.Link.MayAskAgain(plan, failure))
                    {
                        failure = await collector.Link.AskAgainAsync(collector.Context, plan, command, failure, _exchange).ConfigureAwait(false);
                    }

                    told?.End(failure, failure is null ? _exchange.Reply : []);
                    collector.End(run, failure, failure is null ? _exchange.Reply : []);
                }
                catch (Exception defect)
                {
                    collector.Context.Defects.Tell(collector.Context.Logger, defect, collector.TargetId);
                    collector.End(run, Failure.Unusable(FailureReason.Protocol, $"internal error: {defect.Message}"), []);
                }
            }

            // Make the worker ready for its next target before anyone can take it from the pool.
            _exchange.Release();
            _next.Reset();
            _pool.Return(this);
        }
    }
}
