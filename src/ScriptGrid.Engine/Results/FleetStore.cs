using System.Collections.Immutable;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Results;

/// <summary>
/// All results of the fleet, as scrapes read them: an immutable list that is replaced when targets or scripts change. A scrape captures the list, but reads
/// each result only when it writes it, so a slow scraper keeps no memory alive.
/// </summary>
internal sealed class FleetStore
{
    private FleetResults _current = FleetResults.Empty;

    /// <summary>The results that are exposed now.</summary>
    public FleetResults Current
    {
        get => Volatile.Read(ref _current);
        set => Volatile.Write(ref _current, value);
    }

    /// <summary>
    /// Moves the results' buffers in memory into the order of the page. They were allocated in the order of the first collection, and a scrape that jumps
    /// about in memory takes a tenth longer. Leaves one garbage buffer for each result.
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
/// <param name="Targets">The results of the targets.</param>
/// <param name="Scripts">The results of each script on each target, target by target.</param>
/// <param name="Rollups">The scripts with rollups.</param>
internal sealed record FleetResults(
    ImmutableArray<TargetResults> Targets, ImmutableArray<ScriptResults> Scripts, ImmutableArray<RollupSource> Rollups)
{
    /// <summary>No results.</summary>
    public static FleetResults Empty { get; } = new([], [], []);

    /// <summary>For each of <see cref="Targets"/>, which target it is and which of <see cref="Scripts"/> belong to it.</summary>
    public ImmutableArray<TargetSlice> Slices { get; init; } = [];

    /// <summary>How many of <see cref="Targets"/>, the last ones, are gone to another silo. What is here of them is the last copy.</summary>
    public int Departed { get; init; }

    /// <summary>The limits on the number of series.</summary>
    public SeriesLimits Limits { get; init; } = SeriesLimits.None;

    /// <summary>The targets to count by state: all, if metrics pages show only the rollups of some script; otherwise none.</summary>
    public ImmutableArray<TargetResults> Counted { get; init; } = [];

    /// <summary>Returns what a scrape asks for, in an engine that holds the whole fleet.</summary>
    public FleetResults Of(MetricsSelection selection)
    {
        FleetResults targets = selection.Scope == MetricsScope.Rollups ? Empty
            : selection.Shard.Count == 1 ? this
            : Where(selection.Shard.Contains);
        return selection.IncludesWhole ? targets with { Rollups = Rollups, Counted = Counted } : targets with { Rollups = [], Counted = [] };
    }

    /// <summary>Returns the results of the targets whose hash <paramref name="contains"/> accepts, without rollups.</summary>
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

    /// <summary>Returns these results followed by others. The rollups of the others are left out.</summary>
    public FleetResults With(FleetResults others) => new([.. Targets, .. others.Targets], [.. Scripts, .. others.Scripts], Rollups)
    {
        Counted = Counted,
        Slices = [.. Slices, .. others.Slices.Select(slice => slice with { End = slice.End + Scripts.Length })],
    };

    /// <summary>Returns the results of the scripts of one of <see cref="Targets"/>.</summary>
    public ReadOnlySpan<ScriptResults> ScriptsOf(int target) =>
        Scripts.AsSpan()[(target == 0 ? 0 : Slices[target - 1].End)..Slices[target].End];
}

/// <summary>One target in <see cref="FleetResults"/>.</summary>
/// <param name="Hash">The <see cref="TargetHash"/> of its identity.</param>
/// <param name="End">Where the results of its scripts end. They begin where those of the previous target end.</param>
internal readonly record struct TargetSlice(ulong Hash, int End);
