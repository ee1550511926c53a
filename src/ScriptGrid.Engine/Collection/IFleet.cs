using System.Collections.Immutable;
using System.IO.Pipelines;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Queries;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Collection;

/// <summary>What the HTTP endpoints need of an engine: its results, and runs on demand.</summary>
internal interface IFleet
{
    /// <summary>
    /// Why not to be asked for pages yet, as the end of a sentence in one line; null from when each due script on each target has had its first
    /// result or failure, for as long as the engine plays its part.
    /// </summary>
    string? NotReady { get; }

    /// <summary>
    /// Writes the families about targets that were selected, each contiguous, from lines rendered when they were collected. Flushes as it
    /// goes; writes neither the collector's own families nor the end mark of OpenMetrics.
    /// </summary>
    ValueTask WriteMetricsAsync(PipeWriter output, ExpositionFormat format, MetricsSelection selection, CancellationToken cancellationToken);

    /// <summary>Runs scripts on one target now, joining a run that is under way.</summary>
    Task<ScrapeResult> ScrapeAsync(ScrapeRequest request, CancellationToken cancellationToken);

    /// <summary>How each target fares, from what was collected last: nothing is asked of Redis.</summary>
    IAsyncEnumerable<TargetStatus> ListTargetsAsync(CancellationToken cancellationToken);

    /// <summary>Which targets a query wants, in its order, and what there is to filter by. What a silo holds that does not answer is missing.</summary>
    Task<TargetIndex> IndexAsync(TargetQuery query, CancellationToken cancellationToken);

    /// <summary>How some targets fare, in the order in which they are named. Those that are gone meanwhile are left out.</summary>
    IAsyncEnumerable<TargetStatus> DescribeAsync(IReadOnlyList<string> wanted, CancellationToken cancellationToken);

    /// <summary>The configuration that targets are collected by.</summary>
    ScriptGridConfiguration Configuration { get; }

    /// <summary>How scripts fare over all targets, by name. What a silo holds that does not answer is missing.</summary>
    /// <param name="script">The one that is wanted; null is every one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<ImmutableArray<ScriptTallyPart>> TallyScriptsAsync(string? script, CancellationToken cancellationToken);

    /// <summary>The processes that collect.</summary>
    Task<SiloList> ListSilosAsync();

    /// <summary>All that is known of one target.</summary>
    Task<TargetAnswer> ReportAsync(TargetAddress target, CancellationToken cancellationToken);
}

/// <summary>A collection on demand.</summary>
/// <param name="Target">A target's identity, or a URI of it.</param>
/// <param name="Script">The one script to run; null runs each of the target's scripts that has an interval.</param>
/// <param name="Timeout">How long the answer may take; null leaves the scripts' own timeouts.</param>
/// <param name="Format">How the page is written.</param>
public sealed record ScrapeRequest(string Target, string? Script, TimeSpan? Timeout, ExpositionFormat Format)
{
    /// <summary>Collectors for which the request names keys; they run beside the others, or in place of the target's own. Default: none.</summary>
    public ImmutableArray<AskedCollector> Asked { get; init; } = [];
}

/// <summary>How a collection on demand was answered.</summary>
public enum ScrapeStatus
{
    /// <summary>The target was asked; its page says with what result.</summary>
    Done,

    /// <summary>The request's target cannot be parsed.</summary>
    InvalidTarget,

    /// <summary>The target is not configured, and others may not be collected.</summary>
    UnknownTarget,

    /// <summary>The target has no script of that name.</summary>
    UnknownScript,

    /// <summary>The engine does not know its targets yet.</summary>
    Unavailable,
}

/// <summary>The answer to a <see cref="ScrapeRequest"/>.</summary>
/// <param name="Status">Whether the target was asked.</param>
/// <param name="Message">One line that says why not, without secrets; empty when it was.</param>
/// <param name="Page">The target's metric families, without an end mark; empty when it was not asked.</param>
public sealed record ScrapeResult(ScrapeStatus Status, string Message, ReadOnlyMemory<byte> Page);
