using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Collection;

/// <summary>The collector's metrics about its own work, in the meter <c>ScriptGrid</c>.</summary>
internal sealed class CollectionMeter : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string Name = "ScriptGrid";

    private static readonly double[] DurationBounds =
        [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private static readonly double[] LagBounds = [0.005, 0.01, 0.02, 0.04, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60];

    private static readonly KeyValuePair<string, object?>[] ResultTags =
        [new("result", "failed"), new("result", "values"), new("result", "empty")];

    private static readonly KeyValuePair<string, object?>[] CallTags =
        [new("result", "done"), new("result", "failed"), new("result", "refused")];

    private readonly Meter _meter;
    private readonly Counter<long> _collections;
    private readonly Counter<long> _skipped;
    private readonly Counter<long> _calls;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _lag;

    /// <param name="targets">Every target's results.</param>
    /// <param name="scope">Who exposes them; see <see cref="Meter.Scope"/>.</param>
    public CollectionMeter(Func<ImmutableArray<TargetResults>> targets, object? scope)
    {
        _meter = new Meter(new MeterOptions(Name) { Scope = scope });
        BuildInfo.Register(_meter);
        _collections = _meter.CreateCounter<long>(
            "scriptgrid.collections", null, "Runs of a script on a target that ended, by result.");
        _skipped = _meter.CreateCounter<long>(
            "scriptgrid.slots.missed", null, "Slots in which a script was still waiting for its turn, so that it ran once for both.");
        _skipped.Add(0);
        _calls = _meter.CreateCounter<long>(
            "scriptgrid.calls", null, "Runs and commands that clients asked for, by result; refused ones were not sent.");
        Array.ForEach(CallTags, tag => _calls.Add(0, tag));
        Array.ForEach(ResultTags, tag => _collections.Add(0, tag));
        _duration = _meter.CreateHistogram(
            "scriptgrid.collection.duration", "s", "How long runs of scripts took, connecting included.", null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = DurationBounds });
        _lag = _meter.CreateHistogram(
            "scriptgrid.schedule.lag", "s", "How long after their slot runs started.", null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = LagBounds });
        _meter.CreateObservableGauge(
            "scriptgrid.targets", () => MeasureTargets(targets()), null, "Configured targets, by state.");
    }

    /// <summary>Counts a run that was asked of its target.</summary>
    public void Collected(ScriptResult result, TimeSpan lag, TimeSpan duration)
    {
        _collections.Add(1, ResultTags[(int)result]);
        _lag.Record(lag.TotalSeconds);
        _duration.Record(duration.TotalSeconds);
    }

    /// <summary>Counts a due run that failed without the target being asked, since it would fail the same way.</summary>
    public void FailedUnasked() => _collections.Add(1, ResultTags[(int)ScriptResult.Failed]);

    /// <summary>Counts a call that was answered.</summary>
    public void Called(CallEnd end) => _calls.Add(1, CallTags[(int)end]);

    /// <summary>Counts a slot that came while the script still waited.</summary>
    public void Missed() => _skipped.Add(1);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<int>> MeasureTargets(ImmutableArray<TargetResults> targets)
    {
        int[] counts = new int[Enum.GetValues<TargetState>().Length];
        foreach (TargetResults target in targets)
        {
            counts[(int)target.State]++;
        }

        return counts.Select(static (count, state) => new Measurement<int>(
            count, new KeyValuePair<string, object?>("state", ((TargetState)state).ToString().ToLowerInvariant())));
    }
}
