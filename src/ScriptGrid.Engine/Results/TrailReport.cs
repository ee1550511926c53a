using System.Collections.Immutable;

namespace ScriptGrid.Engine.Results;

/// <summary>What a <see cref="RunTrail"/> holds, slot by slot, the oldest first.</summary>
/// <param name="End">When the last slot ends.</param>
/// <param name="Outcomes">The <see cref="TrailOutcome"/> of each slot.</param>
/// <param name="Durations">The longest duration of each in seconds; of no meaning where no run ended.</param>
/// <param name="Series">The values that were kept.</param>
internal sealed record TrailReport(
    DateTimeOffset End, ImmutableArray<byte> Outcomes, ImmutableArray<float> Durations, ImmutableArray<TrailSeries> Series);

/// <summary>The values of one series.</summary>
/// <param name="Series">The series with its own labels.</param>
/// <param name="Points">The last value of each slot; not a number where there is none.</param>
internal readonly record struct TrailSeries(string Series, ImmutableArray<float> Points);
