using Orleans.Concurrency;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Exposition;

namespace ScriptGrid.Cluster.Targets;

/// <summary>
/// The one owner of a target, whose identity is its key. It holds the target's collector and drives it with one timer on the same slots as
/// the standalone engine's wheel; results go straight to this silo's store.
/// </summary>
/// <remarks>Reentrant: what it calls guards itself, and no call shall wait for a slow script.</remarks>
[KeepAlive]
[Reentrant]
[OwnerPlacement]
internal sealed partial class TargetGrain(TargetGrainServices services) : Grain, IOwnedTarget, IGrainMigrationParticipant
{
    private const string StateKey = "sg.collector";

    private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;

    /// <summary>While nothing may be collected the timer asks again after this time.</summary>
    private static readonly TimeSpan ClosedPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Silos learn of a change one after the other; a grain that moved at once might be sent back.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    private IGrainTimer? _timer;
    private Holding? _holding;
    private CollectorState? _state;
    private SiloView? _approved;

    private string Target => this.GetPrimaryKeyString();

    private HeldTargets Held => services.Held;

    /// <summary>The target's collector; null where the catalogue does not have the target.</summary>
    private TargetCollector? Collector => _holding is { IsRetired: false } holding ? holding.Collector : null;

    /// <summary>Takes the target up without asking it anything.</summary>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _timer = this.RegisterGrainTimer(
            static (grain, _) => grain.TickAsync(), this, new GrainTimerCreationOptions(Never, Never) { Interleave = true });
        TakeUp();
        return Task.CompletedTask;
    }

    /// <summary>Hands the target over where the silo stops or the grain moves; else leaves it for the next activation.</summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_holding is not { } holding)
        {
            return;
        }

        bool isStopping = reason.ReasonCode == DeactivationReasonCode.ShuttingDown;
        if (isStopping && services.View.HasOthers)
        {
            MigrateOnIdle(); // Placement names the silo that is next, and the target goes there with its state.
        }

        if (isStopping || reason.ReasonCode == DeactivationReasonCode.Migrating)
        {
            _state = await Held.ReleaseAsync(holding);
            services.Meter.HandedOver();
            return;
        }

        Held.Park(holding);
        services.Wake();
    }

    /// <inheritdoc/>
    public void OnDehydrate(IDehydrationContext dehydrationContext)
    {
        if (_state is not null)
        {
            dehydrationContext.TryAddValue(StateKey, _state.Write());
        }
    }

    /// <inheritdoc/>
    public void OnRehydrate(IRehydrationContext rehydrationContext) =>
        _state = rehydrationContext.TryGetValue(StateKey, out byte[]? bytes) && bytes is not null ? CollectorState.Read(bytes) : null;

    /// <inheritdoc/>
    public async Task<SiloAddress?> EnsureAsync(long edition)
    {
        if (Held.Catalogue.Edition < edition)
        {
            await services.Catalogue.SyncAsync();
        }

        if (Collector is null)
        {
            TakeUp();
        }

        if (Collector is null)
        {
            DeactivateOnIdle();
            return null;
        }

        MoveIfMisplaced();
        return services.View.Self;
    }

    /// <inheritdoc/>
    public async Task<ScrapeAnswer> ScrapeAsync(ScrapeQuestion question, CancellationToken cancellationToken)
    {
        if (Collector is not { } collector)
        {
            DeactivateOnIdle();
            return new ScrapeAnswer((int)ScrapeStatus.UnknownTarget, $"{Target} is not a configured target", []);
        }

        ExpositionFormat format = question.IsOpenMetrics ? ExpositionFormat.OpenMetrics : ExpositionFormat.Text;
        ScrapeResult result = await CollectorSet.ScrapeAsync(
            collector, new ScrapeRequest(Target, question.Script, question.Timeout, format), cancellationToken);
        return new ScrapeAnswer((int)result.Status, result.Message, result.Page.ToArray());
    }

    private void TakeUp()
    {
        IGrainTimer timer = _timer!;
        _holding = Held.Take(Target, _state, wait => timer.Change(wait, Never));
        _state = null;
    }

    private Task TickAsync()
    {
        if (!services.Gate.IsOpen)
        {
            _timer!.Change(ClosedPause, Never);
        }
        else if (Collector is null)
        {
            DeactivateOnIdle();
        }
        else
        {
            // A target that is to move is collected until it has moved: nobody else has it, and moving may take several attempts.
            MoveIfMisplaced();
            _holding!.Agenda.Turn();
        }

        return Task.CompletedTask;
    }

    /// <summary>A look at the membership costs a comparison, unless it has changed.</summary>
    private void MoveIfMisplaced()
    {
        ClusterView view = services.View;
        SiloView current = view.Current;
        if (ReferenceEquals(current, _approved))
        {
            return;
        }

        if (current.IsMine(_holding!.Hash))
        {
            _approved = current;
        }
        else if (view.Age >= Settling)
        {
            MigrateOnIdle();
        }
    }
}
