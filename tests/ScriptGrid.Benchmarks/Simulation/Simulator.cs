namespace ScriptGrid.Benchmarks.Simulation;

/// <summary>What a run came to.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="Failure">The promise that was broken; null where all were kept.</param>
/// <param name="World">What it left.</param>
internal sealed record SimulationResult(int Seed, string? Failure, World World);

/// <summary>Carries simulations out.</summary>
internal static class Simulator
{
    private static readonly TimeSpan LastQuestion = TimeSpan.FromSeconds(1);

    /// <summary>Carries one out. It runs on one thread without anything that could hand it to another.</summary>
    /// <param name="options">What is simulated.</param>
    /// <param name="seed">Decides what happens.</param>
    /// <param name="isTraced">Whether to keep what happened.</param>
    /// <param name="traced">A target whose collections are kept too; null for none.</param>
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
