using Orleans.Concurrency;
using ScriptGrid.Client;
using ScriptGrid.Cluster.Calls;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Exposition;

namespace ScriptGrid.Cluster.Targets;

/// <summary>
/// The one owner of a target, whose identity is its key. It holds the target's collector, with the script cache, and keeps it on the silo's wheel while it is
/// active. The wheel then tells the collector what is due, and results go directly to this silo's store.
/// </summary>
/// <remarks>Reentrant, so that no call waits for a slow script. This is safe because everything it calls guards its own state.</remarks>
[KeepAlive]
[Reentrant]
[OwnerPlacement]
internal sealed partial class TargetGrain(TargetGrainServices services) : Grain, IOwnedTarget, IGrainMigrationParticipant
{
    private const string StateKey = "sg.collector";

    /// <summary>How often a grain without its target looks whether to go on waiting for it: longer than the silo takes to learn of a new edition.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private Holding? _holding;
    private CollectorState? _state;

    private string Target => this.GetPrimaryKeyString();

    private HeldTargets Held => services.Held;

    /// <summary>Whether the target may be one that this silo's catalogue does not have yet: it has just joined, or another silo knew the target.</summary>
    private bool IsExpected => Held.Catalogue.Edition == 0 || _state is not null;

    /// <summary>The target's collector; null if the catalogue does not have the target.</summary>
    private TargetCollector? Collector => _holding is { State: not HoldingState.Retired } holding ? holding.Collector : null;

    /// <summary>Takes up the target, without contacting it.</summary>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        TakeUp();
        if (_holding is null && IsExpected)
        {
            AwaitTarget();
        }

        return Task.CompletedTask;
    }

    /// <summary>Hands the target over if the silo stops or the grain moves; otherwise leaves it for the next activation.</summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        bool isStopping = reason.ReasonCode == DeactivationReasonCode.ShuttingDown;
        if (isStopping && services.View.HasOthers && (_holding is not null || _state is not null))
        {
            MigrateOnIdle(); // Placement chooses the next owner, and the target moves there with its state.
        }

        if (_holding is not { } holding)
        {
            return;
        }

        if (isStopping || reason.ReasonCode == DeactivationReasonCode.Migrating)
        {
            _state = await Held.ReleaseAsync(holding, Review);
            if (_state is not null)
            {
                services.Meter.HandedOver();
            }

            return;
        }

        Held.Park(holding, Review);
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

        Review();
        return Collector is null ? null : services.View.Self;
    }

    /// <inheritdoc/>
    public async Task<ScrapeAnswer> ScrapeAsync(ScrapeQuestion question, CancellationToken cancellationToken)
    {
        if (!TryReach(out TargetCollector? collector, out Refusal? refusal))
        {
            ScrapeStatus status = refusal.Status == CallStatus.UnknownTarget ? ScrapeStatus.UnknownTarget : ScrapeStatus.Unavailable;
            return new ScrapeAnswer((int)status, refusal.Message, []);
        }

        ExpositionFormat format = question.IsOpenMetrics ? ExpositionFormat.OpenMetrics : ExpositionFormat.Text;
        ScrapeResult result = await CollectorSet.ScrapeAsync(
            collector, new ScrapeRequest(Target, question.Script, question.Timeout, format), cancellationToken);
        return new ScrapeAnswer((int)result.Status, result.Message, result.Page.ToArray());
    }

    private void TakeUp()
    {
        _holding = Held.Take(Target, _state, Review);
        if (_holding is not null)
        {
            _state = null; // Kept otherwise: a silo that just joined may receive targets before it has the catalogue.
        }
    }

    /// <summary>
    /// Deactivates the grain, without what the target brought along, once two looks in a row have found a catalogue without the target: it was removed while it
    /// was handed over. If it comes back some day, its old results must not.
    /// </summary>
    private void AwaitTarget()
    {
        bool hadCatalogue = false;
        IGrainTimer? timer = null;
        timer = this.RegisterGrainTimer(Look, new GrainTimerCreationOptions(Patience, Patience) { Interleave = true });

        Task Look()
        {
            if (Collector is not null)
            {
                timer!.Dispose();
            }
            else if (hadCatalogue && Held.Catalogue.Find(Target) is null)
            {
                _state = null;
                DeactivateOnIdle();
            }

            hadCatalogue = Held.Catalogue.Edition > 0;
            return Task.CompletedTask;
        }
    }

    /// <summary>Deactivates the grain, unless this silo may still get to know the target: then what the target brought along is kept for it.</summary>
    private void GoUnlessExpected()
    {
        if (!IsExpected)
        {
            DeactivateOnIdle();
        }
    }

    /// <summary>
    /// Deactivates or moves the grain if the target no longer belongs to this silo. The target is collected here until the grain has moved, because no other
    /// silo has it and moving may take several attempts.
    /// </summary>
    private void Review()
    {
        ClusterView view = services.View;
        switch (Supervision.Review(Collector is not null, _holding is { } holding && view.Current.IsMine(holding.Hash), view.Age, Collector?.UntilNextRun ?? default))
        {
            case GrainVerdict.Go:
                GoUnlessExpected();
                break;
            case GrainVerdict.Move:
                MigrateOnIdle();
                break;
        }
    }
}
