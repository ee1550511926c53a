using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ScriptGrid.Testing;

/// <summary>Keeps what is logged, as text.</summary>
internal sealed class ListLogger : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>Each entry as <c>Level: message</c>.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>A logger of any category that writes here.</summary>
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
    public bool IsEnabled(LogLevel logLevel) => true;

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{logLevel}: {formatter(state, exception)}");
}
