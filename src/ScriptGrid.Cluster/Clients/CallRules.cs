using ScriptGrid.Client;

namespace ScriptGrid.Cluster.Clients;

/// <summary>Which calls external clients may make. What is not named here they may not.</summary>
internal static class CallRules
{
    /// <summary>What a client of Orleans itself calls: to learn of grain types, and to take back calls of its own.</summary>
    private static readonly string[] Plumbing =
    [
        "Orleans.Runtime.IClusterManifestSystemTarget",
        "Orleans.Runtime.IGrainCallCancellationExtension",
        "Orleans.Runtime.ICancellationSourcesExtension",
    ];

    /// <summary>Whether the call comes from outside: from a client that is not the one inside a silo.</summary>
    public static bool IsExternal(GrainId? source) => source is { } id && id.IsClient() && !id.Key.AsSpan().StartsWith("hosted-"u8);

    /// <summary>Why an external client may not make a call; null when it may.</summary>
    /// <param name="called">The interface that is called.</param>
    /// <param name="enumerated">For the start of an enumeration, the interface of the call that is enumerated.</param>
    public static string? Refusal(Type called, Type? enumerated)
    {
        if (Plumbing.Contains(called.FullName))
        {
            return null;
        }

        // The calls that continue and end an enumeration name no interface of ours. Only a caller that was allowed to begin one has its id.
        bool isAllowed = called == typeof(IAsyncEnumerableGrainExtension)
            ? enumerated is null || IsForClients(enumerated)
            : IsForClients(called);
        return isAllowed ? null : $"external clients may not call {(enumerated ?? called).Name}";
    }

    /// <summary>The public interfaces of ScriptGrid.Client are what the cluster offers.</summary>
    private static bool IsForClients(Type type) => type.IsVisible && type.Assembly == typeof(ITargetGrain).Assembly;
}
