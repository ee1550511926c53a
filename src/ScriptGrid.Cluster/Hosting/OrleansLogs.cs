using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ScriptGrid.Cluster.Hosting;

/// <summary>
/// Keeps log lines of Orleans away on which an operator cannot act. When silos are lost or stop, each failed connection and message is a line with a stack
/// trace, hundreds in a minute, beside the one line of ScriptGrid that says what happened. Log level debug shows them.
/// </summary>
internal static class OrleansLogs
{
    /// <summary>
    /// At any log level: the silo warns about the garbage collector, which was chosen on purpose; the watchdog complains about the time before its first
    /// check; and <see cref="TlsRefusals"/> reports refused TLS connections.
    /// </summary>
    private static readonly (string Category, LogLevel Level)[] Always =
    [
        ("Orleans", LogLevel.Warning),
        ("Orleans.Runtime.Silo", LogLevel.Error),
        ("Orleans.Runtime.Watchdog", LogLevel.Error),
        ("Orleans.Connections.Security.TlsServerConnectionMiddleware", LogLevel.Error),
    ];

    /// <summary>
    /// Unless the log level is debug or trace: what <see cref="Membership.JoinWatch"/>, <see cref="Membership.KillWatch"/>,
    /// <see cref="Membership.StallWatch"/>, <see cref="Membership.StoreOutage"/>, <see cref="Targets.TargetSupervisor"/> and <see cref="Pages.SiloCalls"/>
    /// report too, in one line.
    /// </summary>
    private static readonly (string Category, LogLevel Level)[] Usually =
    [
        ("Orleans.Connections.Security.TlsClientConnectionMiddleware", LogLevel.Error),
        ("Orleans.Grain", LogLevel.Critical), // Each grain that finds no other silo during a shutdown.
        ("Orleans.Messaging", LogLevel.Critical), // Each message that cannot be sent. Its sender gets the failure.
        ("Orleans.Runtime.AsyncTimer", LogLevel.Error), // Each timer that a pause made late.
        ("Orleans.Runtime.GrainCallCancellationManager", LogLevel.Critical),
        ("Orleans.Runtime.GrainDirectory", LogLevel.Critical), // Each table that does not reach another silo.
        ("Orleans.Runtime.MembershipService.LocalSiloHealthMonitor", LogLevel.Error),
        ("Orleans.Runtime.MembershipService.MembershipAgent", LogLevel.Critical), // Each attempt to join.
        ("Orleans.Runtime.MembershipService.MembershipSystemTarget", LogLevel.Error),
        ("Orleans.Runtime.MembershipService.MembershipTableManager", LogLevel.Error),
        ("Orleans.Runtime.MembershipService.SiloHealthMonitor", LogLevel.Error),
        ("Orleans.Runtime.Messaging.Connection", LogLevel.Error),
        ("Orleans.Runtime.Messaging.ConnectionManager", LogLevel.Error),
        ("Orleans.Runtime.Metadata.ClusterManifestProvider", LogLevel.Error),
        ("Polly", LogLevel.Critical), // Each attempt to place a grain.
    ];

    /// <summary>Adds the filters, by the log level that is configured.</summary>
    public static void Quieten(ILoggingBuilder logging) => logging.Services.PostConfigure<LoggerFilterOptions>(static filters =>
    {
        foreach ((string category, LogLevel level) in filters.MinLevel > LogLevel.Debug ? [.. Always, .. Usually] : Always)
        {
            filters.AddFilter(category, level);
        }
    });
}
