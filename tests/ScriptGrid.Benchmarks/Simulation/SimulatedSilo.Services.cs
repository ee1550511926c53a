using System.Collections.Immutable;
using ScriptGrid.Cluster.Catalogue;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Cluster.Rollups;
using ScriptGrid.Cluster.Targets;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Benchmarks.Simulation;

/// <content>The product's services: the code of each around the types that make the decisions.</content>
internal sealed partial class SimulatedSilo
{
    private const int MaxConcurrency = 64;
    private const int MovesAtOnce = 32;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MovesPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan MovesPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookPeriod = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan WitnessLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(500);

    private readonly HoldingBook<SimulatedHolding> _book = new();
    private OwnedTargets _owned;
    private TaskCompletionSource? _sleep;
    private bool _isWoken;
    private bool _hasJoined;
    private bool _hasChanged = true;

    /// <summary>Its copy of the catalogue.</summary>
    public EditionCopy Copy { get; } = new();

    /// <summary>The targets of the catalogue in use.</summary>
    public CatalogueTargets Catalogue { get; private set; } = CatalogueTargets.Empty;

    /// <summary>How often they are collected.</summary>
    public TimeSpan Interval => World.Options.Interval;

    /// <summary>Whether it may collect.</summary>
    public StallGate Gate { get; }

    /// <summary>The targets that it holds.</summary>
    public IReadOnlyCollection<SimulatedHolding> Holdings => _book.All;

    /// <summary>Holds a target from now on; null if the catalogue does not have it, or it is just being handed over.</summary>
    public SimulatedHolding? Take(string target, CollectorState? state, Action review)
    {
        if (Catalogue.Find(target) is null)
        {
            return null;
        }

        _hasChanged = true;
        return _book.Take(target, review, () => new SimulatedHolding(target, this, state, review));
    }

    /// <summary>Stops holding a target after its handover.</summary>
    public bool Depart(SimulatedHolding holding, Action review)
    {
        _hasChanged = true;
        return _book.TryDepart(holding, review);
    }

    /// <summary>Makes the supervisor look now.</summary>
    public void Wake() => Timeline.Schedule(TimeSpan.Zero, this, () =>
    {
        _isWoken = _sleep is null;
        _sleep?.TrySetResult();
    });

    /// <summary>Looks for a newer edition.</summary>
    public async Task SyncAsync()
    {
        long known = Copy.Known;
        Answer<CatalogueEdition?> answer = await CallAsync(
            CatalogueActivation.GrainKey,
            "catalogue",
            grain => Task.FromResult(Answer<CatalogueEdition?>.Of(((CatalogueActivation)grain).Ledger.NewerThan(known))),
            Patience);
        if (answer.Value is { } newer)
        {
            TakeEdition(newer);
        }
        else if (answer.IsThere && Copy.Current is { } edition)
        {
            await CallAsync(CatalogueActivation.GrainKey, "catalogue", grain =>
            {
                ((CatalogueActivation)grain).Ledger.Offer(edition);
                return Task.FromResult(Answer<bool>.Of(true));
            }, Patience);
        }
    }

    /// <summary>Takes up an edition, unless it is not newer than the one in use.</summary>
    public void TakeEdition(CatalogueEdition edition)
    {
        if (Copy.Begin(edition))
        {
            Catalogue = World.Read(edition);
            foreach (SimulatedHolding holding in _book.All)
            {
                if (Catalogue.Find(holding.Target) is null)
                {
                    holding.TryMove(HoldingEvent.Retire);
                }
            }

            SimulatedHolding[] retired = _book.ForgetRetired();
            Array.ForEach(retired, static holding => holding.Review());
            _hasChanged = true;
            Copy.Accept(edition);
            Copy.Use(edition);
            World.Trace($"{this} takes edition {edition.Number}, {Catalogue.Targets.Length} targets");
            Wake();
        }

        Copy.End();
    }

