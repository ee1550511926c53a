using System.Buffers;
using System.IO.Pipelines;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Otlp;

/// <summary>The data to push.</summary>
/// <param name="Metrics">The process's own metrics.</param>
/// <param name="Fleet">The engine, which provides the rollups.</param>
/// <param name="TellsFleet">Whether this process has to push the rollups now.</param>
/// <param name="Instance">What distinguishes the process from others of the same service.</param>
internal sealed record OtlpSubject(OwnMetrics Metrics, IFleet Fleet, Func<bool> TellsFleet, string Instance)
{
    private static readonly MetricsSelection Rollups = new(MetricsScope.Rollups, Shard.Whole);

    /// <summary>Returns the current families, parsed from the pages that show them.</summary>
    public async Task<IReadOnlyList<PageFamily>> ReadAsync(CancellationToken cancellationToken)
    {
        var own = new ArrayBufferWriter<byte>();
        await Metrics.WriteAsync(own, ExpositionFormat.Text, cancellationToken).ConfigureAwait(false);
        IEnumerable<PageFamily> families = PageFamily.Read(own.WrittenSpan).Where(IsOwn);
        return TellsFleet() ? [.. families, .. await ReadFleetAsync(cancellationToken).ConfigureAwait(false)] : [.. families];
    }

    /// <summary>Whether the metrics are ScriptGrid's own. Those of .NET and Orleans have exporters of their own.</summary>
    public static bool IsOwn(PageFamily family) =>
        family.Name.StartsWith("scriptgrid_", StringComparison.Ordinal) || family.Name.StartsWith("process_", StringComparison.Ordinal);

    private async Task<IReadOnlyList<PageFamily>> ReadFleetAsync(CancellationToken cancellationToken)
    {
        using var page = new MemoryStream();
        PipeWriter output = PipeWriter.Create(page, new StreamPipeWriterOptions(leaveOpen: true));
        await Fleet.WriteMetricsAsync(output, ExpositionFormat.Text, Rollups, cancellationToken).ConfigureAwait(false);
        await output.CompleteAsync().ConfigureAwait(false);
        return PageFamily.Read(page.GetBuffer().AsSpan(0, (int)page.Length));
    }
}
