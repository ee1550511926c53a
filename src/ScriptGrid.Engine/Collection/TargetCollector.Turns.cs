using Microsoft.Extensions.Logging;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Collection;

/// <content>What happens in turns: by the worker that carries a cycle out, by the pace of connections, and by a probe.</content>
internal sealed partial class TargetCollector
{
    /// <summary>Connects, now that the target's turn to do so has come.</summary>
    public void Connect()
    {
        bool begins;
        lock (_cycle)
        {
            begins = _cycle.TryConnect();
        }

        if (begins)
        {
            Context.Workers.Run(this);
        }
    }

    /// <summary>Takes the next call or run, or a PING where both are null; false ends the cycle.</summary>
    public bool TryTake(out ScriptRun? run, out ScriptCall? call)
    {
        lock (_cycle)
        {
            return _cycle.TryTake(out run, out call);
        }
    }

    /// <summary>A failure that is known to come again, so that the target need not be asked. A run that somebody waits for always is.</summary>
    public Failure? HeldBack(ScriptRun? run) =>
        run is { IsAwaited: true } ? null : Link.HeldBack(_cycle.StartedAt) ?? run?.HeldBack(_cycle.StartedAt);

    /// <inheritdoc cref="TargetCycle.End"/>
    public void End(ScriptRun? run, Failure? failure, ReadOnlySpan<byte> reply)
    {
        failure = failure is null ? null : Masked(failure);
        lock (_cycle)
        {
            _cycle.End(run, failure, reply);
        }
    }

    /// <inheritdoc cref="TargetCycle.EndUnasked"/>
    public void EndUnasked(ScriptRun? run, Failure known)
    {
        known = Masked(known);
        lock (_cycle)
        {
            _cycle.EndUnasked(run, known);
        }
    }

    /// <summary>The failure without secrets.</summary>
    public Failure Masked(Failure failure) => Context.Secrets.Mask.Apply(failure);

    private async Task ProbeAsync()
    {
        Failure? answer;
        try
        {
            answer = await SideConnection.AskAsync(Context, Link.Target, Link.Tls, RedisCommand.Ping).ConfigureAwait(false);
        }
        catch (Exception defect)
        {
            Context.Defects.Tell(Context.Logger, defect, TargetId);
            answer = new Failure(FailureReason.Timeout, $"internal error: {defect.Message}"); // The next probe may fare better.
        }

        answer = answer is null ? null : Masked(answer);
        if (Context.Detail <= LogLevel.Debug)
        {
            Log.Probed(Context.Logger, TargetId, answer?.Message ?? "PONG");
        }

        lock (_cycle)
        {
            _cycle.EndProbe(answer);
        }
    }
}