    /// <summary>Reloads: publishes the host's configuration. Returns whether it was accepted.</summary>
    public async Task<bool> ReloadAsync()
    {
        CatalogueEdition draft = Host.Plan!.Draft;
        Answer<CatalogueEdition> answer = await CallAsync(
            CatalogueActivation.GrainKey, "publish", grain => ((CatalogueActivation)grain).PublishAsync(draft, onlyIfNewer: false), ResponseLimit);
        if (answer.Value is { } edition)
        {
            TakeEdition(edition);
        }

        return answer.IsThere;
    }

    /// <summary>Returns the figures of the fleet.</summary>
    public Task<Answer<FleetDigest>> ReadRollupsAsync() => CallAsync(
        AggregatorActivation.GrainKey, "read rollups", static grain => Task.FromResult(Answer<FleetDigest>.Of(((AggregatorActivation)grain).Read())), Patience);

    private void StartServices()
    {
        Gate.Beat();
        Gate.Open();
        Start(SuperviseAsync);
        Start(WatchForStallsAsync);
        Start(WatchNeighboursAsync);
        Start(WatchRowAsync);
        Start(ReportAsync);
    }

    private async Task SuperviseAsync()
    {
        TimeSpan start = Timeline.Now;
        while (!IsStopping)
        {
            await (_hasJoined ? SyncAsync() : JoinCatalogueAsync());
            if (Timeline.Now - start >= Supervision.JoinPause)
            {
                await SweepAsync();
            }

            TimeSpan period = Supervision.PeriodAfter(ViewAge, _hasJoined);
            if (!_isWoken)
            {
                TaskCompletionSource sleep = _sleep = new TaskCompletionSource();
                Timeline.Schedule(period, this, () => sleep.TrySetResult());
                await sleep.Task;
                _sleep = null;
            }

            _isWoken = false;
        }
    }

    private async Task JoinCatalogueAsync()
    {
        CatalogueEdition draft = Host.Plan!.Draft;
        Answer<CatalogueEdition> newest = await CallAsync(
            CatalogueActivation.GrainKey, "publish", grain => ((CatalogueActivation)grain).PublishAsync(draft, onlyIfNewer: true), Patience);
        if (newest.Value is { } edition)
        {
            _hasJoined = true;
            TakeEdition(edition);
        }
    }

