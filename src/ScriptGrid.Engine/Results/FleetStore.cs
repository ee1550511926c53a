using System.Collections.Immutable;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Results;

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

    /// <summary>Which target each of <see cref="Targets"/> is, and which of <see cref="Scripts"/> are its own.</summary>
    public ImmutableArray<TargetSlice> Slices { get; init; } = [];

    /// <summary>How many of their series pages may have.</summary>
    public SeriesLimits Limits { get; init; } = SeriesLimits.None;

    /// <summary>The targets whose states are counted: all, where metrics pages show rollups alone of a script; else none.</summary>
    public ImmutableArray<TargetResults> Counted { get; init; } = [];

    /// <summary>What a scrape asks for, in an engine that holds the whole fleet.</summary>
    public FleetResults Of(MetricsSelection selection)
    {
        FleetResults targets = selection.Scope == MetricsScope.Rollups ? Empty
            : selection.Shard.Count == 1 ? this
            : Where(selection.Shard.Contains);
        return selection.IncludesWhole ? targets with { Rollups = Rollups, Counted = Counted } : targets with { Rollups = [], Counted = [] };
    }

    /// <summary>Those of the targets whose hash <paramref name="contains"/> accepts, without rollups.</summary>
    public FleetResults Where(Func<ulong, bool> contains)
    {
        ImmutableArray<TargetResults>.Builder targets = ImmutableArray.CreateBuilder<TargetResults>();
        ImmutableArray<ScriptResults>.Builder scripts = ImmutableArray.CreateBuilder<ScriptResults>();
        ImmutableArray<TargetSlice>.Builder slices = ImmutableArray.CreateBuilder<TargetSlice>();
        for (int i = 0; i < Slices.Length; i++)
        {
            if (contains(Slices[i].Hash))
            {
                targets.Add(Targets[i]);
                scripts.AddRange(ScriptsOf(i));
                slices.Add(Slices[i] with { End = scripts.Count });
            }
        }

        return new FleetResults(targets.DrainToImmutable(), scripts.DrainToImmutable(), []) { Slices = slices.DrainToImmutable() };
    }

    /// <summary>These, and behind them others, without their rollups.</summary>
    public FleetResults With(FleetResults others) => new([.. Targets, .. others.Targets], [.. Scripts, .. others.Scripts], Rollups)
    {
        Counted = Counted,
        Slices = [.. Slices, .. others.Slices.Select(slice => slice with { End = slice.End + Scripts.Length })],
    };

    /// <summary>The results of the scripts of one of <see cref="Targets"/>.</summary>
    public ReadOnlySpan<ScriptResults> ScriptsOf(int target) =>
        Scripts.AsSpan()[(target == 0 ? 0 : Slices[target - 1].End)..Slices[target].End];
}

/// <summary>One target among <see cref="FleetResults"/>.</summary>
/// <param name="Hash">The <see cref="TargetHash"/> of its identity.</param>
/// <param name="End">Where the results of its scripts end; they begin where those of the target before end.</param>
internal readonly record struct TargetSlice(ulong Hash, int End);
