using Microsoft.Extensions.Logging;

namespace ScriptGrid;

/// <summary>All that the silo logs, in the operator's words. Event ids are a contract: 4000s the cluster. Never a credential.</summary>
internal static partial class SiloLog
{
    [LoggerMessage(4001, LogLevel.Information, "Silos that collect: {Silos}")]
    public static partial void SilosChanged(ILogger logger, string silos);

    [LoggerMessage(4002, LogLevel.Warning, "The process stood still for {Seconds:F1} s; nothing is collected until membership says that this silo is active")]
    public static partial void Stalled(ILogger logger, double seconds);

    [LoggerMessage(4003, LogLevel.Information, "Membership says that this silo is active; collecting goes on")]
    public static partial void StallOver(ILogger logger);

    [LoggerMessage(4004, LogLevel.Warning, "The membership store cannot be read: {Message}")]
    public static partial void MembershipUnreadable(ILogger logger, string message);

    [LoggerMessage(4005, LogLevel.Critical, "The row of {Silo} is gone from the membership store: it was emptied, or the silo was given up. The silo ends, so that no two clusters collect one fleet")]
    public static partial void RowLost(ILogger logger, string silo);

    [LoggerMessage(4010, LogLevel.Information, "Catalogue edition {Edition} by {Publisher}: {Targets} targets, {Scripts} scripts")]
    public static partial void CatalogueTaken(ILogger logger, long edition, string publisher, int targets, int scripts);

    [LoggerMessage(4011, LogLevel.Warning, "Catalogue edition {Edition}: {Problem}")]
    public static partial void CatalogueProblem(ILogger logger, long edition, string problem);

    [LoggerMessage(4012, LogLevel.Error, "Catalogue edition {Edition} cannot be used here, the one before stays: {Problem}")]
    public static partial void CatalogueRefused(ILogger logger, long edition, string problem);

    [LoggerMessage(4013, LogLevel.Warning, "The configuration of this silo is older than the cluster's and was not published; reload this silo to publish it")]
    public static partial void ConfigurationIsOlder(ILogger logger);

    [LoggerMessage(4014, LogLevel.Warning, "The catalogue cannot be asked: {Message}")]
    public static partial void CatalogueUnreachable(ILogger logger, string message);

    [LoggerMessage(4020, LogLevel.Warning, "{Count} targets could not be taken up, and will be tried again: {Message}")]
    public static partial void EnsureFailed(ILogger logger, int count, string message);
}
