using System.Net;
using System.Net.Sockets;
using ScriptGrid.EmbeddedRedis.Scripting;
using ScriptGrid.EmbeddedRedis.Server;
using ScriptGrid.EmbeddedRedis.Settings;

namespace ScriptGrid.Tests.EmbeddedRedis.Server;

/// <summary>No client waits for a server that has ended.</summary>
public sealed class EndOfServerTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Accept_WhileTheServerEnds_ClosesTheConnection(bool waitsForSockets)
    {
        (Socket client, Socket accepted) = await ConnectAsync();
        using Socket toDispose = client;
        RedisServer server = NewServer();
        server.Start("127.0.0.1", 1, atEnd: () => server.Accept(accepted), waitsForSockets);

        server.Stop();

        Assert.Equal(0, await ReceiveAsync(client));
    }

    [Fact]
    public async Task Accept_AfterTheServerHasEnded_ClosesTheConnection()
    {
        (Socket client, Socket accepted) = await ConnectAsync();
        using Socket toDispose = client;
        RedisServer server = NewServer();
        server.Start("127.0.0.1", 1, atEnd: static () => { }, waitsForSockets: true);
        server.Stop();
        await server.Ended.WaitAsync(Limit);

        server.Accept(accepted);

        Assert.Equal(0, await ReceiveAsync(client));
    }

    private static RedisServer NewServer() =>
        new(TimeProvider.System, new Random(1), databases: 1, DebugPermission.No, new ScriptingOptions(), maxBufferBytes: 1 << 20, faultLog: null);

    private static async Task<(Socket Client, Socket Accepted)> ConnectAsync()
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndPoint!);
        return (client, await listener.AcceptAsync());
    }

    private static async Task<int> ReceiveAsync(Socket client)
    {
        using var expired = new CancellationTokenSource(Limit);
        return await client.ReceiveAsync(new byte[1], SocketFlags.None, expired.Token);
    }
}
