using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Hosting;

/// <summary>Sets up the log: to standard error, as lines of text or JSON.</summary>
internal static class LogOutput
{
    /// <summary>The format of timestamps: RFC 3339 in UTC.</summary>
    public const string TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";

    private const int QueueLength = 20_000;

    /// <summary>Adds the console, as configured, with secrets masked.</summary>
    public static void Add(ILoggingBuilder logging, LogSettings settings, ConfiguredSecrets secrets)
    {
        logging.SetMinimumLevel(settings.Level);
        logging.AddConsole(console =>
        {
            console.LogToStandardErrorThreshold = LogLevel.Trace;
            // If the log cannot be written fast enough, it must not delay collection. The log says how many entries were dropped.
            console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
            console.MaxQueueLength = QueueLength;
            console.FormatterName = settings.Json ? ConsoleFormatterNames.Json : TextLogFormatter.FormatterName;
        });
        ChooseFormat(logging, settings);
        logging.Services.RemoveAll<ILoggerProvider>();
        logging.Services.AddSingleton<ILoggerProvider>(services =>
            new MaskedLoggerProvider(ActivatorUtilities.CreateInstance<ConsoleLoggerProvider>(services), secrets));
    }

    private static void ChooseFormat(ILoggingBuilder logging, LogSettings settings)
    {
        if (settings.Json)
        {
            logging.AddJsonConsole(static json =>
            {
                json.UseUtcTimestamp = true;
                json.TimestampFormat = TimestampFormat;
            });
            return;
        }

        bool isColoured = !Console.IsErrorRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        logging.Services.AddSingleton<ConsoleFormatter>(new TextLogFormatter(TimeProvider.System, isColoured));
    }
}
