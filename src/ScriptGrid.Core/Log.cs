using Microsoft.Extensions.Logging;

namespace ScriptGrid;

/// <summary>
/// All that is logged, in the operator's words. Event ids are a contract: 1000s configuration, 2000s collection, 3000s HTTP.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(3000, LogLevel.Error, "{Method} {Path} failed.")]
    public static partial void RequestFailed(ILogger logger, string method, string path, Exception exception);

    [LoggerMessage(3001, LogLevel.Error, "{Method} {Path} failed half-way; the connection was cut, so that nobody takes it for whole.")]
    public static partial void ResponseCutOff(ILogger logger, string method, string path, Exception exception);

    [LoggerMessage(3002, LogLevel.Warning, "{Count} of the collector's own metrics could not be read and are missing from the page.")]
    public static partial void InstrumentsFailed(ILogger logger, int count, Exception exception);
}
