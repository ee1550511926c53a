using Microsoft.Extensions.Logging;

namespace ScriptGrid;

/// <summary>
/// All that a silo logs beside the core, in the operator's words. Event ids are a contract: 4000s joining and leaving, 4100s security.
/// Never a credential.
/// </summary>
internal static partial class SiloLog
{
    [LoggerMessage(4001, LogLevel.Information,
        "Joined cluster {ClusterId}, membership {Membership}, as {Silo}; gateway {Gateway}; active silos: {Active}")]
    public static partial void Joined(ILogger logger, string clusterId, string membership, string silo, string gateway, int active);

    [LoggerMessage(4002, LogLevel.Warning, "Cannot reach the membership store, {Store}: {Problem}; trying on")]
    public static partial void StoreUnreachable(ILogger logger, string store, string problem);

    [LoggerMessage(4003, LogLevel.Information, "The membership store, {Store}, answers")]
    public static partial void StoreReached(ILogger logger, string store);

    [LoggerMessage(4004, LogLevel.Information,
        "No gateway for external clients: neither client_secret nor tls is configured in the cluster section")]
    public static partial void GatewayClosed(ILogger logger);

    [LoggerMessage(4101, LogLevel.Warning, "Refused {Count} calls of external clients; the last, {Call} by {Client}: {Reason}")]
    public static partial void CallsRefused(ILogger logger, long count, string call, string client, string reason);

    [LoggerMessage(4102, LogLevel.Warning, "Refused {Count} connections of external clients; the last, from {Client}: {Reason}")]
    public static partial void ConnectionsRefused(ILogger logger, long count, string client, string reason);
}
