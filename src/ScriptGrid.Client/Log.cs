using Microsoft.Extensions.Logging;

namespace ScriptGrid.Client;

/// <summary>All log messages of the client. Event ids are a contract: 5000s. No message has a credential.</summary>
internal static partial class Log
{
    [LoggerMessage(5001, LogLevel.Information, "The files of TLS have changed; new connections use them")]
    public static partial void TlsFilesChanged(ILogger logger);

    [LoggerMessage(5002, LogLevel.Warning, "{Problem}; the previous content stays in use")]
    public static partial void TlsFilesRefused(ILogger logger, string problem);
}
