using ScriptGrid.Client;

namespace ScriptGrid.ClientSample;

/// <summary>What a service reads of the fleet: a snapshot, the rollups, and snapshots as they come.</summary>
internal static class FleetTour
{
    private const int Watched = 3;

    /// <summary>One after the other.</summary>
    public static async Task ShowAsync(IScriptGridClient grid, string target)
    {
        TargetSnapshot? snapshot = await grid.Target(target).GetSnapshotAsync();
        Console.WriteLine(snapshot is null ? $"{target} is not configured" : $"snapshot: {Describe(snapshot)}");

        FleetState state = await grid.Fleet.GetStateAsync();
        Console.WriteLine($"fleet: {state.Up} of {state.Targets} targets are up, collected by {state.Silos.Length} silos");

        foreach (Rollup rollup in await grid.Fleet.GetRollupsAsync())
        {
            Console.WriteLine($"rollup: {rollup.Script} {rollup.Key} sum {rollup.Sum} max {rollup.Max} over {rollup.Count} targets");
        }

        int seen = 0;
        await foreach (TargetSnapshot newer in grid.Fleet.WatchAsync(new WatchOptions { Targets = [target] }))
        {
            Console.WriteLine($"watch: {Describe(newer)}");
            if (++seen == Watched)
            {
                break;
            }
        }
    }

    private static string Describe(TargetSnapshot snapshot)
    {
        IEnumerable<string> scripts = snapshot.Scripts
            .Where(static script => script.Result != SnapshotResult.None)
            .Select(static script => $"{script.Script} {string.Join(' ', script.Values.Select(static value => $"{value.Key}={value.Value}"))}");
        return $"{snapshot.Target} {snapshot.State} at {snapshot.Owner}: {string.Join("; ", scripts)}";
    }
}
