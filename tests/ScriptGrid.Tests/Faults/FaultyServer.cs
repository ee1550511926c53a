using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Faults;

/// <summary>What a broken server does with a command instead of sending the reply that it would send in order.</summary>
internal delegate Task Misbehaviour(FaultyConnection connection, string[] command, byte[] reply);

/// <summary>A server that answers as Redis does while it is in order, and as it is told while it is broken.</summary>
internal sealed class FaultyServer : IFaultyTarget
{
    private static readonly byte[] Values = Resp.Array(Resp.Bulk("a"), Resp.Integer(1));

    private readonly CancellationTokenSource _stopped = new();
    private readonly List<(Socket Socket, Task Serving)> _connections = [];
    private readonly int _port = FreePort.Find();
    private TcpListener _listener;
    private Task _accepting;
    private TaskCompletionSource _mended = new();
    private volatile bool _isBroken;
    private int _met;

    private FaultyServer() => (_listener, _accepting) = Listen();

    /// <summary>What it does with each command while it is broken.</summary>
    public Misbehaviour OnCommand { get; init; } = static (connection, _, reply) => connection.SendAsync(reply);

    /// <summary>What it does with each new connection while it is broken, before it reads.</summary>
    public Func<FaultyConnection, Task>? OnConnect { get; init; }

    /// <summary>Breaking it closes every connection, so that the log-in meets the fault.</summary>
    public bool BreaksLogIn { get; init; }

    /// <summary>While it is broken nobody listens.</summary>
    public bool IsRefusing { get; init; }

    /// <summary>How it speaks TLS while it is in order, and while it is broken; null is plain TCP.</summary>
    public Func<bool, SslServerAuthenticationOptions?> Tls { get; init; } = static _ => null;

    /// <summary>The scheme of its URI.</summary>
    public string Scheme { get; init; } = "redis";

    /// <inheritdoc/>
    public string Uri => $"{Scheme}://127.0.0.1:{_port}";

    /// <inheritdoc/>
    public int Met => Volatile.Read(ref _met);

    /// <summary>Whether it is broken now.</summary>
    public bool IsBroken => _isBroken;

    /// <summary>Cancelled when it ends.</summary>
    public CancellationToken Stopped => _stopped.Token;

    /// <summary>Starts one that is in order.</summary>
    public static FaultyServer Start(Misbehaviour onCommand, bool breaksLogIn = false) => new() { OnCommand = onCommand, BreaksLogIn = breaksLogIn };

    /// <summary>Starts one with further settings.</summary>
    public static FaultyServer Start(
        Func<FaultyConnection, Task>? onConnect = null,
        bool isRefusing = false,
        Func<bool, SslServerAuthenticationOptions?>? tls = null,
        string scheme = "redis") =>
        new() { OnConnect = onConnect, BreaksLogIn = true, IsRefusing = isRefusing, Tls = tls ?? (static _ => null), Scheme = scheme };

    /// <inheritdoc/>
    public void Break()
    {
        _mended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _isBroken = true;
        if (IsRefusing)
        {
            _listener.Stop();
        }

        if (BreaksLogIn)
        {
            CloseConnections();
        }
    }

    /// <inheritdoc/>
    public void Mend()
    {
        _isBroken = false;
        if (IsRefusing)
        {
            (_listener, _accepting) = Listen();
        }

        _mended.TrySetResult();
    }

    /// <summary>Completes when it is mended, or ends.</summary>
    public Task UntilMendedAsync() => _isBroken ? _mended.Task.WaitAsync(Stopped) : Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        _listener.Stop();
        await _accepting;
        CloseConnections();
        await Task.WhenAll(_connections.Select(static connection => connection.Serving));
        _stopped.Dispose();
    }

    private (TcpListener Listener, Task Accepting) Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, _port);
        listener.Start();
        return (listener, AcceptAsync(listener));
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                Socket socket = await listener.AcceptSocketAsync(Stopped);
                lock (_connections)
                {
                    _connections.Add((socket, ServeAsync(socket)));
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // It ends, or refuses from now on.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await Task.Yield();
        try
        {
            socket.NoDelay = true;
            using var plain = new NetworkStream(socket, ownsSocket: true);
            CountIf(_isBroken && BreaksLogIn);
            await using Stream stream = await FaultyConnection.SecureAsync(plain, Tls(_isBroken), Stopped);
            var connection = new FaultyConnection(socket, stream, this);
            if (_isBroken && OnConnect is { } onConnect)
            {
                await onConnect(connection);
            }

            while (await connection.ReadAsync() is { } command)
            {
                byte[] reply = ReplyTo(command);
                CountIf(_isBroken);
                await (_isBroken ? OnCommand(connection, command, reply) : connection.SendAsync(reply));
                connection.Runs += command[0].StartsWith("EVAL", StringComparison.Ordinal) ? 1 : 0;
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException
            or AuthenticationException or FormatException)
        {
            // The peer, the fault or the test closed the connection, or the peer does not speak RESP.
        }
    }

    private void CountIf(bool isMet)
    {
        if (isMet)
        {
            Interlocked.Increment(ref _met);
        }
    }

    private void CloseConnections()
    {
        lock (_connections)
        {
            foreach ((Socket socket, _) in _connections)
            {
                socket.Dispose();
            }
        }
    }

    private static byte[] ReplyTo(string[] command) => command[0] switch
    {
        "HELLO" => "%1\r\n$5\r\nproto\r\n:3\r\n"u8.ToArray(),
        "PING" => Resp.Status("PONG"),
        "SCRIPT" => Resp.Bulk(new string('a', 40)),
        "EVALSHA" or "EVALSHA_RO" or "EVAL" or "EVAL_RO" => Values,
        _ => Resp.Ok,
    };
}
