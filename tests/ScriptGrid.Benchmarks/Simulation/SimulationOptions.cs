namespace ScriptGrid.Benchmarks.Simulation;

/// <summary>What is simulated.</summary>
/// <param name="Targets">Targets of the fleet.</param>
/// <param name="Silos">Silos at most; a seed may begin with fewer.</param>
/// <param name="Interval">How often each target is collected.</param>
internal sealed record SimulationOptions(int Targets, int Silos, TimeSpan Interval)
{
    /// <summary>Every silo is there from the start, and one thing happens after the other: a kill, a join, a reload, a stop. For the costs of a large fleet.</summary>
    public bool IsTour { get; init; }
}
