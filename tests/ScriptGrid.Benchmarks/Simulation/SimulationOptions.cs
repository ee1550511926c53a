namespace ScriptGrid.Benchmarks.Simulation;

/// <summary>What is simulated.</summary>
/// <param name="Targets">The number of targets of the fleet.</param>
/// <param name="Silos">The largest number of silos; a seed may begin with fewer.</param>
/// <param name="Interval">How often each target is collected.</param>
internal sealed record SimulationOptions(int Targets, int Silos, TimeSpan Interval)
{
    /// <summary>
    /// Whether every silo is there from the start, and one event follows the other: a kill, a reload, a stop, a join. This is for the costs of a large fleet.
    /// </summary>
    public bool IsTour { get; init; }
}
