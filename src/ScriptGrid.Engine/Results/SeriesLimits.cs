using System.Collections.Immutable;

namespace ScriptGrid.Engine.Results;

/// <summary>How many series one script may have over all targets.</summary>
/// <param name="Script">The script's name.</param>
/// <param name="Max">The most series.</param>
/// <param name="Positions">Its results among <see cref="FleetResults.Scripts"/>, in their order.</param>
internal sealed record ScriptLimit(string Script, long Max, ImmutableArray<int> Positions);

/// <summary>
/// Decides which results' values are left off the page, where there are more series than are allowed: in the order of the page those that do not fit
/// any more, each as a whole. So the same stay from page to page, and what tells how the runs fared stays in any case.
/// </summary>
/// <param name="page">The most series on the page; null is no limit.</param>
/// <param name="scripts">Scripts with a limit of their own.</param>
internal sealed class SeriesLimits(long? page, ImmutableArray<ScriptLimit> scripts)
{
    /// <summary>No limits.</summary>
    public static SeriesLimits None { get; } = new(null, []);

    /// <summary>Scripts with a limit of their own.</summary>
    public ImmutableArray<ScriptLimit> Scripts => scripts;

    /// <summary>The most series on the page; null is no limit.</summary>
    public long? Page => page;

    /// <summary>Whether there is any limit.</summary>
    public bool AreSet => page is not null || !scripts.IsEmpty;

    /// <summary>Decides for the results as they are now.</summary>
    /// <returns>How many results each limit leaves out: those of the scripts, and last that of the page.</returns>
    public int[] Apply(FleetResults results, TimeSpan now)
    {
        SeriesCount[] counts = [.. results.Scripts.Select(result => result.Count(now))];
        bool[] isLeftOut = new bool[counts.Length];
        int[] left =
        [
            .. scripts.Select(script => LeaveOut(script.Max, script.Positions, counts, isLeftOut)),
            page is { } most ? LeaveOut(RoomOf(most, results.Targets, counts), Enumerable.Range(0, counts.Length), counts, isLeftOut) : 0,
        ];
        for (int i = 0; i < isLeftOut.Length; i++)
        {
            results.Scripts[i].IsLeftOut = isLeftOut[i];
        }

        return left;
    }

    private static int LeaveOut(long room, IEnumerable<int> positions, SeriesCount[] counts, bool[] isLeftOut)
    {
        int left = 0;
        foreach (int position in positions)
        {
            int given = isLeftOut[position] ? 0 : counts[position].Given;
            if (given > 0 && given > room)
            {
                isLeftOut[position] = true;
                left++;
            }
            else
            {
                room -= given;
            }
        }

        return left;
    }

    /// <summary>What the series about runs and targets leave of the page.</summary>
    private static long RoomOf(long page, ImmutableArray<TargetResults> targets, SeriesCount[] counts) =>
        page - targets.Where(static target => target.IsExposed && !target.UpLine.IsEmpty).Sum(static target => 1L + (target.Certificates?.Count ?? 0)) - counts.Sum(static count => (long)count.Own);
}
