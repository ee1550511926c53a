using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Resources;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Otlp;

/// <summary>
/// Pushes the process's own metrics, rollups and spans to a receiver for as long as the process runs, in addition to serving pages. A failure is
/// counted and logged, and has no other effect.
/// </summary>
internal sealed class OtlpPush : IAsyncDisposable
{
    private static readonly TimeSpan LastPush = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly OtlpSettings _settings;
    private readonly OtlpSubject _subject;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly DefectLimiter _defects;
    private readonly OtlpHandler _handler;
    private readonly OtlpClient _client;
    private readonly OtlpOutage _outage;
    private readonly OtlpTraces _traces;
    private readonly KeyValuePair<string, string>[] _resource;
    private readonly DateTimeOffset _start;
    private Task _pushing = Task.CompletedTask;

    /// <param name="settings">The receiver.</param>
    /// <param name="subject">The data to push.</param>
    /// <param name="secrets">Masks secrets in messages.</param>
    /// <param name="time">The clock for intervals and limits.</param>
    /// <param name="logger">Logs outages.</param>
    public OtlpPush(OtlpSettings settings, OtlpSubject subject, ConfiguredSecrets secrets, TimeProvider time, ILogger logger)
    {
        (_settings, _subject, _time, _logger, _start) = (settings, subject, time, logger, StartOfProcess());
        _defects = new DefectLimiter(time);
        _handler = new OtlpHandler(settings, secrets);
        _client = new OtlpClient(settings, _handler, time);
        _outage = new OtlpOutage("metrics", settings, subject.Metrics, logger, secrets);

        // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES override what is set here.
        ResourceBuilder resource = ResourceBuilder.CreateEmpty()
            .AddService("scriptgrid", serviceVersion: BuildInfo.Version, serviceInstanceId: subject.Instance)
            .AddTelemetrySdk()
            .AddEnvironmentVariableDetector();
        _resource = [.. resource.Build().Attributes.Select(static attribute => KeyValuePair.Create(attribute.Key, attribute.Value.ToString() ?? ""))];
        _traces = new OtlpTraces(settings, resource, _handler, new OtlpOutage("spans", settings, subject.Metrics, logger, secrets));
    }

    /// <summary>Starts to push.</summary>
    public void Start() => _pushing = FollowAsync(_stop.Token);

    /// <summary>Pushes what is left, in bounded time, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _pushing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using (var late = new CancellationTokenSource(LastPush, _time))
        {
            await TurnAsync(late.Token).ConfigureAwait(false);
        }

        await Task.Run(_traces.Dispose).WaitAsync(LastPush * 2, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _client.Dispose();
        _handler.Dispose();
        _stop.Dispose();
    }

    /// <summary>Returns the start of the process. No counter began before it.</summary>
    private static DateTimeOffset StartOfProcess()
    {
        using Process process = Process.GetCurrentProcess();
        return new DateTimeOffset(process.StartTime.ToUniversalTime());
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_settings.Interval, _time);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            await TurnAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Pushes once. Any failure affects only this push.</summary>
    private async Task TurnAsync(CancellationToken cancellationToken)
    {
        try
        {
            _outage.Note(await PushAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped.
        }
        catch (Exception defect)
        {
            _outage.Note($"internal error: {defect.Message}");
            _defects.Tell(_logger, defect, "a push of metrics");
        }
    }

    /// <summary>Sends all requests of a push, unless the receiver takes none, and returns the first problem.</summary>
    private async Task<string?> PushAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<PageFamily> families = await _subject.ReadAsync(cancellationToken).ConfigureAwait(false);
        string? problem = null;
        foreach (ReadOnlyMemory<byte> request in new MetricsRequest(_resource, _start, _time.GetUtcNow()).Write(families))
        {
            OtlpOutcome outcome = await _client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            problem ??= outcome.Problem;
            if (outcome is { Problem: not null, IsOfTheRequest: false })
            {
                break;
            }
        }

        return problem;
    }
}
