using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Http.Api;

/// <summary>What became of a script's runs of late, slot by slot, the oldest first.</summary>
/// <param name="Step">The time of a slot, in seconds.</param>
/// <param name="End">When the last slot ends.</param>
/// <param name="Durations">The longest duration in each, in seconds; null where no run ended.</param>
/// <param name="Results">The worst result in each: <c>ok</c>, <c>empty</c> or <c>failed</c>; null where no run ended.</param>
/// <param name="Values">The values of up to two series.</param>
internal sealed record HistoryJson(double Step, DateTime End, IEnumerable<Half?> Durations, IEnumerable<string?> Results, IEnumerable<TrailSeriesJson> Values)
{
    public static HistoryJson Of(TrailReport trail) => new(
        RunTrail.Step.TotalSeconds,
        trail.End.UtcDateTime,
        trail.Durations.Select((seconds, i) => trail.Outcomes[i] == (byte)TrailOutcome.None ? null : (Half?)seconds),
        trail.Outcomes.Select(static outcome => (TrailOutcome)outcome switch
        {
            TrailOutcome.None => null,
            TrailOutcome.Ok => "ok",
            TrailOutcome.Empty => "empty",
            _ => "failed",
        }),
        trail.Series.Select(static series => new TrailSeriesJson(
            series.Series, series.Points.Select(static point => float.IsFinite(point) ? point : (float?)null))));
}

/// <summary>A series, and its last value in each slot; null where there is none.</summary>
/// <param name="Name">Its name, with labels as pages have them.</param>
/// <param name="Points">Its last value in each slot.</param>
internal sealed record TrailSeriesJson(string Name, IEnumerable<float?> Points);
