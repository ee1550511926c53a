using System.Collections.Immutable;

namespace ScriptGrid.Engine.Results;

/// <summary>The content of a <see cref="RunTrail"/>, slot by slot, the oldest first.</summary>
/// <param name="End">When the last slot ends.</param>
/// <param name="Outcomes">The <see cref="TrailOutcome"/> of each slot.</param>
/// <param name="Durations">The longest duration in each slot, in seconds; meaningless if no run ended in it.</param>
/// <param name="Series">The values that were kept.</param>
internal sealed record TrailReport(
    DateTimeOffset End, ImmutableArray<byte> Outcomes, ImmutableArray<float> Durations, ImmutableArray<TrailSeries> Series);

/// <summary>The values of one series.</summary>
/// <param name="Series">The name of the series, with its own labels.</param>
/// <param name="Points">The last value in each slot; NaN if there is none.</param>
internal readonly record struct TrailSeries(string Series, ImmutableArray<float> Points);
