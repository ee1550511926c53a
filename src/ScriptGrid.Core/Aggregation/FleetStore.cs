using System.Collections.Immutable;
using ScriptGrid.Discovery;
using ScriptGrid.Scripts;

namespace ScriptGrid.Aggregation;

/// <summary>
/// Every result of the fleet, as scrapes read it: an immutable list, replaced when targets or scripts change. The list is captured
/// for a scrape, each result is read as it is written, so that a slow scraper holds back no memory.
/// </summary>
internal sealed class FleetStore
{
    private FleetResults _current = FleetResults.Empty;

    /// <summary>What is exposed now.</summary>
    public FleetResults Current
    {
        get => Volatile.Read(ref _current);
        set => Volatile.Write(ref _current, value);
    }

    /// <summary>
    /// Lays the results' buffers out in the order of the page. They were made in the order of the first collection, and a scrape that jumps
    /// about in memory takes a tenth longer. Leaves as much garbage as there are results.
    /// </summary>
    public void Arrange()
    {
        foreach (ScriptResults results in Current.Scripts)
        {
            results.Relocate();
        }
    }
}

/// <summary>The results that one scrape walks over, flat and in the order of the page.</summary>
/// <param name="Targets">Those of the targets.</param>
/// <param name="Scripts">Those of each script on each target, target by target.</param>
/// <param name="Rollups">Scripts with rollups.</param>
internal sealed record FleetResults(
    ImmutableArray<TargetResults> Targets, ImmutableArray<ScriptResults> Scripts, ImmutableArray<RollupSource> Rollups)
{
    /// <summary>No targets.</summary>
    public static FleetResults Empty { get; } = new([], [], []);
}

/// <summary>One script whose values are rolled up.</summary>
/// <param name="Script">The script's name.</param>
/// <param name="Aggregate">The rollups that are asked for.</param>
/// <param name="Labels">The configured labels that all the merged series share.</param>
/// <param name="Results">The script's results on each target that runs it.</param>
internal sealed record RollupSource(string Script, Aggregations Aggregate, LabelSet Labels, ImmutableArray<ScriptResults> Results);
