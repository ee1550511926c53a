using System.Collections.Immutable;
using Prometheus;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Collection;

/// <summary>The collector's metrics about its own work.</summary>
internal sealed class CollectionMeter
{
    private static readonly double[] DurationBounds =
        [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private static readonly double[] LagBounds = [0.005, 0.01, 0.02, 0.04, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60];

    private readonly Counter.Child[] _collections;
    private readonly Counter.Child[] _calls;
    private readonly Gauge.Child[] _targets;
    private readonly Counter.Child _missed;
    private readonly Counter.Child _skipped;
    private readonly Counter _dropped;
    private readonly Histogram.Child _duration;
    private readonly Histogram.Child _lag;

    /// <param name="targets">Returns the results of every target.</param>
    /// <param name="metrics">The metrics page's registry for this process's own metrics.</param>
    /// <param name="time">The clock for averages over recent runs.</param>
    public CollectionMeter(Func<ImmutableArray<TargetResults>> targets, OwnMetrics metrics, TimeProvider time)
    {
        MetricFactory factory = metrics.Factory;
        Counter collections = factory.CreateCounter(
            "scriptgrid_collections_total", "Runs of a script on a target that ended, by result.", "result");
        _collections = [.. Names<ScriptResult>().Select(name => collections.WithLabels(name))];
        Counter calls = factory.CreateCounter(
            "scriptgrid_calls_total", "Runs and commands that clients asked for, by result; refused ones were not sent.", "result");
        _calls = [.. Names<CallEnd>().Select(name => calls.WithLabels(name))];
        _missed = factory.CreateCounter(
            "scriptgrid_slots_missed_total", "Slots in which a script was still waiting for its turn, so that it ran once for both.").WithLabels();
        _skipped = factory.CreateCounter(
            "scriptgrid_runs_skipped_total", "Due runs that were left out since the script does not run on servers of the target's role.", "reason")
            .WithLabels("role");
        _dropped = factory.CreateCounter(
            "scriptgrid_series_dropped_total", "Series that runs gave and pages go without, since there are more than a limit allows.", "filename");
        _duration = Seconds("scriptgrid_collection_duration_seconds", "How long runs of scripts took, connecting included.", DurationBounds);
        _lag = Seconds("scriptgrid_schedule_lag_seconds", "How long after their slot runs started.", LagBounds);
        Lag = new LagWatch(_lag, time);
        Gauge byState = factory.CreateGauge("scriptgrid_targets", "Configured targets, by state.", "state");
        _targets = [.. Names<TargetState>().Select(name => byState.WithLabels(name))];
        metrics.BeforePage(() => CountTargets(targets()));

        Histogram.Child Seconds(string name, string help, double[] bounds) =>
            factory.CreateHistogram(name, help, new HistogramConfiguration { Buckets = bounds }).WithLabels();
    }

    /// <summary>How late runs started.</summary>
    public LagWatch Lag { get; }

    /// <summary>Counts a run for which the target was asked.</summary>
    public void Collected(ScriptResult result, TimeSpan lag, TimeSpan duration)
    {
        _collections[(int)result].Inc();
        _lag.Observe(lag.TotalSeconds);
        _duration.Observe(duration.TotalSeconds);
    }

    /// <summary>Counts a due run that failed without asking the target, because asking would fail in the same way.</summary>
    public void FailedUnasked() => _collections[(int)ScriptResult.Failed].Inc();

    /// <summary>Counts a call that was answered.</summary>
    public void Called(CallEnd end) => _calls[(int)end].Inc();

    /// <summary>Counts a slot that came while the script was still waiting for its turn.</summary>
    public void Missed() => _missed.Inc();

    /// <summary>Counts a due run that was skipped because of the target's role.</summary>
    public void Skipped() => _skipped.Inc();

    /// <summary>Counts series that pages leave out. A call with 0 makes the counter appear with that value.</summary>
    public void Dropped(string script, int series) => _dropped.WithLabels(script).Inc(series);

    private void CountTargets(ImmutableArray<TargetResults> targets)
    {
        int[] counts = new int[_targets.Length];
        foreach (TargetResults target in targets)
        {
            counts[(int)target.State]++;
        }

        for (int state = 0; state < counts.Length; state++)
        {
            _targets[state].Set(counts[state]);
        }
    }

    /// <summary>The names of an enumeration, as label values. The enumeration's numbers start at 0 and have no gaps.</summary>
    private static IEnumerable<string> Names<T>()
        where T : struct, Enum =>
        Enum.GetNames<T>().Select(static name => name.ToLowerInvariant());
}
