using Microsoft.Extensions.Logging;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Collection;

/// <summary>
/// Tells from the end of each run whether the target answers, and what is wrong with it as a whole; logs the first fault, each change of
/// its reason, and recovery.
/// </summary>
internal static class TargetHealth
{
    /// <summary>Takes note of how a run ended; null is success. Called under the collector's lock.</summary>
    public static void Note(TargetCollector collector, Failure? failure)
    {
        TargetResults results = collector.Results;
        // A reply that we refuse to read says nothing against the target.
        bool isDown = failure is { IsConnectionLost: true, Reason: not FailureReason.Limit };
        Failure? fault = isDown || failure is { IsTargetFault: true } ? failure : null;
        if (fault?.Reason != results.Fault?.Reason)
        {
            LogChange(collector, fault, isDown);
        }

        results.Fault = fault;
        TargetState state = isDown ? TargetState.Down : TargetState.Up;
        if (state != results.State)
        {
            SetState(collector, state);
        }
    }

    /// <summary>Sets the state and renders its line with the names and labels of now.</summary>
    public static void SetState(TargetCollector collector, TargetState state)
    {
        if (state == TargetState.Unknown)
        {
            return;
        }

        var labels = new ExpositionBuffer();
        labels.Append(collector.Label);
        foreach ((string name, string value) in collector.Target.Labels.Labels)
        {
            labels.AppendLabel(name, value);
            labels.Append((byte)',');
        }

        byte[] line = ResultRenderer.RenderUp(collector.Context.Families.Up, labels.WrittenSpan, state == TargetState.Up);
        collector.Results.SetState(state, line);
    }

    private static void LogChange(TargetCollector collector, Failure? fault, bool isDown)
    {
        ILogger logger = collector.Context.Logger;
        bool wasDown = collector.Results.State == TargetState.Down;
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
