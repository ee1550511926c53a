using ScriptGrid.Client;

namespace ScriptGrid.Cluster.Clients;

/// <summary>Decides which calls external clients may make. A call that is not named here is not allowed.</summary>
internal static class CallRules
{
    /// <summary>Interfaces that an Orleans client itself calls: to learn about grain types, and to cancel its own calls.</summary>
    private static readonly string[] Plumbing =
    [
        "Orleans.Runtime.IClusterManifestSystemTarget",
        "Orleans.Runtime.IGrainCallCancellationExtension",
        "Orleans.Runtime.ICancellationSourcesExtension",
    ];

    /// <summary>Whether the call comes from outside: from a client other than the one hosted inside a silo.</summary>
    public static bool IsExternal(GrainId? source) => source is { } id && id.IsClient() && !id.Key.AsSpan().StartsWith("hosted-"u8);

    /// <summary>Returns why an external client may not make a call, or null if it may.</summary>
    /// <param name="called">The interface that is called.</param>
    /// <param name="enumerated">For the start of an enumeration, the interface of the call that is enumerated.</param>
    public static string? Refusal(Type called, Type? enumerated)
    {
        if (Plumbing.Contains(called.FullName))
        {
            return null;
        }

        // The calls that continue and end an enumeration do not name the interface. Only a caller that was allowed to begin an enumeration has its id.
        bool isAllowed = called == typeof(IAsyncEnumerableGrainExtension)
            ? enumerated is null || IsForClients(enumerated)
            : IsForClients(called);
        return isAllowed ? null : $"external clients may not call {(enumerated ?? called).Name}";
    }

    /// <summary>Whether the cluster offers the interface to clients: those are the public interfaces of ScriptGrid.Client.</summary>
    private static bool IsForClients(Type type) => type.IsVisible && type.Assembly == typeof(ITargetGrain).Assembly;
}
