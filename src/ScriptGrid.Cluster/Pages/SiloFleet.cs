using System.IO.Pipelines;
using ScriptGrid.Cluster.Targets;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Cluster.Pages;

/// <summary>The cluster engine, as this silo's endpoints see it: its own targets, and the other silos'.</summary>
internal sealed class SiloFleet(
    HeldTargets held, MetricsPages pages, FleetTargets targets, SiloReadiness readiness, IGrainFactory grains) : IFleet
{
    /// <inheritdoc/>
    public string? NotReady => readiness.Problem;

    /// <inheritdoc/>
    public ValueTask WriteMetricsAsync(
        PipeWriter output, ExpositionFormat format, MetricsSelection selection, CancellationToken cancellationToken) =>
        pages.WriteAsync(output, format, selection, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<TargetStatus> ListTargetsAsync(CancellationToken cancellationToken) => targets.ListAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<ScrapeResult> ScrapeAsync(ScrapeRequest request, CancellationToken cancellationToken)
    {
        if (RedisUri.Parse(request.Target, out string error) is not { } uri)
        {
            return new ScrapeResult(ScrapeStatus.InvalidTarget, error, default);
        }

        if (held.Catalogue.Edition == 0)
        {
            return new ScrapeResult(ScrapeStatus.Unavailable, "the silo has no catalogue yet", default);
        }

        if (held.Catalogue.Find(uri.Address.Id) is not { } target)
        {
            return await held.VisitAsync(uri, request, cancellationToken);
        }

        if (!request.Asked.IsEmpty)
        {
            return await held.VisitAsync(target, request, cancellationToken);
        }

        ScrapeAnswer answer = await grains.GetGrain<IOwnedTarget>(uri.Address.Id).ScrapeAsync(
            new ScrapeQuestion(request.Script, request.Timeout, request.Format == ExpositionFormat.OpenMetrics), cancellationToken);
        return new ScrapeResult((ScrapeStatus)answer.Status, answer.Message, answer.Page);
    }
}
