using System.Collections.Immutable;
using System.IO.Pipelines;
using ScriptGrid.Cluster.Targets;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Queries;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Cluster.Pages;

/// <summary>The fleet as this silo's HTTP endpoints see it: its own targets, and those of the other silos.</summary>
internal sealed class SiloFleet(
    HeldTargets held, MetricsPages pages, FleetTargets targets, SiloRoster silos, SiloReadiness readiness, IGrainFactory grains) : IFleet
{
    /// <inheritdoc/>
    public string? NotReady => readiness.Problem;

    /// <inheritdoc/>
    public ScriptGridConfiguration Configuration => held.Configuration;

    /// <inheritdoc/>
    public ValueTask WriteMetricsAsync(
        PipeWriter output, ExpositionFormat format, MetricsSelection selection, CancellationToken cancellationToken) =>
        pages.WriteAsync(output, format, selection, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<TargetStatus> ListTargetsAsync(FleetGaps gaps, CancellationToken cancellationToken) => targets.ListAsync(gaps, cancellationToken);

    /// <inheritdoc/>
    public Task<TargetIndex> IndexAsync(TargetQuery query, FleetGaps gaps, CancellationToken cancellationToken) => targets.IndexAsync(query, gaps);

    /// <inheritdoc/>
    public IAsyncEnumerable<TargetStatus> DescribeAsync(IReadOnlyList<string> wanted, FleetGaps gaps, CancellationToken cancellationToken) =>
        targets.DescribeAsync(wanted, gaps, cancellationToken);

    /// <inheritdoc/>
    public Task<ImmutableArray<ScriptTallyPart>> TallyScriptsAsync(string? script, FleetGaps gaps, CancellationToken cancellationToken) =>
        targets.TallyScriptsAsync(script, gaps);

    /// <inheritdoc/>
    public Task<SiloList> ListSilosAsync() => silos.ListAsync();

    /// <inheritdoc/>
    public Task<TargetAnswer> ReportAsync(TargetAddress target, CancellationToken cancellationToken) =>
        held.Catalogue.Edition == 0 ? Task.FromResult(TargetAnswer.Unavailable("the silo has no catalogue yet"))
        : held.Catalogue.Find(target.Id) is null ? Task.FromResult(TargetAnswer.Unknown(target.Id))
        : targets.ReportAsync(target.Id, cancellationToken);

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

        try
        {
            ScrapeAnswer answer = await grains.GetGrain<IOwnedTarget>(uri.Address.Id).ScrapeAsync(
                new ScrapeQuestion(request.Script, request.Timeout, request.Format == ExpositionFormat.OpenMetrics), cancellationToken);
            return new ScrapeResult((ScrapeStatus)answer.Status, answer.Message, answer.Page);
        }
        catch (Exception failure) when (failure is OrleansException or TimeoutException)
        {
            return new ScrapeResult(ScrapeStatus.Unavailable, $"the silo that owns {uri.Address.Id} does not answer: {Brief.Of(failure.Message)}", default);
        }
    }
}
