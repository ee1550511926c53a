using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using ScriptGrid.Engine.Configuration.Access;
using ScriptGrid.Engine.Files;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>
/// All that a process runs from: flags, environment and file merged, scripts read, defaults resolved, nothing left to be checked.
/// A reload makes a new one.
/// </summary>
public sealed record ScriptGridConfiguration
{
    /// <summary>The global interval: for scripts without one of their own, and for the PING of an idle target.</summary>
    public TimeSpan Interval { get; init; } = Defaults.Interval;

    /// <summary>The global timeout: for connecting, and for scripts without one of their own.</summary>
    public TimeSpan Timeout { get; init; } = Defaults.Timeout;

    /// <summary>How long a connection is kept before its host's name is looked up again; it is opened anew where the name leads elsewhere.</summary>
    public TimeSpan MaxConnectionAge { get; init; } = Defaults.MaxConnectionAge;

    /// <summary>Every script, in configured order.</summary>
    public ImmutableArray<ScriptSpec> Scripts { get; init; } = [];

    /// <summary>Shipped collectors for which a request to <c>/scrape</c> may name keys, as they run where a target has none of them. Read at start.</summary>
    internal ImmutableArray<ScriptSpec> AskableCollectors { get; init; } = [];

    /// <summary>Every target of this process's shard, in configured order; those that sources found among them, once they have.</summary>
    public ImmutableArray<TargetSpec> Targets { get; init; } = [];

    /// <summary>The groups of these targets, each with what finds more of them.</summary>
    internal ImmutableArray<TargetGroup> Groups { get; init; } = [];

    /// <summary>Which part of the targets is this process's.</summary>
    internal Shard Shard { get; init; } = Shard.Whole;

    /// <summary>Name of the label that holds the target's identity.</summary>
    public string TargetLabel { get; init; } = Defaults.TargetLabel;

    /// <summary>Name of the label that holds the target's role, on each of its series; null adds none.</summary>
    public string? RoleLabel { get; init; }

    /// <summary>Prefix of the metrics about targets.</summary>
    public string Namespace { get; init; } = Defaults.Namespace;

    /// <summary>The most series about targets on a page; what does not fit of those that scripts give is left off. Null is no limit.</summary>
    public int? MaxPageSeries { get; init; }

    /// <summary>Judge replies, and name series, as oliver006/redis_exporter does.</summary>
    public bool RedisExporterCompatible { get; init; }

    /// <summary>What the HTTP server does.</summary>
    public WebSettings Web { get; init; } = new();

    /// <summary>What <c>/scrape</c> may collect beside <see cref="Targets"/>.</summary>
    internal ScrapeTargets ScrapeTargets { get; init; } = new();

    /// <summary>What is logged, and how.</summary>
    public LogSettings Log { get; init; } = new();

    /// <summary>Where the process pushes what it tells of itself; null pushes nothing.</summary>
    public OtlpSettings? Otlp { get; init; }

    /// <summary>What a silo needs to know of its cluster.</summary>
    public ClusterSettings Cluster { get; init; } = new();

    /// <summary>When the newest of the configuration file and the scripts was last written; null where no file was read.</summary>
    public DateTimeOffset? WrittenAt { get; init; }

    /// <summary>All of it for people to see; null where it was not loaded from anywhere.</summary>
    internal ShownConfiguration? Shown { get; init; }

    /// <summary>What is legal but worth a warning at start and reload, each with its place.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];
}

/// <summary>Settings of the HTTP server. They are read at start; a reload does not change them.</summary>
public sealed record WebSettings
{
    /// <summary><c>host:port</c> or <c>:port</c> to listen on.</summary>
    public string ListenAddress { get; init; } = ":9121";

    /// <summary>Path of the metrics page, below <see cref="RoutePrefix"/>.</summary>
    public string TelemetryPath { get; init; } = "/metrics";

    /// <summary>The path that every endpoint lives below, without a slash at its end; <c>/</c> for none. Default: the path of <see cref="ExternalUrl"/>.</summary>
    public string RoutePrefix { get; init; } = "/";

    /// <summary>The URL under which people reach the pages, without a slash at its end, as behind a proxy; null where they do not tell.</summary>
    public string? ExternalUrl { get; init; }

    /// <summary>Serve <c>/scrape</c>. Default: yes.</summary>
    public bool Scrape { get; init; } = true;

    /// <summary>Keep the last quarter of an hour of each script and target in memory, for charts. A reload takes it over. Default: yes.</summary>
    public bool History { get; init; } = true;

    /// <summary>Let <c>/scrape</c> collect targets that are not configured, without credentials.</summary>
    public bool ScrapeAnyTarget { get; init; }

    /// <summary>Where an endpoint of this path is reached: below <see cref="RoutePrefix"/>.</summary>
    public string Routed(string path) => RoutePrefix == "/" ? path : RoutePrefix + path;

    /// <summary>Where it is written who may ask for what.</summary>
    internal WebAccessSettings Access { get; init; } = WebAccessSettings.None;

    /// <summary>What is written there.</summary>
    internal WebAccessContent AccessContent { get; init; } = new() { Files = new FollowedFiles() };
}

/// <summary>Settings of the log. They are read at start; a reload does not change them.</summary>
public sealed record LogSettings
{
    /// <summary>The least severe level that is logged.</summary>
    public LogLevel Level { get; init; } = LogLevel.Information;

    /// <summary>One JSON object per line rather than text.</summary>
    public bool Json { get; init; }
}
