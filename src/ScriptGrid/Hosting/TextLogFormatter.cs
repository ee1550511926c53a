using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace ScriptGrid.Hosting;

/// <summary>Writes a log entry as one line: time in UTC, level as in <c>--log.level</c>, category with the event's id, and message.</summary>
/// <param name="time">Provides the time of the lines.</param>
/// <param name="isColoured">Whether the level is coloured, for a terminal.</param>
internal sealed class TextLogFormatter(TimeProvider time, bool isColoured) : ConsoleFormatter(FormatterName)
{
    /// <summary>The name by which the console logger selects this formatter.</summary>
    public const string FormatterName = "scriptgrid-text";

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        string message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        string exception = logEntry.Exception is null ? "" : $" {logEntry.Exception}";
        textWriter.Write(time.GetUtcNow().ToString(LogOutput.TimestampFormat, System.Globalization.CultureInfo.InvariantCulture));
        textWriter.Write(' ');
        textWriter.Write(Level(logEntry.LogLevel));
        textWriter.Write($": {logEntry.Category}[{logEntry.EventId.Id}] ");
        textWriter.WriteLine(OneLine.Of(message + exception));
    }

    private string Level(LogLevel level)
    {
        (string name, string colour) = level switch
        {
            LogLevel.Trace => ("trace", "\e[90m"),
            LogLevel.Debug => ("debug", "\e[90m"),
            LogLevel.Information => ("info", "\e[32m"),
            LogLevel.Warning => ("warn", "\e[33m"),
            LogLevel.Error => ("error", "\e[31m"),
            _ => ("critical", "\e[97;41m"),
        };
        return isColoured ? $"{colour}{name}\e[0m" : name;
    }
}
