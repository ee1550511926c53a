using System.Collections.Immutable;
using ScriptGrid.Cluster.Pages;
using ScriptGrid.Cluster.Rollups;
using ScriptGrid.Cluster.Targets;

namespace ScriptGrid.Benchmarks.Simulation;

/// <summary>The events of a run, as its seed decides: one fault after the other, each followed by a calm period, or many at the same time.</summary>
internal sealed class Scenario
{
    /// <summary>How long, in addition to two intervals, it may take until a target that is new in an edition is collected.</summary>
    public static readonly TimeSpan FirstRun = TimeSpan.FromSeconds(8);

    /// <summary>
    /// What is allowed in addition if the interval is longer than a second, which is the interval of the three-second promise: the first run then comes later
    /// within the start window, and the window begins again if the target moves on before that.
    /// </summary>
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1) + Supervision.Settling;

    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan StormLength = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(75);
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(15);

    private readonly World _world;
    private readonly Random _random;
    private readonly List<Fault> _faults = [];
    private int _editions;
    private int _targets;

    /// <param name="world">The simulated world.</param>
    /// <param name="seed">Decides the events.</param>
    public Scenario(World world, int seed)
    {
        (_world, _random) = (world, new Random(seed));
        int silos = world.Options.IsTour ? world.Options.Silos : _random.Next(2, world.Options.Silos + 1);
        IsStorm = !world.Options.IsTour && _random.Next(3) == 0;
        FleetPlan plan = NextPlan(null);
        for (int i = 0; i < silos; i++)
        {
            SimulatedHost host = AddHost(plan);
            world.Timeline.Schedule(TimeSpan.FromMilliseconds(_random.Next(2000)), null, () => world.Start(host));
        }

        End = world.Options.IsTour ? PlanTour() : IsStorm ? PlanStorm() : PlanCalm();
    }

    /// <summary>Whether many faults happen at the same time.</summary>
    public bool IsStorm { get; }

    /// <summary>When the run ends.</summary>
    public TimeSpan End { get; }

    /// <summary>The faults of the run.</summary>
    public IReadOnlyList<Fault> Faults => _faults;

    /// <summary>Returns how long a target may go without collections, in addition to two intervals, because of the faults in this period.</summary>
    public TimeSpan GapAllowance(TimeSpan from, TimeSpan to) => Sum(from, to, static fault => fault.Gap, static fault => fault.Gap)
        + (_world.Timeline.Now < Settled ? Settled : TimeSpan.Zero)
        + StoreAllowance(from, to)
        + (_world.Options.Interval > TimeSpan.FromSeconds(1) && _faults.Exists(fault => fault.Gap > TimeSpan.Zero && Touches(fault, from, to, fault.Gap)) ? Window : TimeSpan.Zero);

    /// <summary>Returns how long two silos may collect a target, in addition to one interval, because of the faults in this period.</summary>
    public TimeSpan DoubleAllowance(TimeSpan from, TimeSpan to) => Sum(from, to, static fault => fault.Double, static fault => fault.Gap)
        + StoreAllowance(from, to)
        + (Supervision.Settling * Math.Max(_faults.Count(fault => Touches(fault, from, to, fault.Gap)) - 1, 0)); // All silos must agree for this long.

    /// <summary>Checks that all silos agree at the end.</summary>
    public async Task CheckEndAsync()
    {
        Judge judge = _world.Judge;
        judge.CheckGaps();
        SimulatedSilo[] silos = [.. _world.Silos];
        SimulatedSilo[] idle = [.. silos.Where(static silo => !silo.IsServing || !silo.Gate.IsOpen)];
        if (silos.Length == 0 || idle.Length > 0)
        {
            judge.Fail($"in the end {string.Join(", ", idle.AsEnumerable())} of {silos.Length} silos do not collect");
            return;
        }

        CheckEditions(silos);
        CheckHolders(silos);
        await CheckRollupsAsync(silos);
    }

    private TimeSpan Sum(TimeSpan from, TimeSpan to, Func<Fault, TimeSpan> allowance, Func<Fault, TimeSpan> reach)
    {
        TimeSpan sum = TimeSpan.Zero;
        foreach (Fault fault in _faults)
        {
            if (Touches(fault, from, to, reach(fault)))
            {
                sum += allowance(fault);
            }
        }

        return sum;
    }

    /// <summary>
    /// Returns the allowance for an unreachable membership store. Both taking over from a silo that is lost or stops, and learning that a silo is dead, wait
    /// for it.
    /// </summary>
    private TimeSpan StoreAllowance(TimeSpan from, TimeSpan to) =>
        !_faults.Exists(fault => (fault.Gap > TimeSpan.Zero || fault.Kind == FaultKind.Stop) && Touches(fault, from, to, fault.Gap)) ? TimeSpan.Zero : Sum(from, to, static fault => fault.Kind == FaultKind.NoStore ? fault.Length + Aftermath : TimeSpan.Zero, static fault => fault.Length);

    private static bool Touches(Fault fault, TimeSpan from, TimeSpan to, TimeSpan reach) => fault.Start <= to && fault.End + reach + Aftermath >= from;

    private void CheckEditions(SimulatedSilo[] silos)
    {
        foreach (SimulatedSilo silo in silos)
        {
            if (silo.Copy.Current?.Number != silos[0].Copy.Current?.Number || silo.Copy.Current?.Hash != silos[0].Copy.Current?.Hash)
            {
                _world.Judge.Fail($"in the end {silos[0]} is at edition {silos[0].Copy.Current?.Number}, and {silo} at {silo.Copy.Current?.Number}");
            }
        }
    }

    private void CheckHolders(SimulatedSilo[] silos)
    {
        CatalogueTargets catalogue = silos[0].Catalogue;
        var holders = silos.SelectMany(static silo => silo.Holdings.Select(holding => (silo, holding))).ToLookup(static held => held.holding.Target, StringComparer.Ordinal);
        foreach (string target in catalogue.Targets.Select(static target => target.Address.Id))
        {
            (SimulatedSilo Silo, SimulatedHolding Holding)[] held = [.. holders[target]];
            if (held.Length != 1 || held[0].Holding.State != HoldingState.Driven || !held[0].Silo.View.IsMine(held[0].Holding.Hash))
            {
                _world.Judge.Fail($"in the end {target} is held by {string.Join(", ", held.Select(static one => $"{one.Silo} ({one.Holding.State})"))}");
                return;
            }
        }

        ulong[][] pages = PartAssignment.Assign(
            [.. silos.Select(static silo => new SiloInventory([.. silo.Holdings.Select(static holding => holding.Hash)]))],
            target => Array.FindIndex(silos, silo => silo.View.IsMine(target)),
            static _ => true);
        int onPage = pages.Sum(static page => page.Length);
        if (onPage != catalogue.Targets.Length)
        {
            _world.Judge.Fail($"in the end {onPage} of {catalogue.Targets.Length} targets are on the page");
        }
    }

    private async Task CheckRollupsAsync(SimulatedSilo[] silos)
    {
        CatalogueTargets catalogue = silos[0].Catalogue;
        double expected = catalogue.Targets.Sum(static target => FleetPlan.ValueOf(target.Address.Id));
        foreach (SimulatedSilo silo in silos)
        {
            Answer<FleetDigest> answer = await silo.ReadRollupsAsync();
            ScriptDigest? script = answer.Value?.Scripts.FirstOrDefault();
            if (!answer.IsThere || answer.Value is not { IsSettled: true } || script is null || script.Sums[0] != expected || script.Counts[0] != catalogue.Targets.Length)
            {
                _world.Judge.Fail($"in the end the rollups of {silo} are {script?.Sums.FirstOrDefault()} over {script?.Counts.FirstOrDefault()} targets, settled: {answer.Value?.IsSettled}; the targets come to {expected} over {catalogue.Targets.Length}");
                return;
            }
        }
    }

    private SimulatedHost AddHost(FleetPlan plan)
    {
        var host = new SimulatedHost(_world.Hosts.Count) { Plan = plan, Skew = TimeSpan.FromMilliseconds(_random.Next(-2000, 2000)), RestartsAfter = TimeSpan.FromMilliseconds(_random.Next(500, 8000)) };
        _world.Hosts.Add(host);
        return host;
    }

    /// <summary>Returns the next configuration file, in which a tenth of the targets are replaced.</summary>
    private FleetPlan NextPlan(FleetPlan? before)
    {
        int count = _world.Options.Targets;
        ImmutableArray<string> targets = before is null
            ? [.. Enumerable.Range(0, count).Select(FleetPlan.Identity)]
            : [.. before.Targets.RemoveRange(0, count / 10), .. Enumerable.Range(_targets, count / 10).Select(FleetPlan.Identity)];
        _targets += before is null ? count : count / 10;
        return new FleetPlan(targets, _world.Options.Interval, _world.Timeline.GetUtcNow() + TimeSpan.FromSeconds(++_editions));
    }

    private TimeSpan PlanTour()
    {
        FaultKind[] tour = [FaultKind.Kill, FaultKind.Reload, FaultKind.Stop, FaultKind.Join];
        TimeSpan at = Settled + Calm;
        foreach (FaultKind kind in tour)
        {
            Plan(new Fault(kind, at, TimeSpan.Zero));
            at += Calm;
        }

        return at;
    }

    private TimeSpan PlanCalm()
    {
        TimeSpan at = Settled;
        for (int i = 0; i < 3; i++)
        {
            Fault fault = NextFault(at + TimeSpan.FromMilliseconds(_random.Next(5000)));
            Plan(fault);
            at = fault.End + fault.Gap + Calm;
        }

        return at;
    }

    private TimeSpan PlanStorm()
    {
        for (int i = _random.Next(4, 10); i > 0; i--)
        {
            Plan(NextFault(Settled + (StormLength * _random.NextDouble())));
        }

        return _faults.Max(static fault => fault.End) + Quiet;
    }

    private Fault NextFault(TimeSpan start)
    {
        FaultKind[] kinds = Enum.GetValues<FaultKind>();
        FaultKind kind = kinds[_random.Next(kinds.Length)];
        bool lasts = kind is FaultKind.Stall or FaultKind.Vanish or FaultKind.CutOff or FaultKind.Isolate or FaultKind.Reject or FaultKind.NoStore or FaultKind.Slow or FaultKind.Loss;
        return new Fault(kind, start, lasts ? TimeSpan.FromSeconds(Math.Pow(80, _random.NextDouble()) * 0.5) : TimeSpan.Zero);
    }

    private void Plan(Fault fault)
    {
        _faults.Add(fault);
        int luck = _random.Next();
        _world.Timeline.Schedule(fault.Start, null, () =>
        {
            SimulatedHost[] up = [.. _world.Hosts.Where(static host => host.Process is { IsServing: true } && host is { IsVanished: false, Group: 0, Rejected: null })];
            _world.Trace($"-- {fault.Kind}{(fault.Length > TimeSpan.Zero ? FormattableString.Invariant($" for {fault.Length.TotalSeconds:F1} s") : "")}");
            if (up.Length > 0)
            {
                SimulatedHost host = up[luck % up.Length];
                Begin(fault, host, up[(luck + 1) % up.Length], up.Length);
                _world.Timeline.Schedule(fault.Length, null, () => Cease(fault, host));
            }
        });
    }

    private void Begin(Fault fault, SimulatedHost host, SimulatedHost other, int up)
    {
        SimulatedSilo silo = host.Process!;
        bool isLast = up < 2;
        switch (fault.Kind)
        {
            case FaultKind.Kill when !isLast:
                silo.End("killed");
                break;
            case FaultKind.KillTwo when up > 3:
                silo.End("killed");
                other.Process!.End("killed");
                break;
            case FaultKind.Stop when !isLast:
                silo.Start(silo.StopAsync);
                break;
            case FaultKind.KillStopping when !isLast:
                silo.Start(silo.StopAsync);
                _world.Timeline.Schedule(TimeSpan.FromMilliseconds(3), null, () => silo.End("killed"));
                break;
            case FaultKind.Stall:
                silo.Freeze();
                _world.Timeline.Schedule(fault.Length, null, silo.Thaw);
                break;
            case FaultKind.Vanish when !isLast:
                host.IsVanished = true;
                break;
            case FaultKind.CutOff when !isLast:
                host.Group = host.Index + 1;
                break;
            case FaultKind.Isolate when !isLast:
                (host.Group, host.ReachesStore) = (host.Index + 1, false);
                break;
            case FaultKind.Reject when !isLast:
                host.Rejected = other;
                break;
            case FaultKind.NoStore:
                _world.Network.StoreAway++;
                break;
            case FaultKind.Join:
                _world.Start(AddHost(host.Plan!));
                break;
            case FaultKind.Reload:
                Reload(host);
                break;
            case FaultKind.ReloadTwice:
                Reload(host);
                _world.Timeline.Schedule(TimeSpan.FromMilliseconds(4), null, () => Reload(other));
                break;
            case FaultKind.Slow:
                _world.Network.Slow++;
                break;
            case FaultKind.Loss:
                _world.Network.Lossy++;
                break;
        }
    }

    private void Cease(Fault fault, SimulatedHost host)
    {
        if (fault.Length == TimeSpan.Zero)
        {
            return;
        }

        _world.Trace($"-- {fault.Kind} is over");
        switch (fault.Kind)
        {
            case FaultKind.NoStore:
                _world.Network.StoreAway--;
                break;
            case FaultKind.Slow:
                _world.Network.Slow--;
                break;
            case FaultKind.Loss:
                _world.Network.Lossy--;
                break;
            default:
                (host.IsVanished, host.Group, host.ReachesStore, host.Rejected) = (false, 0, true, null);
                if (host.Process is null)
                {
                    _world.Start(host);
                }

                break;
        }
    }

    /// <summary>Puts a new file on every host, and has one silo reload it.</summary>
    private void Reload(SimulatedHost host)
    {
        FleetPlan plan = NextPlan(host.Plan);
        _world.Hosts.ForEach(one => one.Plan = plan);
        if (host.Process is { IsServing: true } silo)
        {
            silo.Start(async () =>
            {
                bool isDone = await silo.ReloadAsync();
                _world.Trace($"the reload through {silo} {(isDone ? "is done" : "failed")}");
            });
        }
    }
}
