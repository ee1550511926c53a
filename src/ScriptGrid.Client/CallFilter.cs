using System.Collections.Immutable;
using Orleans.Serialization.Invocation;

namespace ScriptGrid.Client;

/// <summary>
/// Ends calls with invalid arguments before anything is sent. A message beyond Orleans' maximum would close the connection, and the calls of others with it.
/// </summary>
internal sealed class CallFilter : IOutgoingGrainCallFilter
{
    /// <inheritdoc/>
    public Task Invoke(IOutgoingGrainCallContext context)
    {
        IInvokable request = context.Request;
        Type called = request.GetInterfaceType();
        if (called == typeof(IFleetGrain))
        {
            CheckFleet(request);
        }
        else if (called == typeof(IAsyncEnumerableGrainExtension))
        {
            CheckEnumeration(request);
        }
        else if (called == typeof(ITargetGrain) && Refusal(request) is { } refusal)
        {
            context.Result = refusal;
            return Task.CompletedTask;
        }

        return context.Invoke();
    }

    /// <summary>Returns the outcome of a call of a target that is not sent; null if it may be sent.</summary>
    private static object? Refusal(IInvokable request) => request.GetMethodName() switch
    {
        nameof(ITargetGrain.RunAsync) => Run(CallChecks.Name(Text(request, 0)) ?? CallChecks.Arguments(Arguments(request, 1), Arguments(request, 2))),
        nameof(ITargetGrain.EvalAsync) => Run(CallChecks.Body(Text(request, 0)) ?? CallChecks.Arguments(Arguments(request, 1), Arguments(request, 2))),
        nameof(ITargetGrain.RegisterAsync) => Load(CallChecks.Name(Text(request, 0)) ?? CallChecks.Body(Text(request, 1))),
        nameof(ITargetGrain.LoadAsync) => Load(CallChecks.Name(Text(request, 0))),
        _ => null,
    };

    private static ScriptOutcome? Run(string? problem) =>
        problem is null ? null : new ScriptOutcome { Status = CallStatus.InvalidArgument, Message = problem };

    private static LoadOutcome? Load(string? problem) =>
        problem is null ? null : new LoadOutcome { Status = CallStatus.InvalidArgument, Message = problem };

    private static void CheckFleet(IInvokable request)
    {
        switch (request.GetMethodName())
        {
            case nameof(IFleetGrain.GetTargetsAsync):
                FleetChecks.Targets(Text(request, 0), (int)request.GetArgument(1)!);
                break;
            case nameof(IFleetGrain.GetRollupsAsync):
                FleetChecks.Rollups(Text(request, 0));
                break;
        }
    }

    /// <summary>Checks the call that a start of an enumeration wraps, because no filter sees that inner call itself.</summary>
    private static void CheckEnumeration(IInvokable request)
    {
        for (int i = 0; i < request.GetArgumentCount(); i++)
        {
            if (request.GetArgument(i) is IInvokable inner && inner.GetInterfaceType() == typeof(IFleetGrain))
            {
                FleetChecks.Watch((WatchOptions?)inner.GetArgument(0));
            }
        }
    }

    private static string? Text(IInvokable request, int index) => (string?)request.GetArgument(index);

    private static ImmutableArray<ScriptArgument> Arguments(IInvokable request, int index) => (ImmutableArray<ScriptArgument>)request.GetArgument(index)!;
}
