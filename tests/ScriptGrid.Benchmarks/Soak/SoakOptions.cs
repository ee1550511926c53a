namespace ScriptGrid.Benchmarks.Soak;

/// <summary>What the user asked for.</summary>
/// <param name="Targets">How many targets are collected.</param>
/// <param name="Interval">Time from one collection of a target to the next.</param>
/// <param name="Duration">How long it goes on.</param>
/// <param name="IsCalm">Whether the fleet is left alone: no faults, no reloads, no connections killed.</param>
internal sealed record SoakOptions(int Targets, TimeSpan Interval, TimeSpan Duration, bool IsCalm)
{
    /// <summary>How often a figure is taken.</summary>
    public static TimeSpan Step { get; } = TimeSpan.FromMinutes(1);

    /// <summary>How often the whole page is scraped.</summary>
    public static TimeSpan ScrapeInterval { get; } = TimeSpan.FromSeconds(15);
}
