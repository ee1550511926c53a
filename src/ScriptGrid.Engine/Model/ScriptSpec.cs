using System.Collections.Immutable;

namespace ScriptGrid.Engine.Model;

/// <summary>One script as it is run: its text, schedule, arguments and limits, with every default resolved.</summary>
public sealed record ScriptSpec
{
    /// <summary>What stands in <see cref="Keys"/> for a key whose hash slot the server owns.</summary>
    public const string SlotKey = "{slot}";

    /// <summary>The script's identity and <c>filename</c> label: by default its file's base name.</summary>
    public required string Name { get; init; }

    /// <summary>Full path of the file that the text was read from; empty where there is none.</summary>
    public string Path { get; init; } = "";

    /// <summary>The Lua text as read from its file.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Time from one scheduled start to the next; null runs only on demand.</summary>
    public TimeSpan? Interval { get; init; } = Defaults.Interval;

    /// <summary>How long a run may take before it has failed with reason <c>timeout</c>.</summary>
    public TimeSpan Timeout { get; init; } = Defaults.Timeout;

    /// <summary>How long results are exposed after the last attempt finished. Default: three intervals.</summary>
    public TimeSpan Expiry { get; init; } = 3 * Defaults.Interval;

    /// <summary>The role of the servers that the script runs on; null is any.</summary>
    public ServerRole? On { get; init; }

    /// <summary>Whether the read-only forms of EVAL are used.</summary>
    public ReadOnlyMode ReadOnly { get; init; } = ReadOnlyMode.Prefer;

    /// <summary>KEYS. <see cref="SlotKey"/> among them stands for the name of a key that lives on the server.</summary>
    public ImmutableArray<string> Keys { get; init; } = [];

    /// <summary>ARGV.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>Labels added to each of the script's series, over the target's.</summary>
    public LabelSet Labels { get; init; } = LabelSet.Empty;

    /// <summary>The metrics that it gives under names of their own. Not looked at where <see cref="RedisExporterCompatible"/> holds.</summary>
    public ImmutableArray<MetricDeclaration> Metrics { get; init; } = [];

    /// <summary>Which rollups over the fleet are exposed of each key and of each declared metric.</summary>
    public Aggregations Aggregate { get; init; }

    /// <summary>Labels of targets whose values have rollups of their own; none is one rollup over the fleet.</summary>
    public ImmutableArray<string> AggregateBy { get; init; } = [];

    /// <summary>Which of the script's series metrics pages show. Default: all.</summary>
    public Exposure Expose { get; init; }

    /// <summary>The largest share of a target's time that the script may take, 0 to 1; null is no limit.</summary>
    public double? MaxBusy { get; init; }

    /// <summary>Send SCRIPT KILL once a run has timed out. It kills whatever script runs on that server.</summary>
    public bool KillOnTimeout { get; init; }

    /// <summary>The largest reply that is read, in bytes; a larger one fails with reason <c>limit</c>.</summary>
    public int MaxReplyBytes { get; init; } = Defaults.MaxReplyBytes;

    /// <summary>The most values that one run may give; more fail with reason <c>limit</c>.</summary>
    public int MaxSeries { get; init; } = Defaults.MaxSeries;

    /// <summary>The most series that it may have over all targets; what does not fit is left off the page. Null is no limit.</summary>
    public int? MaxFleetSeries { get; init; }

    /// <summary>Send the text with each run, so that the server's script cache does not fill with scripts that are run once.</summary>
    public bool IsAdHoc { get; init; }

    /// <summary>It runs on the targets of the group that asks for it and, unlike others, on no target that is not configured.</summary>
    public bool IsOfGroup { get; init; }

    /// <summary>Run and judge the script exactly as oliver006/redis_exporter does.</summary>
    public bool RedisExporterCompatible { get; init; }
}

/// <summary>Whether scripts run through EVAL_RO and EVALSHA_RO, which refuse writes (Redis 7.0 and later).</summary>
public enum ReadOnlyMode
{
    /// <summary>The read-only form, and the plain one where the server does not know it.</summary>
    Prefer,

    /// <summary>The read-only form only: an older server gives reason <c>unsupported</c>.</summary>
    Required,

    /// <summary>The plain form: the script may write.</summary>
    Off,
}

/// <summary>Rollups of a key's values over all targets.</summary>
[Flags]
public enum Aggregations
{
    /// <summary>No rollup.</summary>
    None = 0,

    /// <summary>The sum.</summary>
    Sum = 1,

    /// <summary>The smallest.</summary>
    Min = 2,

    /// <summary>The largest.</summary>
    Max = 4,

    /// <summary>The arithmetic mean.</summary>
    Avg = 8,

    /// <summary>The number of targets that gave one.</summary>
    Count = 16,

    /// <summary>The median.</summary>
    P50 = 32,

    /// <summary>The 90th percentile.</summary>
    P90 = 64,

    /// <summary>The 99th percentile.</summary>
    P99 = 128,

    /// <summary>The standard deviation, of a whole population.</summary>
    StdDev = 256,
}

/// <summary>Which of a script's series metrics pages show.</summary>
public enum Exposure
{
    /// <summary>Those of each target, and rollups.</summary>
    All,

    /// <summary>Rollups alone, and how many targets the script fails on.</summary>
    Rollups,
}
