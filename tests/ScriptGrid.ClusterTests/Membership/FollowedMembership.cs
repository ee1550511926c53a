using System.Collections.Immutable;
using System.Net;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace ScriptGrid.ClusterTests.Membership;

/// <summary>A cluster of which a test says who is active, as one silo sees it.</summary>
internal sealed class FollowedMembership : IClusterMembershipService, ILocalSiloDetails
{
    private readonly Channel<Func<ClusterMembershipSnapshot>> _updates = Channel.CreateUnbounded<Func<ClusterMembershipSnapshot>>();

    /// <inheritdoc/>
    public ClusterMembershipSnapshot CurrentSnapshot { get; private set; } = Snapshot([]);

    /// <inheritdoc/>
    public IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates => FollowAsync();

    /// <inheritdoc/>
    public string Name => "test";

    /// <inheritdoc/>
    public string ClusterId => "test";

    /// <inheritdoc/>
    public string DnsHostName => "localhost";

    /// <inheritdoc/>
    public SiloAddress SiloAddress { get; } = Silo(1);

    /// <inheritdoc/>
    public SiloAddress GatewayAddress => SiloAddress;

    /// <summary>One of the silos.</summary>
    public static SiloAddress Silo(int number) => SiloAddress.New(IPAddress.Loopback, number, 1);

    /// <summary>Shows these silos as active.</summary>
    public void Show(params SiloAddress[] active) => _updates.Writer.TryWrite(() => CurrentSnapshot = Snapshot(active));

    /// <summary>Fails the follower, once.</summary>
    public void Fail(Exception failure) => _updates.Writer.TryWrite(() => throw failure);

    /// <inheritdoc/>
    public ValueTask Refresh(MembershipVersion minimumVersion = default, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public Task<bool> TryKill(SiloAddress siloAddress) => Task.FromResult(false);

    private static ClusterMembershipSnapshot Snapshot(IEnumerable<SiloAddress> active) => new(
        active.ToImmutableDictionary(static silo => silo, static silo => new ClusterMember(silo, SiloStatus.Active, "test")), new MembershipVersion(1));

    private async IAsyncEnumerable<ClusterMembershipSnapshot> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (Func<ClusterMembershipSnapshot> update in _updates.Reader.ReadAllAsync(cancellationToken))
        {
            yield return update();
        }
    }
}
