using System.Collections.Immutable;
using System.IO.Pipelines;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Queries;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Collection;

/// <summary>What the HTTP endpoints need from an engine: its results, and runs on demand.</summary>
internal interface IFleet
{
    /// <summary>
    /// Why the engine is not ready to serve pages, as the end of a sentence in one line; null if it is ready. It is ready once every due script has
    /// had its first result or failure on every target, and stays ready for as long as the engine takes part in collection.
    /// </summary>
    string? NotReady { get; }

    /// <summary>
    /// Writes the selected families about targets, each contiguous, from lines that were rendered when they were collected. Flushes while writing.
    /// Writes neither the collector's own families nor the end mark of OpenMetrics.
    /// </summary>
    ValueTask WriteMetricsAsync(PipeWriter output, ExpositionFormat format, MetricsSelection selection, CancellationToken cancellationToken);

    /// <summary>Runs scripts on one target now, joining runs that are under way.</summary>
    Task<ScrapeResult> ScrapeAsync(ScrapeRequest request, CancellationToken cancellationToken);

    /// <summary>Returns the status of each target from what was collected last. Sends nothing to Redis.</summary>
    /// <param name="gaps">Gets the silos that do not answer, whose targets are missing.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    IAsyncEnumerable<TargetStatus> ListTargetsAsync(FleetGaps gaps, CancellationToken cancellationToken);

    /// <summary>Returns the targets that match a query, in its order, and the facets.</summary>
    /// <param name="query">The query.</param>
    /// <param name="gaps">Gets the silos that do not answer, whose targets are missing.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<TargetIndex> IndexAsync(TargetQuery query, FleetGaps gaps, CancellationToken cancellationToken);

    /// <summary>Returns the status of the named targets, in the order in which they are named. Leaves out targets that no longer exist.</summary>
    /// <param name="wanted">The identities of the targets.</param>
    /// <param name="gaps">Gets the silos that do not answer, whose targets are missing.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    IAsyncEnumerable<TargetStatus> DescribeAsync(IReadOnlyList<string> wanted, FleetGaps gaps, CancellationToken cancellationToken);

    /// <summary>The configuration by which targets are collected.</summary>
    ScriptGridConfiguration Configuration { get; }

    /// <summary>Returns the state of scripts over all targets, by script name.</summary>
    /// <param name="script">The only script to report; null for all scripts.</param>
    /// <param name="gaps">Gets the silos that do not answer, whose targets are missing.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<ImmutableArray<ScriptTallyPart>> TallyScriptsAsync(string? script, FleetGaps gaps, CancellationToken cancellationToken);

    /// <summary>The processes that collect.</summary>
    Task<SiloList> ListSilosAsync();

    /// <summary>Returns everything that is known of one target.</summary>
    Task<TargetAnswer> ReportAsync(TargetAddress target, CancellationToken cancellationToken);
}

/// <summary>A request for a collection on demand.</summary>
/// <param name="Target">The target's identity, or a URI that names the target.</param>
/// <param name="Script">The only script to run; null runs each of the target's scripts that has an interval.</param>
/// <param name="Timeout">How long the answer may take; null means only the scripts' own timeouts apply.</param>
/// <param name="Format">The format of the page.</param>
public sealed record ScrapeRequest(string Target, string? Script, TimeSpan? Timeout, ExpositionFormat Format)
{
    /// <summary>
    /// The collectors for which the request names keys. They run in addition to the target's own, or replace those of the same name. Default: none.
    /// </summary>
    public ImmutableArray<AskedCollector> Asked { get; init; } = [];
}

/// <summary>How a request for a collection on demand was answered.</summary>
public enum ScrapeStatus
{
    /// <summary>The target was asked; the page tells the result.</summary>
    Done,

    /// <summary>The target in the request cannot be parsed.</summary>
    InvalidTarget,

    /// <summary>The target is not configured, and only configured targets may be collected.</summary>
    UnknownTarget,

    /// <summary>The target has no script of that name.</summary>
    UnknownScript,

    /// <summary>The target cannot be collected now: the engine does not know its targets yet, or no longer collects this one.</summary>
    Unavailable,
}

/// <summary>The answer to a <see cref="ScrapeRequest"/>.</summary>
/// <param name="Status">Whether the target was asked, and if not, why.</param>
/// <param name="Message">One line that says why the target was not asked, without secrets; empty if it was asked.</param>
/// <param name="Page">The target's metric families, without an end mark; empty if the target was not asked.</param>
public sealed record ScrapeResult(ScrapeStatus Status, string Message, ReadOnlyMemory<byte> Page);
