using System.Collections.Immutable;

namespace ScriptGrid.Engine.Results;

/// <summary>The limit on the series of one script over all targets.</summary>
/// <param name="Script">The script's name.</param>
/// <param name="Max">The maximum number of series.</param>
/// <param name="Positions">The positions of its results in <see cref="FleetResults.Scripts"/>, in their order.</param>
internal sealed record ScriptLimit(string Script, long Max, ImmutableArray<int> Positions);

/// <summary>
/// Decides which results' values are left off the page if there are more series than allowed. In the order of the page, each result that does not fit is
/// left out as a whole. So the same results stay from page to page. Series about runs always stay.
/// </summary>
/// <param name="page">The maximum number of series on the page; null sets no limit.</param>
/// <param name="scripts">Scripts with their own limit.</param>
internal sealed class SeriesLimits(long? page, ImmutableArray<ScriptLimit> scripts)
{
    /// <summary>No limits.</summary>
    public static SeriesLimits None { get; } = new(null, []);

    /// <summary>Scripts with their own limit.</summary>
    public ImmutableArray<ScriptLimit> Scripts => scripts;

    /// <summary>The maximum number of series on the page; null sets no limit.</summary>
    public long? Page => page;

    /// <summary>Whether any limit is set.</summary>
    public bool AreSet => page is not null || !scripts.IsEmpty;

    /// <summary>Decides for the current results.</summary>
    /// <returns>How many results each limit leaves out: first the limits of the scripts, and last that of the page.</returns>
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

    /// <summary>Returns how many series the page has room for, in addition to those about runs and targets.</summary>
    private static long RoomOf(long page, ImmutableArray<TargetResults> targets, SeriesCount[] counts) =>
        page - targets.Where(static target => target.IsExposed && !target.UpLine.IsEmpty).Sum(static target => 1L + (target.Certificates?.Count ?? 0)) - counts.Sum(static count => (long)count.Own);
}
