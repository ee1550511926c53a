using System.Text;
using System.Text.Json.Serialization;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Queries;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Http.Api;

/// <summary>Every script.</summary>
/// <param name="Scripts">Each of them, in the order of the configuration.</param>
/// <param name="Missing">What is missing in their numbers; absent where every silo answers.</param>
internal sealed record ScriptsJson(
    IEnumerable<ScriptSummaryJson> Scripts,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] MissingJson? Missing);

/// <summary>A script, and its state over the fleet.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Interval">How often it runs, in seconds; null if it runs only when asked.</param>
/// <param name="Timeout">How long a run may take, in seconds.</param>
/// <param name="On">The role of the servers that it runs on, <c>master</c> or <c>replica</c>; null for any.</param>
/// <param name="Metrics">The metrics that it declares.</param>
/// <param name="Targets">The number of targets that it is for.</param>
/// <param name="Ok">The number of targets on which it last gave values.</param>
/// <param name="Empty">The number of targets on which it last gave none.</param>
/// <param name="Failed">The number of targets on which it last failed.</param>
/// <param name="Skipped">The number of targets on which it does not run, because they have another role.</param>
/// <param name="Pending">The number of targets on which it has not run yet.</param>
/// <param name="ErrorsTotal">The number of runs that failed.</param>
/// <param name="Seconds">How long its last runs took; null if none was sent.</param>
internal record ScriptSummaryJson(
    string Name,
    double? Interval,
    double Timeout,
    string? On,
    IEnumerable<MetricJson> Metrics,
    int Targets,
    int Ok,
    int Empty,
    int Failed,
    int Skipped,
    int Pending,
    long ErrorsTotal,
    SecondsJson? Seconds)
{
    public ScriptSummaryJson(ScriptSpec script, ScriptTallyPart tally)
        : this(
            script.Name,
            script.Interval?.TotalSeconds,
            script.Timeout.TotalSeconds,
            script.On is { } role ? ServerRoles.NameOf(role) : null,
            script.Metrics.Select(static metric => new MetricJson(metric.Type.ToString().ToLowerInvariant(), metric.Name, metric.Labels, metric.Help)),
            tally.Counts.Targets,
            tally.Counts.Ok,
            tally.Counts.Empty,
            tally.Counts.Failed,
            tally.Counts.Skipped,
            tally.Counts.Pending,
            tally.ErrorsTotal,
            SecondsJson.Of(tally))
    {
    }
}

/// <summary>A metric that a script declares.</summary>
/// <param name="Type">Its type: <c>gauge</c>, <c>counter</c>, <c>histogram</c>, <c>summary</c> or <c>info</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Labels">The names of its labels.</param>
/// <param name="Help">What it is.</param>
internal sealed record MetricJson(string Type, string Name, IEnumerable<string> Labels, string Help);

/// <summary>How long the last runs of a script took over the fleet: the median, the 99th percentile, the longest.</summary>
/// <param name="P50">The median, in seconds.</param>
/// <param name="P99">The 99th percentile, in seconds.</param>
/// <param name="Max">The longest, in seconds.</param>
internal sealed record SecondsJson(double P50, double P99, double Max)
{
    /// <summary>Returns the durations; null if no run was sent.</summary>
    public static SecondsJson? Of(ScriptTallyPart tally)
    {
        QuantileSketch sketch = SketchOf(tally);
        return sketch.Count == 0 ? null : new SecondsJson(Math.Min(sketch.Quantile(0.5), tally.MaxSeconds), Math.Min(sketch.Quantile(0.99), tally.MaxSeconds), tally.MaxSeconds);
    }

    public static QuantileSketch SketchOf(ScriptTallyPart tally)
    {
        var sketch = new QuantileSketch();
        foreach ((int bucket, long count) in tally.Durations)
        {
            sketch.Add(bucket, count);
        }

        return sketch;
    }
}

/// <summary>Everything that is known of a script: the members of the list, and more.</summary>
internal sealed record ScriptShownJson : ScriptSummaryJson
{
    private ScriptShownJson(ScriptSpec script, ScriptTallyPart tally)
        : base(script, tally)
    {
    }

