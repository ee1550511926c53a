namespace ScriptGrid.Benchmarks.Soak;

/// <summary>What the user asked to measure.</summary>
/// <param name="Targets">The number of targets that are collected.</param>
/// <param name="Interval">The interval between two collections of a target.</param>
/// <param name="Duration">How long the run lasts.</param>
/// <param name="IsCalm">Whether the fleet is left undisturbed: no faults, no reloads, no killed connections.</param>
internal sealed record SoakOptions(int Targets, TimeSpan Interval, TimeSpan Duration, bool IsCalm)
{
    /// <summary>The time between two readings.</summary>
    public static TimeSpan Step { get; } = TimeSpan.FromMinutes(1);

    /// <summary>The time between two scrapes of the whole page.</summary>
    public static TimeSpan ScrapeInterval { get; } = TimeSpan.FromSeconds(15);
}