    private async Task SweepAsync()
    {
        SiloView view = View;
        CatalogueTargets catalogue = Catalogue;
        _owned = _owned.Of(catalogue, view);
        string[] wanted = [.. Supervision.Wanted(_owned, view, _book.IsDriven)];
        int next = 0;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(MaxConcurrency, wanted.Length)).Select(async _ =>
        {
            while (next < wanted.Length)
            {
                await EnsureAsync(wanted[next++], catalogue.Edition);
            }
        }));
        await SendAwayAsync(view);
    }

    private async Task EnsureAsync(string target, long edition)
    {
        Answer<SiloAddress?> holder = await CallAsync(target, "ensure", grain => ((TargetActivation)grain).EnsureAsync(edition), Patience);
        if (holder.Value is not null && !holder.Value.Equals(Address) && _book.TryDropParked(target))
        {
            _hasChanged = true;
        }
    }

    private async Task SendAwayAsync(SiloView view)
    {
        if (!Supervision.SendsAway(ViewAge))
        {
            return;
        }

        SimulatedHolding[] misplaced = [.. _book.All.Where(holding => !view.IsMine(holding.Hash))];
        foreach (SimulatedHolding holding in misplaced)
        {
            _hasChanged |= _book.TryDropParked(holding.Target);
        }

        foreach (SimulatedHolding[] wave in misplaced.Where(static holding => holding.State == HoldingState.Driven).Chunk(MovesAtOnce))
        {
            Array.ForEach(wave, static holding => holding.Review());
            TimeSpan start = Timeline.Now;
            do
            {
                await DelayAsync(MovesPause);
            }
            while (Timeline.Now - start < MovesPatience && Array.Exists(wave, static holding => holding.State == HoldingState.Leaving));
        }
    }

    private async Task WatchForStallsAsync()
    {
        bool isClosed = false;
        while (!IsStopping)
        {
            await DelayAsync(LookPeriod);
            if (IsStopping)
            {
                return;
            }

            if (Gate.Beat() is { } pause)
            {
                isClosed = true;
                World.Trace($"{this} stood still for {pause.TotalSeconds:F1} s");
            }

            if (isClosed && await RefreshAsync() && _snapshot.StatusOf(Address) == SiloStatus.Active)
            {
                Gate.Open();
                isClosed = false;
            }
        }
    }

    private async Task WatchNeighboursAsync()
    {
        var watch = new NeighbourWatch(Address, silo => World.Network.LookAsync(this, silo), AskWitnessAsync);
        while (!IsStopping)
        {
            await DelayAsync(LookPeriod);
            if (!Gate.IsOpen)
            {
                watch.Forget();
                continue;
            }

            ImmutableArray<GoneSilo> gone = await watch.LookAsync(View.Silos);
            await Task.WhenAll(gone.Select(GiveUpAsync));
        }
    }

    private async Task<bool?> AskWitnessAsync(SiloAddress witness, SiloAddress suspect)
    {
        Answer<bool> answer = await World.Network.AskAsync(
            this,
            witness,
            "witness",
            async silo => Answer<bool>.Of(silo.View.Silos.Contains(suspect) && await World.Network.LookAsync(silo, suspect) == PortState.Refused),
            WitnessLimit);
        return answer.IsThere ? answer.Value : null;
    }

    private async Task GiveUpAsync(GoneSilo gone)
    {
        if (await RefreshAsync() && _snapshot.StatusOf(gone.Silo) == SiloStatus.Active
            && await World.Network.StoreAsync(this, () => World.Table.Write(gone.Silo, SiloStatus.Dead)))
        {
            World.Trace($"{this} gives {gone.Silo.Endpoint} up");
            Adopt(World.Table.Current);
            Gossip();
        }
    }

    private async Task WatchRowAsync()
    {
        var evidence = new RowEvidence();
        RowState state;
        do
        {
            await DelayAsync(RowWatch.Period);
            state = RowState.Unknown;
            await World.Network.StoreAsync(this, () => state = World.Table.Current.StatusOf(Address) switch
            {
                SiloStatus.None => RowState.Missing,
                SiloStatus.Dead => RowState.Dead,
                _ => RowState.Present,
            });
        }
        while (!evidence.Add(state));

        if (!IsStopping)
        {
            World.Trace($"{this} reads that its row is {state}");
            Gate.Shut();
            await DelayAsync(LastWords);
            End("its row");
        }
    }

    private async Task ReportAsync()
    {
        SiloView? reported = null;
        TimeSpan last = Timeline.Now;
        while (!IsStopping)
        {
            await DelayAsync(DigestReporter.LookPeriod);
            if (DigestReporter.IsDue(_hasChanged || !ReferenceEquals(reported, View), Timeline.Now - last, Interval))
            {
                (last, reported, _hasChanged) = (Timeline.Now, View, false);
                if (View.Silos.Contains(Address))
                {
                    SiloDigest digest = Digest();
                    await CallAsync(AggregatorActivation.GrainKey, "digest", grain =>
                    {
                        ((AggregatorActivation)grain).Report(digest);
                        return Task.FromResult(Answer<bool>.Of(true));
                    }, TimeSpan.FromSeconds(5));
                }
            }
        }
    }

    private SiloDigest Digest()
    {
        var table = new RollupTable();
        int up = 0;
        int unknown = 0;
        foreach (SimulatedHolding holding in _book.All)
        {
            if (DigestReporter.Counts(holding, View))
            {
                table.Add(World.Scope, holding.Values);
                up += holding.State0 == TargetState.Up ? 1 : 0;
                unknown += holding.State0 == TargetState.Unknown ? 1 : 0;
            }
        }

        return new SiloDigest { Silo = Address, Name = Host.Name, Interval = Interval, Up = up, Unknown = unknown, Scripts = Digests.Of(table.Scripts), Metrics = Digests.Of(table.Metrics) };
    }
}
