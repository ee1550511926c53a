using System.Net;
using System.Net.Sockets;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Testing;

namespace ScriptGrid.ClusterTests.Membership;

public sealed class PortLookTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Look_SomebodyListens_IsOpen()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        Assert.Equal(PortState.Open, await LookAsync((IPEndPoint)listener.LocalEndpoint, Limit));
    }

    [Fact]
    public async Task Look_NobodyListens_IsRefused() =>
        Assert.Equal(PortState.Refused, await LookAsync(new IPEndPoint(IPAddress.Loopback, FreePort.Find()), Limit));

    [Fact]
    public async Task Look_NoWayThere_IsUnknown() =>
        Assert.Equal(PortState.Unknown, await LookAsync(new IPEndPoint(IPAddress.Parse("255.255.255.255"), 1), Limit));

    [Fact]
    public async Task Look_TimeIsUp_IsUnknown() =>
        Assert.Equal(PortState.Unknown, await LookAsync(new IPEndPoint(IPAddress.Loopback, FreePort.Find()), TimeSpan.Zero));

    private static Task<PortState> LookAsync(IPEndPoint port, TimeSpan limit) =>
        PortLook.LookAsync(port, limit, TimeProvider.System, CancellationToken.None);
}
