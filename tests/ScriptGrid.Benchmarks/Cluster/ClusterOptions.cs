namespace ScriptGrid.Benchmarks.Cluster;

/// <summary>What the user asked to measure.</summary>
/// <param name="Targets">The number of targets of a silo, and of the fleet that is scraped.</param>
/// <param name="Duration">How long each measurement of CPU and memory takes, after its warm-up.</param>
/// <param name="Rounds">How often each page is fetched, in turn.</param>
internal sealed record ClusterOptions(int Targets, TimeSpan Duration, int Rounds)
{
    /// <summary>The interval between two collections of a target, except while pages are scraped.</summary>
    public TimeSpan Interval { get; } = TimeSpan.FromSeconds(1);

    /// <summary>The interval while pages are scraped. It is long compared with the rounds, because collection is not what they measure.</summary>
    public TimeSpan ScrapeInterval { get; } = TimeSpan.FromSeconds(30);

    /// <summary>The warm-up. It is long because a silo has more code to compile before it settles.</summary>
    public TimeSpan WarmUp { get; } = TimeSpan.FromSeconds(20);

    /// <summary>The number of silos of the cluster that is scraped and then loses one.</summary>
    public int Silos { get; } = 3;

    /// <summary>The number of targets of the cluster that loses a silo.</summary>
    public int LossTargets { get; } = 300;
}
