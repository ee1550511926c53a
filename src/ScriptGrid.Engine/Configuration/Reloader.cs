using System.Collections.Immutable;
using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Prometheus;
using ScriptGrid.Engine.Exposition.Meters;

namespace ScriptGrid.Engine.Configuration;

/// <summary>
/// Applies configurations: the first one, and that of every reload. An invalid one changes nothing and is reported in the log, the metrics and the
/// response.
/// </summary>
internal sealed class Reloader : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly ConfigurationLoader _loader;
    private readonly Func<ScriptGridConfiguration, Task> _apply;
    private readonly ConfiguredSecrets _secrets;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Gauge _isSuccessful;
    private readonly Gauge _lastSuccess;

    /// <param name="loader">Loads configurations.</param>
    /// <param name="apply">Puts a configuration to use.</param>
    /// <param name="secrets">Receives the secrets of each configuration; they are masked in every response.</param>
    /// <param name="time">The clock for the date of the last success.</param>
    /// <param name="logger">Logs the outcomes.</param>
    /// <param name="metrics">The registry of the metrics about reloads.</param>
    public Reloader(
        ConfigurationLoader loader,
        Func<ScriptGridConfiguration, Task> apply,
        ConfiguredSecrets secrets,
        TimeProvider time,
        ILogger logger,
        OwnMetrics metrics)
    {
        _loader = loader;
        _apply = apply;
        _secrets = secrets;
        _time = time;
        _logger = logger;
        _isSuccessful = metrics.Factory.CreateGauge(
            "scriptgrid_config_last_reload_successful",
            "Whether the last load of the configuration succeeded; if not, the one before is in use.");
        _lastSuccess = metrics.Factory.CreateGauge(
            "scriptgrid_config_last_reload_success_timestamp_seconds",
            "When the configuration in use was loaded, in seconds since the Unix epoch.");
    }

    /// <summary>The configuration in use; null before there is one.</summary>
    public LoadedConfiguration? Current { get; private set; }

    /// <summary>Applies a valid configuration; also used for the one with which the process starts.</summary>
    public async Task ApplyAsync(ScriptGridConfiguration configuration)
    {
        foreach (string warning in configuration.Warnings)
        {
            Log.ConfigurationWarning(_logger, warning);
        }

        await _apply(configuration).ConfigureAwait(false);
        _secrets.Use(configuration);
        Current = new LoadedConfiguration(configuration.Shown, _time.GetUtcNow()) { AskableCollectors = configuration.AskableCollectors };
        _lastSuccess.Set(_time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0);
        _isSuccessful.Set(1);
    }

    /// <summary>Loads everything anew and applies it. Only one reload runs at a time; others wait.</summary>
    public async Task<ReloadOutcome> ReloadAsync(CancellationToken cancellationToken)
    {
        using Activity? span = Traces.Start("scriptgrid.reload");
        ReloadOutcome outcome = await ReloadInTurnAsync(cancellationToken).ConfigureAwait(false);
        span.End(outcome.Succeeded ? "Done" : "Refused", isFailure: !outcome.Succeeded, outcome.Errors.FirstOrDefault() ?? "");
        return outcome;
    }

    private async Task<ReloadOutcome> ReloadInTurnAsync(CancellationToken cancellationToken)
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
            // A file was removed or changed between its validation and its use.
            return Refuse([e.Message]);
        }
        catch (Exception defect) when (defect is not OperationCanceledException)
        {
            Log.ReloadDefect(_logger, defect);
            return Refuse([$"internal error, please report it: {defect.GetType().Name}: {defect.Message}"]);
        }
        finally
        {
            _turn.Release();
        }
    }

    private ReloadOutcome Refuse(ImmutableArray<string> errors)
    {
        _isSuccessful.Set(0);
        errors = [.. errors.Select(_secrets.Mask.Apply)];
        foreach (string error in errors)
        {
            Log.ReloadRefused(_logger, error);
        }

        return new ReloadOutcome(errors);
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();
}
