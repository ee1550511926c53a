using System.Collections;
using Microsoft.Extensions.Logging;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Hosting;

/// <summary>Keeps configured secrets out of the log, no matter where an entry comes from: in its message, its values and its exception.</summary>
/// <param name="inner">Writes the log.</param>
/// <param name="secrets">The current secrets.</param>
internal sealed class MaskedLoggerProvider(ILoggerProvider inner, ConfiguredSecrets secrets) : ILoggerProvider
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new MaskedLogger(inner.CreateLogger(categoryName), secrets);

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();

    private sealed class MaskedLogger(ILogger inner, ConfiguredSecrets secrets) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!inner.IsEnabled(logLevel))
            {
                return;
            }

            SecretMask mask = secrets.Mask;
            string message = formatter(state, exception);
            string masked = mask.Apply(message);
            Exception? shown = Masked(exception, mask);
            if (ReferenceEquals(masked, message) && ReferenceEquals(shown, exception))
            {
                inner.Log(logLevel, eventId, state, exception, formatter);
                return;
            }

            inner.Log(logLevel, eventId, new MaskedState(masked, ValuesOf(state, mask)), shown, static (state, _) => state.Message);
        }

        private static Exception? Masked(Exception? exception, SecretMask mask)
        {
            string text = exception?.ToString() ?? "";
            string masked = mask.Apply(text);
            return ReferenceEquals(masked, text) ? exception : new MaskedException(masked);
        }

        private static KeyValuePair<string, object?>[] ValuesOf<TState>(TState state, SecretMask mask) =>
            state is IEnumerable<KeyValuePair<string, object?>> values
                ? [.. values.Select(pair => KeyValuePair.Create<string, object?>(pair.Key, mask.Apply(pair.Value?.ToString() ?? "")))]
                : [];
    }

    /// <summary>The message and the values that the JSON log writes in addition to it.</summary>
    private sealed class MaskedState(string message, KeyValuePair<string, object?>[] values) : IReadOnlyCollection<KeyValuePair<string, object?>>
    {
        public string Message => message;

        public int Count => values.Length;

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => values.AsEnumerable().GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => message;
    }

    /// <summary>An exception as masked text, because the original exception cannot be changed.</summary>
    private sealed class MaskedException(string text) : Exception
    {
        public override string ToString() => text;
    }
}
