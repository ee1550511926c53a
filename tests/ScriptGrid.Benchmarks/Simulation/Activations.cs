using ScriptGrid.Cluster.Catalogue;
using ScriptGrid.Cluster.Rollups;
using ScriptGrid.Cluster.Targets;
using ScriptGrid.Engine.Collection;

namespace ScriptGrid.Benchmarks.Simulation;

/// <summary>An activation of an Orleans grain on a silo.</summary>
internal abstract class Activation(SimulatedSilo silo, string key)
{
    private readonly List<TaskCompletionSource<bool>> _waiting = [];
    private bool? _isReady;

    /// <summary>The grain's key.</summary>
    public string Key => key;

    /// <summary>The silo that it runs on.</summary>
    public SimulatedSilo Silo => silo;

    /// <summary>Whether it no longer takes calls.</summary>
    public bool IsOver { get; set; }

    /// <summary>Waits until it is known whether the activation takes calls, and returns that.</summary>
    public Task<bool> AwaitReadyAsync()
    {
        if (_isReady is { } known)
        {
            return Task.FromResult(known);
        }

        // Each waiter gets its own source: if several waited for one task, all but one would continue on other threads.
        var source = new TaskCompletionSource<bool>();
        _waiting.Add(source);
        return source.Task;
    }

    /// <summary>Begins, because this is the one activation of its grain.</summary>
    public async Task BeginAsync()
    {
        if (Silo.World.IsTraced(Key))
        {
            Silo.World.Trace($"{Silo} activates the grain of {Key}");
        }

        await ActivateAsync();
        Decide(true);
    }

    /// <summary>Ends before it begins, because there is another activation, or none can be registered.</summary>
    public void GiveUp()
    {
        IsOver = true;
        Decide(false);
    }

    /// <summary>Runs the grain's deactivation. If the grain moves, the returned bytes go with it to its next silo.</summary>
    public virtual Task<byte[]?> DeactivateAsync(Parting parting) => Task.FromResult<byte[]?>(null);

    /// <summary>Runs the grain's own activation.</summary>
    protected abstract Task ActivateAsync();

    private void Decide(bool isReady)
    {
        _isReady = isReady;
        foreach (TaskCompletionSource<bool> source in _waiting.ToArray())
        {
            source.SetResult(isReady);
        }
    }
}

/// <summary>Why an activation ends.</summary>
internal enum Parting
{
    /// <summary>The grain has nothing to do.</summary>
    Idle,

    /// <summary>The directory lost the activation.</summary>
    Lost,

    /// <summary>It moves to another silo.</summary>
    Moving,

    /// <summary>Its silo stops.</summary>
    Stopping,
}

/// <summary>A target's grain. It decides with the product's own types.</summary>
internal sealed class TargetActivation(SimulatedSilo silo, string key, byte[]? brought) : Activation(silo, key)
{
    private static readonly TimeSpan RunEnd = TimeSpan.FromMilliseconds(5);

    private SimulatedHolding? _holding;
    private CollectorState? _state = brought is null ? null : CollectorState.Read(brought);
    private bool _isReviewing;
    private Action? _review;

    private Action ReviewAction => _review ??= PostReview;

    private SimulatedHolding? Live => _holding is { State: not HoldingState.Retired } holding ? holding : null;

    /// <summary>Makes sure that the target is collected, and on the right silo.</summary>
    public async Task<Answer<SiloAddress?>> EnsureAsync(long edition)
    {
        if (Silo.Catalogue.Edition < edition)
        {
            await Silo.SyncAsync();
        }

        if (Live is null)
        {
            TakeUp();
        }

        PostReview();
        return Answer<SiloAddress?>.Of(Live is null ? null : Silo.Address);
    }

    /// <inheritdoc/>
    public override async Task<byte[]?> DeactivateAsync(Parting parting)
    {
        if (_holding is not { } holding)
        {
            return null;
        }

        if (parting is Parting.Moving or Parting.Stopping)
        {
            return await ReleaseAsync(holding);
        }

        holding.TryMove(HoldingEvent.Park, ReviewAction);
        Silo.Wake();
        return null;
    }

    /// <inheritdoc/>
    protected override Task ActivateAsync()
    {
        TakeUp();
        return Task.CompletedTask;
    }

