namespace ScriptGrid.Benchmarks.Cluster;

/// <summary>What the user asked to measure.</summary>
/// <param name="Targets">Targets of a silo, and of the fleet that is scraped.</param>
/// <param name="Duration">How long each measurement of CPU and memory takes, after its warm-up.</param>
/// <param name="Rounds">How often each page is fetched, by turns.</param>
internal sealed record ClusterOptions(int Targets, TimeSpan Duration, int Rounds)
{
    /// <summary>Time from one collection of a target to the next, but for the scrapes.</summary>
    public TimeSpan Interval { get; } = TimeSpan.FromSeconds(1);

    /// <summary>Long beside the rounds of scrapes, as collection is not what they measure.</summary>
    public TimeSpan ScrapeInterval { get; } = TimeSpan.FromSeconds(30);

    /// <summary>A silo has more code to compile, and is long at rest only then.</summary>
    public TimeSpan WarmUp { get; } = TimeSpan.FromSeconds(20);

    /// <summary>Silos of the cluster that is scraped and loses one.</summary>
    public int Silos { get; } = 3;

    /// <summary>Targets of the cluster that loses a silo.</summary>
    public int LossTargets { get; } = 300;
}