    /// <summary>Its Lua text.</summary>
    [JsonPropertyOrder(1)]
    public required string Text { get; init; }

    /// <summary>The path of its file; null if there is none, or another silo has it.</summary>
    [JsonPropertyOrder(2)]
    public required string? File { get; init; }

    /// <summary>What checks find in it.</summary>
    [JsonPropertyOrder(3)]
    public required IEnumerable<ScriptFindingJson> Findings { get; init; }

    /// <summary>Targets that it fails on, by reason.</summary>
    [JsonPropertyOrder(4)]
    public required IReadOnlyDictionary<string, int> Reasons { get; init; }

    /// <summary>The targets on which its last run took longest.</summary>
    [JsonPropertyOrder(5)]
    public required IEnumerable<SlowTargetJson> Slowest { get; init; }

    /// <summary>The first targets that it fails on.</summary>
    [JsonPropertyOrder(6)]
    public required IEnumerable<FailingTargetJson> Failing { get; init; }

    /// <summary>Rollups of what it gave over the fleet.</summary>
    [JsonPropertyOrder(7)]
    public required IEnumerable<ValueJson> Rollups { get; init; }

    /// <summary>How long its last runs took.</summary>
    [JsonPropertyOrder(8)]
    public required DurationsJson Durations { get; init; }

    /// <summary>What is missing in these numbers; absent where every silo answers.</summary>
    [JsonPropertyOrder(9)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public required MissingJson? Missing { get; init; }

    public static ScriptShownJson Of(
        ScriptSpec script, ScriptTallyPart tally, ApiSources sources, IEnumerable<ValueJson> rollups, MissingJson? missing) => new(script, tally)
        {
            Text = sources.Secrets.Mask.Apply(Encoding.UTF8.GetString(script.Body.Span)),
            File = script.Path.Length == 0 ? null : script.Path,
            Findings = sources.Findings(script),
            Reasons = new OrderedDictionary<string, int>(Enum.GetValues<FailureReason>()
                .Where(reason => (int)reason < tally.Reasons.Length && tally.Reasons[(int)reason] > 0)
                .Select(reason => KeyValuePair.Create(Failure.Label(reason), tally.Reasons[(int)reason]))),
            Slowest = tally.Slowest.Select(static slow => new SlowTargetJson(slow.Target, slow.Seconds)),
            Failing = tally.Failing.Select(static failing => new FailingTargetJson(failing.Target, Failure.Label(failing.Reason), failing.Message)),
            Rollups = rollups,
            Durations = DurationsJson.Of(SecondsJson.SketchOf(tally)),
            Missing = missing,
        };
}

/// <summary>A target, and how long a script took there.</summary>
/// <param name="Target">Its identity.</param>
/// <param name="DurationSeconds">How long the last run took.</param>
internal sealed record SlowTargetJson(string Target, double DurationSeconds);

/// <summary>A target that a script fails on, and why.</summary>
/// <param name="Target">Its identity.</param>
/// <param name="Reason">The reason, as in <c>redis_script_errors_total</c>.</param>
/// <param name="Message">The server's own words.</param>
internal sealed record FailingTargetJson(string Target, string Reason, string Message);

/// <summary>The number of runs per duration bucket; the last count is for runs longer than all bounds.</summary>
/// <param name="Bounds">The bounds, in seconds.</param>
/// <param name="Counts">The number of runs up to each bound and above the one before. There is one more than there are bounds.</param>
internal sealed record DurationsJson(IReadOnlyList<double> Bounds, IReadOnlyList<long> Counts)
{
    private static readonly double[] AllBounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    public static DurationsJson Of(QuantileSketch sketch)
    {
        long[] upTo = [.. AllBounds.Select(sketch.CountUpTo), sketch.Count];
        return new DurationsJson(AllBounds, [.. upTo.Select((count, i) => count - (i == 0 ? 0 : upTo[i - 1]))]);
    }
}
