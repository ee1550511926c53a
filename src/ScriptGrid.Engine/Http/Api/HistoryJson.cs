using System.Collections.Immutable;
using System.Globalization;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Http.Api;

/// <summary>The outcomes of a script's recent runs, slot by slot, the oldest first.</summary>
/// <param name="Step">The length of a slot, in seconds.</param>
/// <param name="End">When the last slot ends.</param>
/// <param name="Durations">The longest duration in each slot, in seconds; null if no run ended, or none was sent.</param>
/// <param name="Results">The worst result in each slot: <c>ok</c>, <c>empty</c> or <c>failed</c>; null if no run ended.</param>
/// <param name="Values">The values of up to two series.</param>
internal sealed record HistoryJson(double Step, DateTime End, IEnumerable<Half?> Durations, IEnumerable<string?> Results, IEnumerable<TrailSeriesJson> Values)
{
    /// <param name="trail">The recorded history.</param>
    /// <param name="values">The script's last values.</param>
    public static HistoryJson Of(TrailReport trail, IReadOnlyList<KeyedValue> values) => new(
        RunTrail.Step.TotalSeconds,
        trail.End.UtcDateTime,
        trail.Durations.Select((seconds, i) => HasDuration((TrailOutcome)trail.Outcomes[i], seconds) ? (Half?)seconds : null),
        trail.Outcomes.Select(static outcome => (TrailOutcome)outcome switch
        {
            TrailOutcome.None => null,
            TrailOutcome.Ok => "ok",
            TrailOutcome.Empty => "empty",
            _ => "failed",
        }),
        trail.Series.Select(series => TrailSeriesJson.Of(series, values)));

    /// <summary>Whether a run was sent in the slot. If all runs of a slot failed and their longest duration is zero, none was.</summary>
    private static bool HasDuration(TrailOutcome outcome, float seconds) =>
        outcome != TrailOutcome.None && (outcome != TrailOutcome.Failed || seconds > 0);
}

/// <summary>A series, and its last value in each slot; null if there is none.</summary>
/// <param name="Name">Its name, with labels as on the metrics page.</param>
/// <param name="Points">Its last value in each slot: the newest as the script gave it, older ones with seven digits.</param>
internal sealed record TrailSeriesJson(string Name, IEnumerable<double?> Points)
{
    /// <param name="series">The recorded series.</param>
    /// <param name="values">The script's last values.</param>
    public static TrailSeriesJson Of(TrailSeries series, IReadOnlyList<KeyedValue> values)
    {
        ImmutableArray<float> points = series.Points;
        int newest = points.Length - 1;
        while (newest >= 0 && float.IsNaN(points[newest]))
        {
            newest--;
        }

        // If the last values do not contain the series, its newest point is from an earlier run.
        double last = values.FirstOrDefault(value => value.Key == series.Series).Value;
        bool isLast = newest >= 0 && points[newest] == (float)last;
        return new TrailSeriesJson(series.Series, points.Select((point, i) => isLast && i == newest ? Finite(last) : Finite(Widen(point))));
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    /// <summary>Converts the point to the double with the same decimal digits, without adding digits that are only rounding.</summary>
    private static double Widen(float point) => double.Parse(point.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
