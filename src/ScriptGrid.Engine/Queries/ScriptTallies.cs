using System.Collections.Immutable;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Queries;

/// <summary>Tells by a walk over all targets how scripts fare.</summary>
internal static class ScriptTallies
{
    /// <summary>After so many targets collections have a turn.</summary>
    private const int Stride = 256;

    /// <summary>A tally of each script that runs on any of these targets, in ordinal order of their names.</summary>
    /// <param name="targets">The targets.</param>
    /// <param name="script">The one script that is wanted; null is every one.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
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

    /// <summary>Puts the tallies of several silos together.</summary>
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
