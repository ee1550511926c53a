using Microsoft.Extensions.Logging;

namespace ScriptGrid.Cluster;

/// <summary>All log messages of the silo, worded for operators. Event ids are a contract: 4000s cluster, 4100s security. No message has a credential.</summary>
internal static partial class Log
{
    [LoggerMessage(4001, LogLevel.Information, "Silos that collect: {Silos}")]
    public static partial void SilosChanged(ILogger logger, string silos);

    [LoggerMessage(4002, LogLevel.Warning, "The process was stalled for {Seconds:F1} s; collection is paused until the membership store confirms that this silo is active")]
    public static partial void Stalled(ILogger logger, double seconds);

    [LoggerMessage(4003, LogLevel.Information, "The membership store confirms that this silo is active; collection resumes")]
    public static partial void StallOver(ILogger logger);

    [LoggerMessage(4004, LogLevel.Warning, "The membership store cannot be read: {Message}")]
    public static partial void MembershipUnreadable(ILogger logger, string message);

    [LoggerMessage(4005, LogLevel.Critical, "The membership store has no row for {Silo}: the store was emptied, or the silo was declared dead. The silo stops, so that two clusters do not collect the same fleet")]
    public static partial void RowLost(ILogger logger, string silo);

    [LoggerMessage(4006, LogLevel.Warning, "{Silo} was declared dead because its process is gone: its port refuses connections from {Witnesses}")]
    public static partial void SiloGivenUp(ILogger logger, string silo, string witnesses);

    [LoggerMessage(4007, LogLevel.Critical, "The other silos have declared {Silo} dead. The silo stops; restart it to rejoin the cluster")]
    public static partial void GivenUp(ILogger logger, string silo);

    [LoggerMessage(4008, LogLevel.Error, "The silo did not stop within {Seconds} s and is terminated; check whether the membership store answers")]
    public static partial void StopAborted(ILogger logger, double seconds);

    [LoggerMessage(4009, LogLevel.Information, "The membership store can be read again")]
    public static partial void MembershipReadable(ILogger logger);

    [LoggerMessage(4010, LogLevel.Information, "Catalogue edition {Edition} by {Publisher}: {Targets}, {Scripts}")]
    public static partial void CatalogueTaken(ILogger logger, long edition, string publisher, string targets, string scripts);

    [LoggerMessage(4011, LogLevel.Warning, "Catalogue edition {Edition}: {Problem}")]
    public static partial void CatalogueProblem(ILogger logger, long edition, string problem);

    [LoggerMessage(4012, LogLevel.Error, "Catalogue edition {Edition} cannot be used on this silo, which keeps the edition that it has: {Problem}")]
    public static partial void CatalogueRefused(ILogger logger, long edition, string problem, Exception? defect);

    [LoggerMessage(4013, LogLevel.Warning,
        "The configuration of this silo differs from the cluster's and was not published, because its files are not newer; "
        + "to publish it, reload this silo once all silos have its version and settings")]
    public static partial void ConfigurationIsNotNewer(ILogger logger);

    [LoggerMessage(4014, LogLevel.Warning, "The catalogue cannot be reached: {Message}")]
    public static partial void CatalogueUnreachable(ILogger logger, string message);

    [LoggerMessage(4015, LogLevel.Warning, "The aggregator cannot be reached; pages have no rollups: {Message}")]
    public static partial void AggregatorUnreachable(ILogger logger, string message);

    [LoggerMessage(4016, LogLevel.Warning, "{Silo} does not answer, and its part is missing from pages: {Message}")]
    public static partial void SiloSilent(ILogger logger, string silo, string message);

    [LoggerMessage(4017, LogLevel.Information, "{Silo} answers again")]
    public static partial void SiloAnswers(ILogger logger, string silo);

    [LoggerMessage(4018, LogLevel.Warning, "The configuration of {Publisher} was not published, because this silo, which keeps the catalogue, cannot use it: {Problem}")]
    public static partial void DraftRefused(ILogger logger, string publisher, string problem);

    [LoggerMessage(4019, LogLevel.Warning, "The configuration of this silo was not published: the silo that keeps the catalogue cannot read it. Reload this silo once all silos have its version")]
    public static partial void ConfigurationNotPublished(ILogger logger);

    [LoggerMessage(4020, LogLevel.Warning, "{Targets} could not be started and will be retried: {Message}")]
    public static partial void EnsureFailed(ILogger logger, string targets, string message);

    [LoggerMessage(4021, LogLevel.Error, "An internal error in {Loop} was caught, and {Untold} more since the last log line; the loop continues. Please report it")]
    public static partial void LoopFailed(ILogger logger, Exception defect, string loop, int untold);

    [LoggerMessage(4022, LogLevel.Critical, "The silo stops because of an error that it cannot handle; restart it to rejoin the cluster: {Reason}")]
    public static partial void CannotGoOn(ILogger logger, string reason);

    [LoggerMessage(4023, LogLevel.Warning,
        "The configuration of this silo has no targets any more and was not published; the cluster keeps collecting from edition {Edition} by {Publisher}")]
    public static partial void ConfigurationHasNoTargets(ILogger logger, long edition, string publisher);

    [LoggerMessage(4024, LogLevel.Warning, "This silo has not joined yet; it needs an answer from every active silo: {Silos}")]
    public static partial void NotJoined(ILogger logger, string silos);

    [LoggerMessage(4030, LogLevel.Information,
        "Joined cluster {ClusterId}, membership {Membership}, as {Silo}; gateway {Gateway}; active silos: {Active}")]
    public static partial void Joined(ILogger logger, string clusterId, string membership, string silo, string gateway, int active);

    [LoggerMessage(4031, LogLevel.Warning, "Cannot reach the membership store, {Store}: {Problem}; still trying")]
    public static partial void StoreUnreachable(ILogger logger, string store, string problem);

    [LoggerMessage(4032, LogLevel.Information, "The membership store, {Store}, answers")]
    public static partial void StoreReached(ILogger logger, string store);

    [LoggerMessage(4033, LogLevel.Information,
        "No gateway for external clients: neither client_secret nor tls nor client_tls is configured in the cluster section")]
    public static partial void GatewayClosed(ILogger logger);

    [LoggerMessage(4034, LogLevel.Information, "This silo asks the source of group {Group} ({Source}) for the whole cluster")]
    public static partial void SourceAsked(ILogger logger, string group, string source);

    [LoggerMessage(4101, LogLevel.Warning, "Refused {Calls} of external clients; the last, {Call} by {Client}: {Reason}")]
    public static partial void CallsRefused(ILogger logger, string calls, string call, string client, string reason);

    [LoggerMessage(4102, LogLevel.Warning, "Refused {Connections}; the last, from {Client} {Reason}")]
    public static partial void ConnectionsRefused(ILogger logger, string connections, string client, string reason);

    [LoggerMessage(4103, LogLevel.Information, "The files of {Section} have changed; new connections use them")]
    public static partial void TlsFilesChanged(ILogger logger, string section);

    [LoggerMessage(4104, LogLevel.Error, "{Section}: {Problem}; the previous content stays in use")]
    public static partial void TlsFilesRefused(ILogger logger, string section, string problem);

    [LoggerMessage(4105, LogLevel.Information, "The files of {Section} can be used again; their content is the same as before")]
    public static partial void TlsFilesRestored(ILogger logger, string section);

    [LoggerMessage(4106, LogLevel.Error, "{Section}: {Problem}")]
    public static partial void CertificateUseless(ILogger logger, string section, string problem);
}
