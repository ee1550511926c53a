using Microsoft.Extensions.Logging;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Collection;

/// <summary>
/// Tells from the end of each run whether the target answers, and what is wrong with it as a whole; logs the first fault, each change of
/// its reason, and recovery. Guarded by the collector's lock.
/// </summary>
internal sealed class TargetHealth(TargetCollector collector)
{
    private Failure? _fault;

    /// <summary>What scrapes read.</summary>
    public TargetResults Results { get; } = new();

    /// <summary>Takes note of how a run ended; null is success.</summary>
    public void Note(Failure? failure)
    {
        // What we refused to read says nothing against the target.
        bool isDown = failure is { IsConnectionLost: true, Reason: not FailureReason.Limit };
        Failure? fault = isDown || failure is { IsTargetFault: true } ? failure : null;
        if (fault?.Reason != _fault?.Reason)
        {
            LogChange(fault, isDown);
        }

        _fault = fault;
        TargetState state = isDown ? TargetState.Down : TargetState.Up;
        if (state != Results.State)
        {
            Render(state);
        }
    }

    /// <summary>Sets the state and renders its line, anew where names or labels changed.</summary>
    public void Render(TargetState state)
    {
        if (state == TargetState.Unknown)
        {
            return;
        }

        var labels = new ExpositionBuffer();
        labels.Append(collector.Label);
        foreach ((string name, string value) in collector.Labels.Labels)
        {
            labels.AppendLabel(name, value);
            labels.Append((byte)',');
        }

        byte[] line = ResultRenderer.RenderUp(collector.Context.Families.Up, labels.WrittenSpan, state == TargetState.Up);
        Results.SetState(state, line);
    }

    private void LogChange(Failure? fault, bool isDown)
    {
        ILogger logger = collector.Context.Logger;
        bool wasDown = Results.State == TargetState.Down;
        switch (fault)
        {
            case null when wasDown:
                Log.TargetUp(logger, collector.TargetId);
                break;
            case null:
                Log.TargetFaultOver(logger, collector.TargetId);
                break;
            case not null when isDown:
                Log.TargetDown(logger, collector.TargetId, Failure.Label(fault.Reason), fault.Message);
                break;
            default:
                Log.TargetFault(logger, collector.TargetId, Failure.Label(fault.Reason), fault.Message);
                break;
        }
    }
}
