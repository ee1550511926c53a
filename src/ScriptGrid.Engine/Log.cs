using Microsoft.Extensions.Logging;

namespace ScriptGrid.Engine;

/// <summary>
/// Everything that the engine logs, in the operator's words; never a credential. Event ids are a contract: 1000s are for configuration, 2000s for collection,
/// 3000s for HTTP and pushing.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Information, "Configuration reloaded")]
    public static partial void Reloaded(ILogger logger);

    [LoggerMessage(1002, LogLevel.Error, "Reload refused, the old configuration stays: {Error}")]
    public static partial void ReloadRefused(ILogger logger, string error);

    [LoggerMessage(1003, LogLevel.Warning, "{Warning}")]
    public static partial void ConfigurationWarning(ILogger logger, string warning);

    [LoggerMessage(1004, LogLevel.Error, "An internal error stopped a reload; please report it")]
    public static partial void ReloadDefect(ILogger logger, Exception exception);

    [LoggerMessage(1020, LogLevel.Information, "{Source} has changed; {Consequence}")]
    public static partial void CredentialsChanged(ILogger logger, string source, string consequence);

    [LoggerMessage(1021, LogLevel.Warning, "{Source}: {Problem}; the previous content stays in use")]
    public static partial void CredentialsNotRead(ILogger logger, string source, string problem);

    [LoggerMessage(1022, LogLevel.Information, "{Source} can be read again")]
    public static partial void CredentialsReadAgain(ILogger logger, string source);

    [LoggerMessage(1023, LogLevel.Information, "The HTTP access files have changed; new connections and requests use them")]
    public static partial void AccessChanged(ILogger logger);

    [LoggerMessage(1024, LogLevel.Error, "{Problem}; the previous content stays in use")]
    public static partial void AccessNotRead(ILogger logger, string problem);

    [LoggerMessage(1010, LogLevel.Warning, "{Source} failed: {Problem}; {Consequence}")]
    public static partial void SourceFailed(ILogger logger, string source, string problem, string consequence);

    [LoggerMessage(1011, LogLevel.Information, "{Source} answers again")]
    public static partial void SourceRecovered(ILogger logger, string source);

    [LoggerMessage(1012, LogLevel.Warning, "{Warning}")]
    public static partial void DiscoveryWarning(ILogger logger, string warning);

    [LoggerMessage(1013, LogLevel.Information, "Collecting {Targets} now: {Added} new, {Changed} changed, {Removed} gone")]
    public static partial void TargetsChanged(ILogger logger, string targets, int added, int changed, int removed);

    [LoggerMessage(2001, LogLevel.Warning, "{Target} is down: {Reason}: {Message}")]
    public static partial void TargetDown(ILogger logger, string target, string reason, string message);

    [LoggerMessage(2002, LogLevel.Information, "{Target} is up again")]
    public static partial void TargetUp(ILogger logger, string target);

    [LoggerMessage(2003, LogLevel.Warning, "{Target} refuses requests: {Reason}: {Message}")]
    public static partial void TargetFault(ILogger logger, string target, string reason, string message);

    [LoggerMessage(2004, LogLevel.Information, "{Target} accepts requests again")]
    public static partial void TargetFaultOver(ILogger logger, string target);

    [LoggerMessage(2005, LogLevel.Warning, "{Script} on {Target} failed: {Reason}{Line}: {Message}")]
    public static partial void ScriptFailed(ILogger logger, string target, string script, string reason, string line, string message);

    [LoggerMessage(2006, LogLevel.Information, "{Script} on {Target} works again")]
    public static partial void ScriptRecovered(ILogger logger, string target, string script);

    [LoggerMessage(2007, LogLevel.Warning, "{Script} on {Target} ran longer than its timeout; SCRIPT KILL: {Outcome}")]
    public static partial void ScriptKilled(ILogger logger, string target, string script, string outcome);

    [LoggerMessage(2008, LogLevel.Error, "An internal error in the collector stopped a run on {Target}, and {Untold} more since the last log line; please report it")]
    public static partial void Defect(ILogger logger, Exception exception, string target, int untold);

    [LoggerMessage(2009, LogLevel.Information, "{Target} is a {Role} now")]
    public static partial void RoleChanged(ILogger logger, string target, string role);

    [LoggerMessage(2012, LogLevel.Warning, "{Target}: its series lack the label {Label}: {Message}")]
    public static partial void RoleUnknown(ILogger logger, string target, string label, string message);

    [LoggerMessage(2013, LogLevel.Warning, "{Excess}; the excess series are left out, see /api/v1/targets")]
    public static partial void SeriesLeftOut(ILogger logger, string excess);

    [LoggerMessage(2014, LogLevel.Information, "Resolved: {Excess}")]
    public static partial void SeriesFitAgain(ILogger logger, string excess);

    [LoggerMessage(2015, LogLevel.Warning, "{Target}: the changed credentials are refused: {Message}; the connection keeps its present login")]
    public static partial void LoginNotRenewed(ILogger logger, string target, string message);

    [LoggerMessage(2010, LogLevel.Information, "Collecting {Targets} with {Scripts}")]
    public static partial void Collecting(ILogger logger, string targets, string scripts);

    [LoggerMessage(2020, LogLevel.Debug, "{Target}: connected within {Milliseconds:F1} ms")]
    public static partial void Connected(ILogger logger, string target, double milliseconds);

    [LoggerMessage(2021, LogLevel.Debug, "{Target}: logged in as {User} within {Milliseconds:F1} ms")]
    public static partial void LoggedIn(ILogger logger, string target, string user, double milliseconds);

    [LoggerMessage(2028, LogLevel.Debug, "{Target}: logged in again as {User}")]
    public static partial void LoggedInAgain(ILogger logger, string target, string user);

    [LoggerMessage(2022, LogLevel.Debug, "{Target}: not connected: {Reason}: {Message}")]
    public static partial void NotConnected(ILogger logger, string target, string reason, string message);

    [LoggerMessage(2023, LogLevel.Debug, "{Target}: loaded {Script} as {Sha1}")]
    public static partial void Loaded(ILogger logger, string target, string script, string sha1);

    [LoggerMessage(2024, LogLevel.Debug, "{Target}: {What} took {Milliseconds:F1} ms: {Outcome}")]
    public static partial void TurnEnded(ILogger logger, string target, string what, double milliseconds, string outcome);

    [LoggerMessage(2025, LogLevel.Debug, "{Target}: a reply is overdue; PING over a second connection: {Outcome}")]
    public static partial void Probed(ILogger logger, string target, string outcome);

    [LoggerMessage(2026, LogLevel.Trace, "{Target} <- {Request}")]
    public static partial void Sent(ILogger logger, string target, string request);

    [LoggerMessage(2027, LogLevel.Trace, "{Target} -> {Reply}")]
    public static partial void Received(ILogger logger, string target, string reply);

    [LoggerMessage(3010, LogLevel.Information, "Serving metrics on {Address}{Path}")]
    public static partial void Serving(ILogger logger, string address, string path);

    [LoggerMessage(3000, LogLevel.Error, "{Method} {Path} failed, and {Untold} more requests like it since the last log line.")]
    public static partial void RequestFailed(ILogger logger, string method, string path, int untold, Exception exception);

    [LoggerMessage(3001, LogLevel.Error, "{Method} {Path} failed half-way; the connection was cut, so that the client sees that the answer is incomplete. {Untold} more failed like it since the last log line.")]
    public static partial void ResponseCutOff(ILogger logger, string method, string path, int untold, Exception exception);

    [LoggerMessage(3002, LogLevel.Warning, "{Count} of the collector's own metrics could not be read and are missing from the page.")]
    public static partial void InstrumentsFailed(ILogger logger, int count, Exception exception);

    [LoggerMessage(3003, LogLevel.Warning, "{Open} HTTP connections are open, which is the limit: a new one replaces the one that has been idle longest, or is refused.")]
    public static partial void ConnectionsAtLimit(ILogger logger, int open);

    [LoggerMessage(3004, LogLevel.Warning, "Too many logins from {Address} failed: further logins from there are ignored for some seconds. {Untold} similar events were not logged")]
    public static partial void LoginsHeldOff(ILogger logger, System.Net.IPAddress address, int untold);

    [LoggerMessage(3020, LogLevel.Warning, "{Endpoint} does not accept {Signal}: {Problem}; pushing is retried, and collection continues")]
    public static partial void PushFailed(ILogger logger, string endpoint, string signal, string problem);

    [LoggerMessage(3021, LogLevel.Information, "{Endpoint} accepts {Signal} again")]
    public static partial void PushRecovered(ILogger logger, string endpoint, string signal);

    [LoggerMessage(2011, LogLevel.Warning, "{Shortage}")]
    public static partial void DescriptorsShort(ILogger logger, string shortage);
}
