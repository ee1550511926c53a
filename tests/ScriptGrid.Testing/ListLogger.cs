using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ScriptGrid.Testing;

/// <summary>Keeps log entries as text.</summary>
internal sealed class ListLogger : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, EventId Event, string Text)> _entries = new();

    /// <summary>The lowest level that is logged.</summary>
    public LogLevel Minimum { get; init; } = LogLevel.Information;

    /// <summary>Every entry, oldest first.</summary>
    public IReadOnlyCollection<(LogLevel Level, EventId Event, string Text)> Entries => _entries;

    /// <summary>Each entry as <c>Level: message</c>.</summary>
    public IReadOnlyCollection<string> Lines => [.. _entries.Select(static entry => $"{entry.Level}: {entry.Text}")];

    /// <summary>Returns a logger that writes here.</summary>
    public ILogger<T> For<T>() => new LoggerFactory([this]).CreateLogger<T>();

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => this;

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= Minimum;

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _entries.Enqueue((logLevel, eventId, formatter(state, exception)));
}
