using Orleans.Serialization.Invocation;

namespace ScriptGrid.Cluster.Clients;

/// <summary>
/// Refuses what external clients may not call. Calls between silos, of grains and of timers pass by one comparison. Who a client is was
/// proved on its connection, <see cref="GatewayGuard"/>.
/// </summary>
internal sealed class CallGuard(Refusals refusals) : IIncomingGrainCallFilter
{
    /// <inheritdoc/>
    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (!CallRules.IsExternal(context.SourceId))
        {
            return context.Invoke();
        }

        Type called = context.Request.GetInterfaceType();
        string? refusal = CallRules.Refusal(called, Enumerated(context.Request, called));
        if (refusal is null)
        {
            return context.Invoke();
        }

        refusals.Call($"{called.Name}.{context.MethodName}", context.SourceId.ToString()!, refusal);
        throw new UnauthorizedAccessException($"ScriptGrid refuses {called.Name}.{context.MethodName}: {refusal}");
    }

    /// <summary>The interface of the call inside a call that starts an enumeration: it does not come by here itself.</summary>
    private static Type? Enumerated(IInvokable request, Type called)
    {
        if (called != typeof(IAsyncEnumerableGrainExtension))
        {
            return null;
        }

        for (int i = 0; i < request.GetArgumentCount(); i++)
        {
            if (request.GetArgument(i) is IInvokable inner)
            {
                return inner.GetInterfaceType();
            }
        }

        return null;
    }
}
