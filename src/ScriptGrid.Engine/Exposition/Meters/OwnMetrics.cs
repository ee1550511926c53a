using System.Buffers;
using Prometheus;
using TextFormat = Prometheus.ExpositionFormat;

namespace ScriptGrid.Engine.Exposition.Meters;

/// <summary>
/// The metrics of one host about itself. It has its own registry of prometheus-net, so that two hosts in one process do not count each other's
/// work.
/// </summary>
internal sealed class OwnMetrics : IDisposable
{
    private readonly CollectorRegistry _registry = Metrics.NewCustomRegistry();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly MemoryStream _page = new();

    /// <summary>Creates an empty registry.</summary>
    public OwnMetrics()
    {
        Factory = Metrics.WithCustomRegistry(_registry);
        Factory.ExemplarBehavior = ExemplarBehavior.NoExemplars();
    }

    /// <summary>Creates counters, gauges and histograms. If one of that name exists, returns it.</summary>
    public MetricFactory Factory { get; }

    /// <summary>What prometheus-net writes at the end of a page in OpenMetrics.</summary>
    private static ReadOnlySpan<byte> EndMark => "# EOF\n"u8;

    /// <summary>Adds a callback that runs before each page, and never twice at once. It sets metrics that are read instead of counted.</summary>
    public void BeforePage(Action update) => _registry.AddBeforeCollectCallback(update);

    /// <summary>Appends every family, without the end mark of a page. Writes one page at a time; other callers wait.</summary>
    public async ValueTask WriteAsync(IBufferWriter<byte> output, ExpositionFormat format, CancellationToken cancellationToken)
    {
        bool isOpenMetrics = format == ExpositionFormat.OpenMetrics;
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _page.SetLength(0);
            await _registry
                .CollectAndExportAsTextAsync(_page, isOpenMetrics ? TextFormat.OpenMetricsText : TextFormat.PrometheusText, cancellationToken)
                .ConfigureAwait(false);
            ReadOnlySpan<byte> page = _page.GetBuffer().AsSpan(0, (int)_page.Length);
            if (isOpenMetrics)
            {
                output.Write(page[..^EndMark.Length]);
            }
            else
            {
                BucketBounds.Write(output, page);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _turn.Dispose();
        _page.Dispose();
    }
}
