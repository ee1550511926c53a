using Microsoft.Extensions.Logging;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Collection;

/// <content>The entry points of those that take part in turns: the worker that carries out a cycle, the pace of connections, and the probe.</content>
internal sealed partial class TargetCollector
{
    /// <summary>Connects. Called when the target's turn to connect comes.</summary>
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

    /// <summary>Takes the next call or run, or a PING if both are null. Returns false if the cycle is over.</summary>
    public bool TryTake(out ScriptRun? run, out ScriptCall? call)
    {
        lock (_cycle)
        {
            return _cycle.TryTake(out run, out call);
        }
    }

    /// <summary>
    /// Returns the failure that would only repeat itself, so that the target is not asked; null to ask it. A run that a caller awaits is always asked
    /// for.
    /// </summary>
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

    /// <summary>Returns the failure with secrets masked.</summary>
    public Failure Masked(Failure failure) => Context.Secrets.Mask.Apply(failure);

    private async Task ProbeAsync()
    {
        SideAnswer answer;
        try
        {
            answer = await SideConnection.AskAsync(Context, Link.Target, Link.Tls, RedisCommand.Ping).ConfigureAwait(false);
        }
        catch (Exception defect)
        {
            Context.Defects.Tell(Context.Logger, defect, TargetId);
            answer = new SideAnswer(new Failure(FailureReason.Timeout, $"internal error: {defect.Message}")); // The next probe may succeed.
        }

        answer = answer with { Failure = answer.Failure is { } failure ? Masked(failure) : null };
        if (Context.Detail <= LogLevel.Debug)
        {
            Log.Probed(Context.Logger, TargetId, answer.Failure?.Message ?? "PONG");
        }

        lock (_cycle)
        {
            _cycle.EndProbe(answer);
        }
    }
}
