using System.Diagnostics;
using ScriptGrid.Client;
using ScriptGrid.Engine;

namespace ScriptGrid.Cluster.Clients;

/// <summary>Creates a span for each call of a target's grain. Its parent is the client's span.</summary>
internal sealed class CallTracing : IIncomingGrainCallFilter
{
    /// <summary>Tag: the method that was called.</summary>
    public const string MethodTag = "scriptgrid.method";

    /// <summary>Tag: why the call failed, one of <see cref="FailureReasons"/> or the type of an exception.</summary>
    public const string ReasonTag = "error.type";

    /// <inheritdoc/>
    public Task Invoke(IIncomingGrainCallContext context) =>
        Traces.IsOn && context.Request.GetInterfaceType() == typeof(ITargetGrain) ? TraceAsync(context) : context.Invoke();

    private static async Task TraceAsync(IIncomingGrainCallContext context)
    {
        using Activity? span = Traces.Start("scriptgrid.call");
        span?.SetTag(MethodTag, context.MethodName);
        span?.SetTag(Traces.TargetTag, context.TargetId.Key.ToString());
        if (context.MethodName is nameof(ITargetGrain.RunAsync) or nameof(ITargetGrain.LoadAsync) or nameof(ITargetGrain.RegisterAsync))
        {
            span?.SetTag(Traces.ScriptTag, context.Request.GetArgument(0));
        }

        try
        {
            await context.Invoke();
        }
        catch (Exception failure)
        {
            span?.SetTag(ReasonTag, failure.GetType().FullName);
            span?.SetStatus(ActivityStatusCode.Error, failure.Message);
            throw;
        }

        if (End(context.Result) is var (status, reason, message))
        {
            span?.SetTag(ReasonTag, reason.Length == 0 ? null : reason);
            span.End(status.ToString(), isFailure: status != CallStatus.Done, message);
        }
    }

    private static (CallStatus Status, string Reason, string Message)? End(object? result) => result switch
    {
        ScriptOutcome outcome => (outcome.Status, outcome.Reason, outcome.Message),
        LoadOutcome outcome => (outcome.Status, outcome.Reason, outcome.Message),
        ExistsOutcome outcome => (outcome.Status, outcome.Reason, outcome.Message),
        CommandOutcome outcome => (outcome.Status, outcome.Reason, outcome.Message),
        _ => null,
    };
}