    private void TakeUp()
    {
        _holding = Silo.Take(Key, _state, ReviewAction);
        if (_holding is not null)
        {
            _state = null;
        }
    }

    private async Task<byte[]?> ReleaseAsync(SimulatedHolding holding)
    {
        if (!holding.TryMove(HoldingEvent.Leave, ReviewAction))
        {
            return null;
        }

        await Silo.DelayAsync(RunEnd);
        byte[] state = holding.Write();
        return Silo.Depart(holding, ReviewAction) ? state : null;
    }

    /// <summary>Schedules a review in a turn of its own. Callable from anywhere.</summary>
    private void PostReview()
    {
        if (!_isReviewing && !IsOver)
        {
            _isReviewing = true;
            Silo.Timeline.Schedule(TimeSpan.Zero, Silo, Review);
        }
    }

    private void Review()
    {
        _isReviewing = false;
        bool isMine = _holding is { } holding && Silo.View.IsMine(holding.Hash);
        switch (Supervision.Review(Live is not null, isMine, Silo.ViewAge, Live?.UntilNextRun ?? default))
        {
            case GrainVerdict.Go:
                Silo.Start(() => Silo.DeactivateAsync(this, Parting.Idle));
                break;
            case GrainVerdict.Move:
                Silo.Start(() => Silo.DeactivateAsync(this, Parting.Moving));
                break;
        }
    }
}

/// <summary>The catalogue's grain. It uses the product's own ledger.</summary>
internal sealed class CatalogueActivation(SimulatedSilo silo) : Activation(silo, GrainKey)
{
    /// <summary>The key of the only one.</summary>
    public const string GrainKey = "catalogue";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>The state of the grain.</summary>
    public EditionLedger Ledger { get; } = new();

    /// <summary>Publishes a draft.</summary>
    public Task<Answer<CatalogueEdition>> PublishAsync(CatalogueEdition draft, bool onlyIfNewer)
    {
        if (!Silo.Gate.IsOpen)
        {
            return Task.FromResult<Answer<CatalogueEdition>>(default);
        }

        long now = (Silo.Timeline.GetUtcNow() + Silo.Host.Skew).ToUnixTimeMilliseconds();
        if (Ledger.TryPublish(draft, onlyIfNewer, static _ => true, now))
        {
            CatalogueEdition edition = Ledger.Newest!;
            Silo.World.Judge.Published(edition, Silo);
            foreach (SiloAddress silo in Silo.View.Silos)
            {
                Silo.World.Network.Send(Silo, silo, "edition", to => to.TakeEdition(edition));
            }
        }

        return Task.FromResult(Answer<CatalogueEdition>.Of(Ledger.Newest!));
    }

    /// <inheritdoc/>
    protected override async Task ActivateAsync()
    {
        Answer<CatalogueEdition?>[] copies = await Task.WhenAll(Silo.View.Silos.Select(silo => Silo.World.Network.AskAsync(
            Silo, silo, "edition copy", static to => Task.FromResult(Answer<CatalogueEdition?>.Of(to.Copy.Current)), Patience)));
        Ledger.Recover(copies.Select(static copy => copy.Value));
    }
}

/// <summary>The aggregator's grain. It uses the product's own reports.</summary>
internal sealed class AggregatorActivation : Activation
{
    /// <summary>The key of the only one.</summary>
    public const string GrainKey = "aggregator";

    private readonly SiloReports _reports;
    private readonly TimeSpan _start;

    public AggregatorActivation(SimulatedSilo silo)
        : base(silo, GrainKey)
    {
        _reports = new SiloReports(() => silo.Catalogue.Targets.Length);
        _start = silo.Timeline.Now;
    }

    /// <summary>Adds a silo's digest.</summary>
    public void Report(SiloDigest digest) => _reports.Add(digest, Silo.Timeline.Now - _start);

    /// <summary>Returns the figures of the fleet.</summary>
    public FleetDigest Read() => _reports.Merge(Silo.View.Silos, Silo.Timeline.Now - _start, Silo.Timeline.GetUtcNow());

    /// <inheritdoc/>
    protected override Task ActivateAsync() => Task.CompletedTask;
}
