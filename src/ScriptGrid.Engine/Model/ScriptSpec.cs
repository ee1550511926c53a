using System.Collections.Immutable;

namespace ScriptGrid.Engine.Model;

/// <summary>One script to run: its text, schedule, arguments and limits, with every default resolved.</summary>
public sealed record ScriptSpec
{
    /// <summary>The placeholder in <see cref="Keys"/> for a key whose hash slot the server owns.</summary>
    public const string SlotKey = "{slot}";

    /// <summary>The script's identity and <c>filename</c> label: by default its file's base name.</summary>
    public required string Name { get; init; }

    /// <summary>Full path of the file that the text was read from; empty if there is none.</summary>
    public string Path { get; init; } = "";

    /// <summary>The Lua text as read from its file.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Time from one scheduled start to the next; null runs the script only on demand.</summary>
    public TimeSpan? Interval { get; init; } = Defaults.Interval;

    /// <summary>Whether the script may write and runs only on demand, so that starting it is a change.</summary>
    internal bool WritesOnDemand => Interval is null && ReadOnly == ReadOnlyMode.Off;

    /// <summary>How long a run may take. After that it fails with reason <c>timeout</c>.</summary>
    public TimeSpan Timeout { get; init; } = Defaults.Timeout;

    /// <summary>How long results are exposed after the last attempt finished. Default: three intervals.</summary>
    public TimeSpan Expiry { get; init; } = 3 * Defaults.Interval;

    /// <summary>The role of the servers that the script runs on; null means any role.</summary>
    public ServerRole? On { get; init; }

    /// <summary>Whether the read-only forms of EVAL are used.</summary>
    public ReadOnlyMode ReadOnly { get; init; } = ReadOnlyMode.Prefer;

    /// <summary>KEYS. A key equal to <see cref="SlotKey"/> is replaced with the name of a key in a slot that the server owns.</summary>
    public ImmutableArray<string> Keys { get; init; } = [];

    /// <summary>ARGV.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>Labels added to each of the script's series, over the target's.</summary>
    public LabelSet Labels { get; init; } = LabelSet.Empty;

    /// <summary>The metrics that the script declares under their own names. Ignored if <see cref="RedisExporterCompatible"/> is set.</summary>
    public ImmutableArray<MetricDeclaration> Metrics { get; init; } = [];

    /// <summary>Which rollups over the fleet are exposed for each key and each declared metric.</summary>
    public Aggregations Aggregate { get; init; }

    /// <summary>Labels of targets by which rollups are grouped; if empty, there is one rollup over the fleet.</summary>
    public ImmutableArray<string> AggregateBy { get; init; } = [];

    /// <summary>Which of the script's series are on metrics pages. Default: all.</summary>
    public Exposure Expose { get; init; }

    /// <summary>The largest share of a target's time that the script may take, 0 to 1; null sets no limit.</summary>
    public double? MaxBusy { get; init; }

    /// <summary>Whether to send SCRIPT KILL after a run has timed out. It kills any script that runs on that server at the time.</summary>
    public bool KillOnTimeout { get; init; }

    /// <summary>The largest reply that is read, in bytes. A larger one fails with reason <c>limit</c>.</summary>
    public int MaxReplyBytes { get; init; } = Defaults.MaxReplyBytes;

    /// <summary>The most values that one run may return. More fail with reason <c>limit</c>.</summary>
    public int MaxSeries { get; init; } = Defaults.MaxSeries;

    /// <summary>The most series that the script may have over all targets; the rest are left off the page. Null sets no limit.</summary>
    public int? MaxFleetSeries { get; init; }

    /// <summary>Whether the text is sent with each run, so that scripts that run only once do not fill the server's script cache.</summary>
    public bool IsAdHoc { get; init; }

    /// <summary>
    /// Whether the script runs only on targets of the groups that ask for it. Unlike other scripts, it never runs on a target that is not configured.
    /// </summary>
    public bool IsOfGroup { get; init; }

    /// <summary>Whether to run the script and judge its result exactly as oliver006/redis_exporter does.</summary>
    public bool RedisExporterCompatible { get; init; }
}

/// <summary>Whether scripts run through EVAL_RO and EVALSHA_RO, which refuse writes (Redis 7.0 and later).</summary>
public enum ReadOnlyMode
{
    /// <summary>The read-only form, or the plain form if the server does not know it.</summary>
    Prefer,

    /// <summary>Only the read-only form: an older server gives reason <c>unsupported</c>.</summary>
    Required,

    /// <summary>The plain form: the script may write.</summary>
    Off,
}

/// <summary>Which rollups of a key's values over all targets are exposed.</summary>
[Flags]
public enum Aggregations
{
    /// <summary>No rollup.</summary>
    None = 0,

    /// <summary>The sum.</summary>
    Sum = 1,

    /// <summary>The smallest value.</summary>
    Min = 2,

    /// <summary>The largest value.</summary>
    Max = 4,

    /// <summary>The arithmetic mean.</summary>
    Avg = 8,

    /// <summary>The number of targets that gave a value.</summary>
    Count = 16,

    /// <summary>The median.</summary>
    P50 = 32,

    /// <summary>The 90th percentile.</summary>
    P90 = 64,

    /// <summary>The 99th percentile.</summary>
    P99 = 128,

    /// <summary>The standard deviation, as of a whole population.</summary>
    StdDev = 256,
}

/// <summary>Which of a script's series are on metrics pages.</summary>
public enum Exposure
{
    /// <summary>The series of each target, and rollups.</summary>
    All,

    /// <summary>Only rollups, and the number of targets by the result of the script's last run.</summary>
    Rollups,
}
