namespace ScriptGrid.Benchmarks.Fleet;

/// <summary>What the user asked to measure.</summary>
/// <param name="Targets">The number of targets of the main measurement.</param>
/// <param name="Interval">The interval between two collections of a target.</param>
/// <param name="Duration">How long each measurement takes, after its warm-up.</param>
/// <param name="IsTls">Whether targets use TLS. Then redis-benchmark uses it as well, and redis_exporter is left out.</param>
/// <param name="Compared">Further numbers of targets, to compare the cost per collection.</param>
internal sealed record FleetOptions(int Targets, TimeSpan Interval, TimeSpan Duration, bool IsTls, int[] Compared)
{
    /// <summary>Whether a script with rows of declared metrics is measured as well.</summary>
    public bool HasRows { get; init; }

    /// <summary>The warm-up: long enough for tiered compilation to settle and for the first garbage to be collected.</summary>
    public TimeSpan WarmUp { get; } = TimeSpan.FromSeconds(10);

    /// <summary>The largest number of connections of any measurement.</summary>
    public int MostTargets => Compared.Append(Targets).Max();
}
