using System.Collections.Immutable;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Queries;

/// <summary>Walks over all targets and sums up the state of each script.</summary>
internal static class ScriptTallies
{
    /// <summary>The walk yields to collections after this many targets.</summary>
    private const int Stride = 256;

    /// <summary>Returns a tally of each script that runs on any of these targets, in ordinal order of the script names.</summary>
    /// <param name="targets">The targets.</param>
    /// <param name="script">The only script to tally; null for all scripts.</param>
    /// <param name="cancellationToken">Cancels the walk.</param>
    public static async Task<ImmutableArray<ScriptTallyPart>> TallyAsync(IEnumerable<TargetStatus> targets, string? script, CancellationToken cancellationToken)
    {
        var tallies = new Dictionary<string, ScriptTally>(StringComparer.Ordinal);
        int seen = 0;
        foreach (TargetStatus target in targets)
        {
            foreach (ScriptStatus status in target.Scripts)
            {
                if (script is null || status.Name == script)
                {
                    Find(tallies, status.Name).Add(target.Target, status);
                }
            }

            if (++seen % Stride == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        }

        return Parts(tallies);
    }

    /// <summary>Combines the tallies of several silos.</summary>
    public static ImmutableArray<ScriptTallyPart> Merge(IEnumerable<ScriptTallyPart> parts)
    {
        var tallies = new Dictionary<string, ScriptTally>(StringComparer.Ordinal);
        foreach (ScriptTallyPart part in parts)
        {
            Find(tallies, part.Script).Add(part);
        }

        return Parts(tallies);
    }

    private static ScriptTally Find(Dictionary<string, ScriptTally> tallies, string script)
    {
        if (!tallies.TryGetValue(script, out ScriptTally? tally))
        {
            tally = new ScriptTally(script);
            tallies.Add(script, tally);
        }

        return tally;
    }

    private static ImmutableArray<ScriptTallyPart> Parts(Dictionary<string, ScriptTally> tallies) =>
        [.. tallies.Values.OrderBy(static tally => tally.Script, StringComparer.Ordinal).Select(static tally => tally.ToPart())];
}
