using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace ScriptGrid.Engine.Configuration;

/// <summary>
/// Puts configurations to use, the first and every reload's. A bad one changes nothing and shows in log, metrics and answer.
/// </summary>
internal sealed class Reloader : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly ConfigurationLoader _loader;
    private readonly Func<ScriptGridConfiguration, Task> _apply;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Meter _meter;
    private DateTimeOffset _lastSuccess;
    private bool _succeeded;

    /// <param name="loader">Loads configurations.</param>
    /// <param name="apply">Puts a configuration to use.</param>
    /// <param name="time">Dates the last success.</param>
    /// <param name="logger">Told of every outcome.</param>
    /// <param name="scope">Who exposes the metrics; see <see cref="Meter.Scope"/>.</param>
    public Reloader(ConfigurationLoader loader, Func<ScriptGridConfiguration, Task> apply, TimeProvider time, ILogger logger, object? scope)
    {
        _loader = loader;
        _apply = apply;
        _time = time;
        _logger = logger;
        _meter = new Meter(new MeterOptions("ScriptGrid") { Scope = scope });
        _meter.CreateObservableGauge(
            "scriptgrid.config.last_reload_successful", () => _succeeded ? 1 : 0, null,
            "Whether the last load of the configuration succeeded; if not, the one before is in use.");
        _meter.CreateObservableGauge(
            "scriptgrid.config.last_reload_success_timestamp", () => _lastSuccess.ToUnixTimeMilliseconds() / 1000.0, "s",
            "When the configuration in use was loaded, in seconds since the Unix epoch.");
    }

    /// <summary>Puts a valid configuration to use, as the one the process starts with.</summary>
    public async Task ApplyAsync(ScriptGridConfiguration configuration)
    {
        foreach (string warning in configuration.Warnings)
        {
            Log.ConfigurationWarning(_logger, warning);
        }

        await _apply(configuration).ConfigureAwait(false);
        _lastSuccess = _time.GetUtcNow();
        _succeeded = true;
    }

    /// <summary>Loads everything anew. One reload at a time; a second waits.</summary>
    public async Task<ReloadOutcome> ReloadAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Reading files blocks, and the caller may be a signal handler or a socket's thread.
            ConfigurationResult loaded = await Task.Run(_loader.Load, cancellationToken).ConfigureAwait(false);
            if (!loaded.IsValid)
            {
                return Refuse(loaded.Errors);
            }

            await ApplyAsync(loaded.Configuration).ConfigureAwait(false);
            Log.Reloaded(_logger);
            return new ReloadOutcome([]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            // A file went, or changed, between its validation and its use.
            return Refuse([e.Message]);
        }
        finally
        {
            _turn.Release();
        }
    }

    private ReloadOutcome Refuse(ImmutableArray<string> errors)
    {
        _succeeded = false;
        foreach (string error in errors)
        {
            Log.ReloadRefused(_logger, error);
        }

        return new ReloadOutcome(errors);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _meter.Dispose();
        _turn.Dispose();
    }
}
