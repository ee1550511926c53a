namespace ScriptGrid.Benchmarks.Simulation;

/// <summary>The result of a run.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="Failure">The promise that was broken; null if all were kept.</param>
/// <param name="World">The state of the simulated world at its end.</param>
internal sealed record SimulationResult(int Seed, string? Failure, World World);

/// <summary>Runs simulations.</summary>
internal static class Simulator
{
    private static readonly TimeSpan LastQuestion = TimeSpan.FromSeconds(1);

    /// <summary>Runs one simulation. It stays on one thread, without anything that could switch threads.</summary>
    /// <param name="options">What is simulated.</param>
    /// <param name="seed">Decides the events.</param>
    /// <param name="isTraced">Whether to record the events.</param>
    /// <param name="traced">A target whose collections are recorded too; null for none.</param>
    public static SimulationResult Run(SimulationOptions options, int seed, bool isTraced = false, string? traced = null)
    {
        SynchronizationContext? context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var world = new World(options, seed, isTraced, traced);
            bool HasFailed() => world.Judge.Failure is not null;
            world.Timeline.RunUntil(world.Scenario.End, HasFailed);
            if (!HasFailed())
            {
                Task check = world.Scenario.CheckEndAsync();
                world.Timeline.RunUntil(world.Scenario.End + LastQuestion, () => check.IsCompleted || HasFailed());
                if (!check.IsCompletedSuccessfully)
                {
                    world.Judge.Fail(check.Exception?.ToString() ?? "the last question is not answered");
                }
            }

            return new SimulationResult(seed, world.Judge.Failure, world);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }
}
