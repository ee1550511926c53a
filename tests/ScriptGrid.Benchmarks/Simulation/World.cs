using System.Globalization;
using ScriptGrid.Cluster.Catalogue;
using ScriptGrid.Cluster.Targets;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Benchmarks.Simulation;

/// <summary>All there is in one simulation.</summary>
internal sealed class World
{
    private readonly Dictionary<string, CatalogueTargets> _read = new(StringComparer.Ordinal);
    private readonly List<string>? _trace;
    private readonly string? _traced;
    private int _lineages;

    /// <param name="options">What is simulated.</param>
    /// <param name="seed">Decides what happens.</param>
    /// <param name="isTraced">Whether to keep what happened.</param>
    /// <param name="traced">A target whose collections are kept too; null for none.</param>
    public World(SimulationOptions options, int seed, bool isTraced = false, string? traced = null)
    {
        Options = options;
        _trace = isTraced ? [] : null;
        _traced = traced;
        Network = new Network(Timeline, TargetHash.Mix((ulong)seed + 1));
        Judge = new Judge(this);
        Scope = new RollupScope(FleetPlan.Configuration([], options.Interval, default).Scripts[0], LabelSet.Empty);
        Scenario = new Scenario(this, seed);
    }

    /// <summary>What is simulated.</summary>
    public SimulationOptions Options { get; }

    /// <summary>Fake time.</summary>
    public Timeline Timeline { get; } = new();

    /// <summary>Messages.</summary>
    public Network Network { get; }

    /// <summary>The membership store.</summary>
    public MembershipTable Table { get; } = new();

    /// <summary>Holds the promises against what happens.</summary>
    public Judge Judge { get; }

    /// <summary>What goes wrong.</summary>
    public Scenario Scenario { get; }

    /// <summary>Where values belong among the rollups.</summary>
    public RollupScope Scope { get; }

    /// <summary>The hosts.</summary>
    public List<SimulatedHost> Hosts { get; } = [];

    /// <summary>The silos that run.</summary>
    public IEnumerable<SimulatedSilo> Silos => Hosts.Select(static host => host.Process).OfType<SimulatedSilo>();

    /// <summary>Targets that went from silo to silo with their state.</summary>
    public long HandOvers { get; set; }

    /// <summary>What happened, if it is kept.</summary>
    public IReadOnlyList<string> Happened => _trace ?? [];

    /// <summary>A name for a counter that begins anew.</summary>
    public string NextLineage() => $"counter {++_lineages}";

    /// <summary>Whether collections of this target are kept.</summary>
    public bool IsTraced(string target) => target == _traced;

    /// <summary>Notes what happens.</summary>
    public void Trace(FormattableString line) =>
        _trace?.Add(string.Create(CultureInfo.InvariantCulture, $"{Timeline.Now.TotalSeconds,9:F3} s  {FormattableString.Invariant(line)}"));

    /// <summary>The targets of an edition, as the product reads it; all silos share what it comes to.</summary>
    public CatalogueTargets Read(CatalogueEdition edition)
    {
        string key = $"{edition.Number}/{edition.Hash}";
        if (!_read.TryGetValue(key, out CatalogueTargets? targets))
        {
            CatalogueContent content = CatalogueReader.Read(edition, out string problem) ?? throw new InvalidOperationException(problem);
            targets = new CatalogueTargets(edition.Number, CatalogueReader.ToConfiguration(content, new ScriptGridConfiguration(), []).Targets);
            _read.Add(key, targets);
        }

        return targets;
    }

    /// <summary>Starts a silo on a host.</summary>
    public void Start(SimulatedHost host)
    {
        if (host.Process is null && !host.IsVanished)
        {
            var silo = new SimulatedSilo(this, host);
            host.Process = silo;
            silo.Start(silo.JoinAsync);
        }
    }

    /// <summary>A process has ended.</summary>
    public void Ended(SimulatedSilo silo)
    {
        silo.Host.Process = null;
        if (silo.Host.RestartsAfter is { } pause)
        {
            Timeline.Schedule(pause, null, () => Start(silo.Host));
        }
    }
}
