using System.Net;
using System.Net.Sockets;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Faults;

/// <summary>What a broken proxy does with bytes on their way; how many were passed on this connection stands first.</summary>
internal delegate Task Passage(int passed, ReadOnlyMemory<byte> bytes, FaultyProxy.Line line);

/// <summary>A proxy before a real server: while it is broken, bytes from the server pass as they are told.</summary>
internal sealed class FaultyProxy : IFaultyTarget
{
    private readonly CancellationTokenSource _stopped = new();
    private readonly List<(Line Line, Task Serving)> _lines = [];
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly EndPoint _server;
    private readonly Passage _passage;
    private readonly bool _breaksLogIn;
    private readonly Task _accepting;
    private volatile bool _isBroken;
    private int _met;

    private FaultyProxy(RedisServerProcess server, Passage passage, bool breaksLogIn)
    {
        _server = new IPEndPoint(IPAddress.Loopback, server.Port);
        (_passage, _breaksLogIn) = (passage, breaksLogIn);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <inheritdoc/>
    public string Uri => $"redis://{_listener.LocalEndpoint}";

    /// <inheritdoc/>
    public int Met => Volatile.Read(ref _met);

    /// <summary>Starts one that passes everything.</summary>
    /// <param name="server">The server behind it.</param>
    /// <param name="passage">What it does while it is broken.</param>
    /// <param name="breaksLogIn">Breaking it closes every connection.</param>
    public static FaultyProxy Start(RedisServerProcess server, Passage passage, bool breaksLogIn = true) => new(server, passage, breaksLogIn);

    /// <inheritdoc/>
    public void Break()
    {
        _isBroken = true;
        if (_breaksLogIn)
        {
            ResetLines();
        }
    }

    /// <inheritdoc/>
    public void Mend() => _isBroken = false;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        _listener.Stop();
        await _accepting;
        ResetLines();
        await Task.WhenAll(_lines.Select(static line => line.Serving));
        _stopped.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var line = new Line(await _listener.AcceptSocketAsync(_stopped.Token), new Socket(SocketType.Stream, ProtocolType.Tcp));
                lock (_lines)
                {
                    _lines.Add((line, ServeAsync(line)));
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It ends.
        }
    }

    private async Task ServeAsync(Line line)
    {
        try
        {
            await line.Server.ConnectAsync(_server, _stopped.Token);
            await Task.WhenAny(PassRequestsAsync(line), PassRepliesAsync(line));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Either side closed.
        }
        finally
        {
            line.Close();
        }
    }

    private async Task PassRequestsAsync(Line line)
    {
        byte[] buffer = new byte[4096];
        while (await line.Client.ReceiveAsync(buffer, _stopped.Token) is > 0 and int count)
        {
            await line.Server.SendAsync(buffer.AsMemory(0, count), _stopped.Token);
        }
    }

    private async Task PassRepliesAsync(Line line)
    {
        byte[] buffer = new byte[4096];
        int passed = 0;
        while (await line.Server.ReceiveAsync(buffer, _stopped.Token) is > 0 and int count)
        {
            ReadOnlyMemory<byte> bytes = buffer.AsMemory(0, count);
            if (line.IsBlack)
            {
                continue;
            }

            if (_isBroken)
            {
                Interlocked.Increment(ref _met);
                await _passage(passed, bytes, line);
            }
            else
            {
                await line.Client.SendAsync(bytes, _stopped.Token);
            }

            passed += count;
        }
    }

    private void ResetLines()
    {
        lock (_lines)
        {
            foreach ((Line line, _) in _lines)
            {
                line.Reset();
            }
        }
    }

    /// <summary>A connection from a client, with the one to the server that belongs to it.</summary>
    internal sealed record Line(Socket Client, Socket Server)
    {
        /// <summary>Whether nothing passes any more, not even once the proxy was mended.</summary>
        public bool IsBlack { get; private set; }

        /// <summary>Lets nothing pass any more.</summary>
        public void BlackOut() => IsBlack = true;

        /// <summary>Closes both in order.</summary>
        public void Close()
        {
            Client.Dispose();
            Server.Dispose();
        }

        /// <summary>Resets the client's.</summary>
        public void Reset()
        {
            try
            {
                Client.LingerState = new LingerOption(true, 0);
            }
            catch (ObjectDisposedException)
            {
                // It is closed.
            }

            Close();
        }
    }
}
