using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ScriptGrid.Cluster.Membership;

/// <summary>Follows the membership of the cluster, and provides its current state.</summary>
internal sealed class ClusterView(
    IClusterMembershipService membership, ILocalSiloDetails local, TimeProvider time, ILogger<ClusterView> logger) : BackgroundService
{
    /// <summary>
    /// How often the membership is read even without notice of a change. The notice that a silo joined can be lost, and a silo that missed it would go on
    /// collecting what the new silo collects too.
    /// </summary>
    public static readonly TimeSpan RefreshPeriod = TimeSpan.FromSeconds(15);

    /// <summary>How long to wait after an exception before following the membership again.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly LoopGuard _guard = new("following the membership", time, logger);
    private volatile SiloView _current = new(local.SiloAddress, []);
    private long _since = time.GetTimestamp();

    /// <summary>Raised after the set of silos has changed. Handlers must be fast.</summary>
    public event Action? Changed;

    /// <summary>The silos as of now, and which targets they own.</summary>
    public SiloView Current => _current;

    /// <summary>The active silos, as the membership was last read. While a silo starts, it has them here before <see cref="Current"/> follows.</summary>
    public IEnumerable<SiloAddress> Active => With(membership.CurrentSnapshot, SiloStatus.Active);

    /// <summary>This silo.</summary>
    public SiloAddress Self => local.SiloAddress;

    /// <summary>Whether there is another silo that collects.</summary>
    public bool HasOthers => _current.Silos.Any(silo => !silo.Equals(Self));

    /// <summary>How long ago the set of silos last changed.</summary>
    public TimeSpan Age => time.GetElapsedTime(Volatile.Read(ref _since));

    /// <summary>Whether the membership, as last read, says that this silo is active.</summary>
    public bool IsActive => Shows(Self, SiloStatus.Active);

    /// <summary>Whether the membership, as last read, has the silo in this state.</summary>
    public bool Shows(SiloAddress silo, SiloStatus status) => membership.CurrentSnapshot.GetSiloStatus(silo) == status;

    /// <summary>Has a silo declared dead. Returns false if that failed.</summary>
    public Task<bool> GiveUpAsync(SiloAddress silo) => membership.TryKill(silo);

    /// <summary>Reads the membership table again.</summary>
    public ValueTask RefreshAsync(CancellationToken cancellationToken) => membership.Refresh(default, cancellationToken);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        bool isOver = false;
        while (!isOver)
        {
            await _guard.RunAsync(FollowAsync, stoppingToken);
            if (!isOver)
            {
                await Task.Delay(Pause, time, stoppingToken);
            }
        }

        async Task FollowAsync()
        {
            await foreach (ClusterMembershipSnapshot snapshot in membership.MembershipUpdates.WithCancellation(stoppingToken))
            {
                Show(snapshot);
            }

            isOver = true;
        }
    }

    private void Show(ClusterMembershipSnapshot snapshot)
    {
        var view = new SiloView(Self, With(snapshot, SiloStatus.Active), With(snapshot, SiloStatus.ShuttingDown, SiloStatus.Stopping), _current);
        if (!view.IsSameAs(_current))
        {
            _current = view;
            Volatile.Write(ref _since, time.GetTimestamp());
            Changed?.Invoke();
        }
    }

    private static IEnumerable<SiloAddress> With(ClusterMembershipSnapshot snapshot, params SiloStatus[] statuses) =>
        snapshot.Members.Values.Where(member => statuses.Contains(member.Status)).Select(static member => member.SiloAddress);
}
