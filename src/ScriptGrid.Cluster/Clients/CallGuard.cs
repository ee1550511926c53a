using Orleans.Serialization.Invocation;

namespace ScriptGrid.Cluster.Clients;

/// <summary>
/// Refuses calls that external clients may not make. Calls between silos, and those of grains and timers, cost one comparison.
/// <see cref="GatewayGuard"/> has already checked on the connection who the client is.
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

    /// <summary>Returns the interface of the call that a start of an enumeration wraps, because this filter does not see that inner call itself.</summary>
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
