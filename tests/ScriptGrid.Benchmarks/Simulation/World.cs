using System.Globalization;
using ScriptGrid.Cluster.Catalogue;
using ScriptGrid.Cluster.Targets;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Benchmarks.Simulation;

/// <summary>Everything in one simulation.</summary>
internal sealed class World
{
    private readonly Dictionary<string, CatalogueTargets> _read = new(StringComparer.Ordinal);
    private readonly List<string>? _trace;
    private readonly string? _traced;
    private int _lineages;

    /// <param name="options">What is simulated.</param>
    /// <param name="seed">Decides the events.</param>
    /// <param name="isTraced">Whether to record the events.</param>
    /// <param name="traced">A target whose collections are recorded too; null for none.</param>
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

    /// <summary>The simulated time.</summary>
    public Timeline Timeline { get; } = new();

    /// <summary>The network between the silos.</summary>
    public Network Network { get; }

    /// <summary>The membership store.</summary>
    public MembershipTable Table { get; } = new();

    /// <summary>Checks the promises.</summary>
    public Judge Judge { get; }

    /// <summary>The events of the run.</summary>
    public Scenario Scenario { get; }

    /// <summary>The scope of the values in rollups.</summary>
    public RollupScope Scope { get; }

    /// <summary>The hosts.</summary>
    public List<SimulatedHost> Hosts { get; } = [];

    /// <summary>The silos that are running.</summary>
    public IEnumerable<SimulatedSilo> Silos => Hosts.Select(static host => host.Process).OfType<SimulatedSilo>();

    /// <summary>The number of targets that moved to another silo with their state.</summary>
    public long HandOvers { get; set; }

    /// <summary>The recorded events; empty if they are not recorded.</summary>
    public IReadOnlyList<string> Happened => _trace ?? [];

    /// <summary>Returns a name for a counter that begins anew.</summary>
    public string NextLineage() => $"counter {++_lineages}";

    /// <summary>Whether collections of this target are recorded.</summary>
    public bool IsTraced(string target) => target == _traced;

    /// <summary>Records an event.</summary>
    public void Trace(FormattableString line) =>
        _trace?.Add(string.Create(CultureInfo.InvariantCulture, $"{Timeline.Now.TotalSeconds,9:F3} s  {FormattableString.Invariant(line)}"));

    /// <summary>Returns the targets of an edition, as the product reads them. All silos share the result.</summary>
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

    /// <summary>Handles the end of a process: the host restarts it later if it is to.</summary>
    public void Ended(SimulatedSilo silo)
    {
        silo.Host.Process = null;
        if (silo.Host.RestartsAfter is { } pause)
        {
            Timeline.Schedule(pause, null, () => Start(silo.Host));
        }
    }
}
