using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using ScriptGrid.Engine.Configuration.Access;
using ScriptGrid.Engine.Files;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>
/// Everything that a process runs from: flags, environment and file are merged, scripts read, defaults resolved, and all of it is validated. A reload
/// makes a new instance.
/// </summary>
public sealed record ScriptGridConfiguration
{
    /// <summary>The global interval: for scripts without their own, and for the PING of an idle target.</summary>
    public TimeSpan Interval { get; init; } = Defaults.Interval;

    /// <summary>The global timeout: for connecting, and for scripts without their own.</summary>
    public TimeSpan Timeout { get; init; } = Defaults.Timeout;

    /// <summary>
    /// How long a connection is kept before its host name is resolved again. If the name leads elsewhere by then, the connection is reopened.
    /// </summary>
    public TimeSpan MaxConnectionAge { get; init; } = Defaults.MaxConnectionAge;

    /// <summary>Every script, in the order of the configuration.</summary>
    public ImmutableArray<ScriptSpec> Scripts { get; init; } = [];

    /// <summary>
    /// The shipped collectors for which a request to <c>/scrape</c> may name keys, as they run on a target that has none of them. Read at start.
    /// </summary>
    internal ImmutableArray<ScriptSpec> AskableCollectors { get; init; } = [];

    /// <summary>Every target of this process's shard, in the order of the configuration. Includes those that sources have found.</summary>
    public ImmutableArray<TargetSpec> Targets { get; init; } = [];

    /// <summary>The groups of these targets, each with the sources that find more.</summary>
    internal ImmutableArray<TargetGroup> Groups { get; init; } = [];

    /// <summary>The part of the targets that this process collects.</summary>
    internal Shard Shard { get; init; } = Shard.Whole;

    /// <summary>The name of the label that holds the target's identity.</summary>
    public string TargetLabel { get; init; } = Defaults.TargetLabel;

    /// <summary>The name of the label that holds the target's role, on each of its series; null adds none.</summary>
    public string? RoleLabel { get; init; }

    /// <summary>The prefix of the metrics about targets.</summary>
    public string Namespace { get; init; } = Defaults.Namespace;

    /// <summary>The largest number of series about targets on a page; series of scripts beyond it are left out. Null means no limit.</summary>
    public int? MaxPageSeries { get; init; }

    /// <summary>Whether replies are judged, and series named, as oliver006/redis_exporter does.</summary>
    public bool RedisExporterCompatible { get; init; }

    /// <summary>The settings of the HTTP server.</summary>
    public WebSettings Web { get; init; } = new();

    /// <summary>The targets that <c>/scrape</c> may collect in addition to <see cref="Targets"/>.</summary>
    internal ScrapeTargets ScrapeTargets { get; init; } = new();

    /// <summary>The settings of the log.</summary>
    public LogSettings Log { get; init; } = new();

    /// <summary>Where the process pushes its own telemetry; null pushes nothing.</summary>
    public OtlpSettings? Otlp { get; init; }

    /// <summary>The settings of a silo and its cluster.</summary>
    public ClusterSettings Cluster { get; init; } = new();

    /// <summary>When the newest of the configuration file and the scripts was last written; null if no file was read.</summary>
    public DateTimeOffset? WrittenAt { get; init; }

    /// <summary>The whole configuration for display; null if it was not loaded from anywhere.</summary>
    internal ShownConfiguration? Shown { get; init; }

    /// <summary>What is valid but deserves a warning at start and reload, each with its place.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];
}

/// <summary>Settings of the HTTP server. Read at start; a reload does not change them.</summary>
public sealed record WebSettings
{
    /// <summary>The address on which to listen, as <c>host:port</c> or <c>:port</c>.</summary>
    public string ListenAddress { get; init; } = ":9121";

    /// <summary>The path of the metrics page, below <see cref="RoutePrefix"/>.</summary>
    public string TelemetryPath { get; init; } = "/metrics";

    /// <summary>The path below which all endpoints are, without a trailing slash; <c>/</c> for none. Default: the path of <see cref="ExternalUrl"/>.</summary>
    public string RoutePrefix { get; init; } = "/";

    /// <summary>The URL at which people reach the pages, for example behind a proxy, without a trailing slash; null if not configured.</summary>
    public string? ExternalUrl { get; init; }

    /// <summary>Whether <c>/scrape</c> is served. Default: true.</summary>
    public bool Scrape { get; init; } = true;

    /// <summary>Whether the last quarter of an hour of each script on each target is kept in memory, for charts. It survives a reload. Default: true.</summary>
    public bool History { get; init; } = true;

    /// <summary>Whether <c>/scrape</c> may collect targets that are not configured, without credentials.</summary>
    public bool ScrapeAnyTarget { get; init; }

    /// <summary>Returns the path at which an endpoint is reached: below <see cref="RoutePrefix"/>.</summary>
    public string Routed(string path) => RoutePrefix == "/" ? path : RoutePrefix + path;

    /// <summary>The files and settings that define who may do what.</summary>
    internal WebAccessSettings Access { get; init; } = WebAccessSettings.None;

    /// <summary>The content of <see cref="Access"/>.</summary>
    internal WebAccessContent AccessContent { get; init; } = new() { Files = new FollowedFiles() };
}

/// <summary>Settings of the log. Read at start; a reload does not change them.</summary>
public sealed record LogSettings
{
    /// <summary>The least severe level that is logged.</summary>
    public LogLevel Level { get; init; } = LogLevel.Information;

    /// <summary>Whether to write one JSON object per line instead of text.</summary>
    public bool Json { get; init; }
}
