using System.Net;
using System.Net.Sockets;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Tests.Engine.Redis;

public sealed class PolledSocketTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly TcpListener _server = new(IPAddress.Loopback, 0);

    public PolledSocketTests() => _server.Start();

    [Fact]
    public void KeepAlive_Applied_SetsWhatItSetsOnSocketsOfDotNet()
    {
        using PolledSocket polled = Create();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var view = new Socket(new SafeSocketHandle(polled.DangerousGetHandle(), ownsHandle: false));

        KeepAlive.Apply(polled);
        KeepAlive.Apply(socket);

        Assert.Equal(Options(socket), Options(view));
    }

    [Fact]
    public async Task TryConnect_ServerThatListens_HasItAsPeerAndSeesItClose()
    {
        using PolledSocket socket = Create();
        var attempt = new Waiter();
        bool isOver = socket.TryConnect(_server.LocalEndpoint.Serialize(), out SocketError error);
        while (!isOver && !socket.TryEndConnect(attempt, out error))
        {
            await attempt.TakeAsync();
        }

        using (Socket peer = await _server.AcceptSocketAsync().WaitAsync(Limit))
        {
            Assert.Equal(SocketError.Success, error);
            Assert.Equal(IPAddress.Loopback, socket.Peer);

            await peer.SendAsync(new byte[] { 7 });
            Assert.Equal(1, await ReceiveAsync(socket));
        }

        Assert.Equal(0, await ReceiveAsync(socket));
    }

    [Fact]
    public async Task Dispose_WhileOneWaits_WakesItAndLeavesNothingToUse()
    {
        PolledSocket socket = Create();
        var waiter = new Waiter();
        Assert.True(socket.TryWait(waiter));

        socket.Dispose();

        await waiter.TakeAsync();
        Assert.Throws<ObjectDisposedException>(() => socket.Receive(new byte[1], out _));
        Assert.Throws<ObjectDisposedException>(() => socket.Send([1], out _));
        Assert.Throws<ObjectDisposedException>(() => socket.TryEndConnect(waiter, out _));
    }

    [Fact]
    public void Constructor_FamilyThatTheSystemDoesNotKnow_Throws()
    {
        var address = new SocketAddress(AddressFamily.InterNetwork);
        address.Buffer.Span[0] = byte.MaxValue;

        SocketException exception = Assert.Throws<SocketException>(() => new PolledSocket(SocketPoller.OfProcess!, address));

        Assert.Equal(SocketError.AddressFamilyNotSupported, exception.SocketErrorCode);
    }

    public void Dispose() => _server.Dispose();

    private PolledSocket Create() => new(SocketPoller.OfProcess!, _server.LocalEndpoint.Serialize());

    /// <summary>How many bytes come next; none where the connection was closed.</summary>
    private static async Task<int> ReceiveAsync(PolledSocket socket)
    {
        var waiter = new Waiter();
        while (true)
        {
            int count = socket.Receive(new byte[8], out SocketError error);
            if (error != SocketError.WouldBlock)
            {
                Assert.Equal(SocketError.Success, error);
                return count;
            }

            if (socket.TryWait(waiter))
            {
                await waiter.TakeAsync();
            }
        }
    }

    private static string Options(Socket socket)
    {
        byte[] userTimeout = new byte[sizeof(int)];
        socket.GetRawSocketOption((int)SocketOptionLevel.Tcp, 18, userTimeout);
        object?[] options =
        [
            socket.NoDelay,
            socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive),
            socket.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime),
            socket.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval),
            socket.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount),
            BitConverter.ToInt32(userTimeout),
        ];
        return string.Join(' ', options);
    }

    private sealed class Waiter : IPollWaiter
    {
        private readonly SemaphoreSlim _told = new(0);

        public void Resume() => _told.Release();

        public async Task TakeAsync() => Assert.True(await _told.WaitAsync(Limit));
    }
}
