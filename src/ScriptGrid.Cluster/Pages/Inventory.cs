using ScriptGrid.Engine.Results;

namespace ScriptGrid.Cluster.Pages;

/// <summary>Finds which of this silo's targets have something to expose.</summary>
internal static class Inventory
{
    /// <summary>
    /// Returns the targets with something to expose. A target that was just taken up has nothing, while its previous holder may still have something.
    /// </summary>
    public static SiloInventory Of(FleetResults results, TimeSpan now)
    {
        int departed = 0;
        var hashes = new List<ulong>(results.Targets.Length);
        for (int i = 0; i < results.Targets.Length; i++)
        {
            if (!results.Targets[i].UpLine.IsEmpty || HasLines(results.ScriptsOf(i), now))
            {
                hashes.Add(results.Slices[i].Hash);
                departed += i < results.Targets.Length - results.Departed ? 0 : 1;
            }
        }

        return new SiloInventory([.. hashes], departed);
    }

    /// <summary>Returns the position of each target in the results, by hash.</summary>
    public static Dictionary<ulong, int> Positions(FleetResults results)
    {
        var positions = new Dictionary<ulong, int>(results.Slices.Length);
        for (int i = 0; i < results.Slices.Length; i++)
        {
            positions[results.Slices[i].Hash] = i;
        }

        return positions;
    }

    private static bool HasLines(ReadOnlySpan<ScriptResults> scripts, TimeSpan now)
    {
        foreach (ScriptResults script in scripts)
        {
            if (script.HasLines(now))
            {
                return true;
            }
        }

        return false;
    }
}
