using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ScriptGrid.Testing;

/// <summary>Keeps what was logged.</summary>
internal sealed class LogRecorder : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(EventId Event, string Text)> _entries = new();

    /// <summary>Every entry that passed the filters, oldest first.</summary>
    public IReadOnlyCollection<(EventId Event, string Text)> Entries => _entries;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _entries.Enqueue((eventId, formatter(state, exception)));

    public void Dispose()
    {
    }
}
