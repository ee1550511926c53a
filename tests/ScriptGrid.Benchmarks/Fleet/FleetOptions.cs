namespace ScriptGrid.Benchmarks.Fleet;

/// <summary>What the user asked to measure.</summary>
/// <param name="Targets">Targets of the main measurement.</param>
/// <param name="Interval">Time from one collection of a target to the next.</param>
/// <param name="Duration">How long each measurement takes, after its warm-up.</param>
/// <param name="IsTls">Whether targets speak TLS, and redis-benchmark as well; redis_exporter is left out then.</param>
/// <param name="Compared">Further numbers of targets, whose cost per collection is compared.</param>
internal sealed record FleetOptions(int Targets, TimeSpan Interval, TimeSpan Duration, bool IsTls, int[] Compared)
{
    /// <summary>Whether a script with rows of declared metrics is measured as well.</summary>
    public bool HasRows { get; init; }

    /// <summary>Long enough for tiered compilation to settle and for the first garbage to be collected.</summary>
    public TimeSpan WarmUp { get; } = TimeSpan.FromSeconds(10);

    /// <summary>The most connections that a measurement makes.</summary>
    public int MostTargets => Compared.Append(Targets).Max();
}
