using ScriptGrid.Client.Security;

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
    /// <param name="hasProof">Whether the client proved who it is, or need not.</param>
    public static string? Refusal(Type called, Type? enumerated, bool hasProof)
    {
        if (Plumbing.Contains(called.FullName))
        {
            return null;
        }

        bool isEnumeration = called == typeof(IAsyncEnumerableGrainExtension);
        if (isEnumeration ? enumerated is not null && !IsForClients(enumerated) : !IsForClients(called))
        {
            return $"external clients may not call {(enumerated ?? called).Name}";
        }

        return hasProof ? null : "the call needs a valid token, made with the cluster's client_secret; check the secret, and the clocks";
    }

    /// <summary>The public interfaces of ScriptGrid.Client are what the cluster offers.</summary>
    private static bool IsForClients(Type type) => type.IsVisible && type.Assembly == typeof(ClientToken).Assembly;
}
