using System.Net;
using System.Net.Sockets;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Testing;

namespace ScriptGrid.ClusterTests.Membership;

public sealed class JoinWatchTests
{
    private readonly FollowedMembership _membership = new();
    private readonly ListLogger _logger = new();
    private readonly JoinWatch _watch;

    public JoinWatchTests() => _watch = new JoinWatch(_membership, _membership, TimeProvider.System, _logger.For<JoinWatch>());

    [Fact]
    public async Task Look_PortThatRefuses_IsToldOnceAndTheOpenOneIsNot()
    {
        using var open = new TcpListener(IPAddress.Loopback, 0);
        open.Start();
        int refusing = FreePort.Find();
        await ShowAsync(_membership.SiloAddress, FollowedMembership.Silo(((IPEndPoint)open.LocalEndpoint).Port), FollowedMembership.Silo(refusing));

        await LookAsync(times: 3);

        Assert.Equal([$"Warning: This silo has not joined yet; it needs an answer from every active silo: 127.0.0.1:{refusing} refuses connections"], _logger.Lines);
    }

    [Fact]
    public async Task Look_OpenPortsOnly_AreNamedWithWhatMayBeWrong()
    {
        using var open = new TcpListener(IPAddress.Loopback, 0);
        open.Start();
        int port = ((IPEndPoint)open.LocalEndpoint).Port;
        await ShowAsync(FollowedMembership.Silo(port));

        await LookAsync(times: 1);

        Assert.Equal(
            [$"Warning: This silo has not joined yet; it needs an answer from every active silo: 127.0.0.1:{port} accepts connections but does not answer: either its process hangs, or its cluster.tls differs from this silo's"],
            _logger.Lines);
    }

    [Fact]
    public async Task Look_NoOtherSilo_SaysNothing()
    {
        await ShowAsync(_membership.SiloAddress);

        await LookAsync(times: 2);

        Assert.Empty(_logger.Lines);
    }

    private async Task ShowAsync(params SiloAddress[] active)
    {
        _membership.Show(active);
        await using IAsyncEnumerator<ClusterMembershipSnapshot> updates = _membership.MembershipUpdates.GetAsyncEnumerator();
        Assert.True(await updates.MoveNextAsync());
    }

    private async Task LookAsync(int times)
    {
        for (int i = 0; i < times; i++)
        {
            await _watch.LookAsync(CancellationToken.None);
        }
    }
}
