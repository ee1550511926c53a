using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>
/// One connection to one Redis. While idle it is a socket and a few fields: nothing is read ahead, no thread, timer or buffer is
/// held. One request at a time; the caller takes care of that. Failures are values.
/// </summary>
internal sealed class RedisConnection(TargetAddress address) : IDisposable
{
    private const int MaxCommandReplyBytes = 64 * 1024;

    /// <summary>How long a server that was not answering may take to show that it speaks TLS: the run that waits has a timeout of its own.</summary>
    private static readonly TimeSpan TlsPatience = TimeSpan.FromSeconds(1);

    /// <summary>A <see cref="PolledSocket"/>, or a <see cref="Socket"/> where .NET waits for it.</summary>
    private IDisposable? _socket;

    private TlsSession? _tls;
    private LoadedScripts _loadedScripts;
    private volatile bool _isDisposed;

    /// <summary>Whether a <see cref="SocketPoller"/> may wait for it; else it is .NET that does.</summary>
    public bool MayBePolled { get; init; } = true;

    /// <summary>Whether it was closed from this side.</summary>
    public bool IsDisposed => _isDisposed;

    /// <summary>What is under way, or was last.</summary>
    public ConnectionStep Step { get; private set; }

    /// <summary>Log-in is over; SELECT may still be due.</summary>
    public bool IsAuthenticated { get; set; }

    /// <summary>Connected, logged in and on the right database.</summary>
    public bool IsReady { get; set; }

    /// <summary>When the certificate that the server showed ends; null where it showed none.</summary>
    public DateTimeOffset? CertificateNotAfter => _tls?.CertificateNotAfter;

    /// <summary>The server's version, as it said in answer to HELLO; null where it did not.</summary>
    public ServerVersion? Version { get; set; }

    /// <summary>What is known of how the server takes log-ins.</summary>
    public LogInHints Hints { get; set; }

    /// <summary>The server answered that it does not know the read-only forms of EVAL.</summary>
    public bool LacksReadOnlyForms { get; set; }

    /// <summary>The server refused SCRIPT LOAD to this user, or does not know it.</summary>
    public bool LacksLoad { get; set; }

    /// <summary>The key that stands for <see cref="ScriptSpec.SlotKey"/> on this server; null until a script wants it.</summary>
    public string? SlotKey { get; set; }

    /// <summary>Where to connect to without a lookup; null where the host is a name.</summary>
    private EndPoint? Literal => address.IsUnixSocket
        ? new UnixDomainSocketEndPoint(address.Host)
        : IPAddress.TryParse(address.Host, out IPAddress? literal) ? new IPEndPoint(literal, address.Port) : null;

    /// <summary>Connects, and speaks TLS where asked. Null is success.</summary>
    /// <param name="tls">How to speak TLS; null is plain TCP.</param>
    /// <param name="names">Resolves the host's name.</param>
    public async Task<Failure?> ConnectAsync(TlsContext? tls, NameResolver names)
    {
        Failure? failure = await OpenSocketAsync(names, MayBePolled ? SocketPoller.OfProcess : null).ConfigureAwait(false);
        if (failure is null && tls is not null)
        {
            Step = ConnectionStep.TlsHandshake;
            (_tls, failure) = await HandshakeGate.OfProcess.RunAsync(() => ShakeHandsAsync(tls)).ConfigureAwait(false);
        }

        Step = failure is null ? ConnectionStep.LoggingIn : Step;
        return failure;
    }

    /// <summary>The time has not stood still while it waited for its turn: a connection that was given up needs no TLS.</summary>
    private async Task<(TlsSession?, Failure?)> ShakeHandsAsync(TlsContext tls)
    {
        if (_isDisposed)
        {
            return (null, Failure.Lost(SocketErrors.Describe(SocketError.OperationAborted)));
        }

        (SslStream? stream, Failure? failure) = await TlsConversation.StartAsync(_socket!, tls.OptionsFor(address.Host)).ConfigureAwait(false);
        return (stream is null ? null : new TlsSession(stream), failure);
    }

    /// <summary>Whether the server answers a TLS handshake; null where it does not do so in time. Connects for it alone, and trusts nobody.</summary>
    public async Task<bool?> SpeaksTlsAsync(NameResolver names)
    {
        Failure? failure = await OpenSocketAsync(names, poller: null).ConfigureAwait(false);
        try
        {
            return failure is null
                && await TlsConversation.IsSpokenAsync((Socket)_socket!).WaitAsync(TlsPatience, names.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return null; // It is busy, or a plain Redis that waits for the end of what it takes for a line.
        }
        finally
        {
            Close();
        }
    }

    /// <summary>
    /// Whether the host's name, looked up again, leads elsewhere than this connection. False where the host is no name, or its lookup fails.
    /// </summary>
    public async Task<bool> HasMovedAsync(NameResolver names)
    {
        if (Literal is not null || PeerAddress() is not { } peer)
        {
            return false;
        }

        NameAnswer answer = await names.LookAgainAsync(address.Host).ConfigureAwait(false);
        return answer.Failure is null && !answer.Addresses.Contains(peer);
    }

    /// <summary>
    /// Sends a request and receives its reply into <paramref name="exchange"/>. Null is success; an error reply is a failure like any other.
    /// </summary>
    /// <param name="request">The request, encoded.</param>
    /// <param name="exchange">Holds the reply afterwards.</param>
    /// <param name="maxReplyBytes">The longest reply that is read; by default enough for every command that is not a script.</param>
    public ValueTask<Failure?> ExecuteAsync(
        ReadOnlyMemory<byte> request, RedisExchange exchange, int maxReplyBytes = MaxCommandReplyBytes)
    {
        Step = IsReady ? ConnectionStep.AwaitingReply : ConnectionStep.LoggingIn;
        return _tls?.Stream switch
        {
            null => exchange.ExecuteAsync(this, _socket!, request, maxReplyBytes),
            PolledTls polled => exchange.ExecuteAsync(this, polled, request, maxReplyBytes),
            var tls => TlsConversation.ExecuteAsync(tls, this, request, exchange.Incoming, maxReplyBytes),
        };
    }

    /// <summary>Notes that a part of the reply has come.</summary>
    public void NoteReading() => Step = IsReady ? ConnectionStep.ReadingReply : ConnectionStep.ReadingLogIn;

    /// <summary>Whether this connection had the script loaded, so that its SHA1 should do.</summary>
    public bool HasLoaded(string sha1) => _loadedScripts.Contains(sha1);

    /// <summary>Notes that SCRIPT LOAD took the script.</summary>
    public void MarkLoaded(string sha1) => _loadedScripts.Add(sha1);

    /// <summary>Notes that the server's script cache was emptied.</summary>
    public void ForgetLoaded() => _loadedScripts = default;

    /// <summary>Whether the server closed the connection while it was idle: nothing may be sent that must not be sent twice.</summary>
    public bool WasClosed() => _isDisposed || _socket switch
    {
        PolledSocket polled => polled.WasClosed(),
        Socket socket => socket.Poll(0, SelectMode.SelectRead) && _tls is null && socket.Available == 0,
        _ => true,
    };

    /// <summary>Closes the connection; an operation under way ends with a failure.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        Close();
    }

    /// <summary>Closes what it is connected by; it may connect anew.</summary>
    public void Close()
    {
        IsReady = false;
        _socket?.Dispose();
        _tls?.Dispose();
    }

    private IPAddress? PeerAddress()
    {
        try
        {
            return _socket is PolledSocket polled ? polled.Peer : ((_socket as Socket)?.RemoteEndPoint as IPEndPoint)?.Address;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }

    private async Task<Failure?> OpenSocketAsync(NameResolver names, SocketPoller? poller)
    {
        Close();
        Failure? failure = Literal is { } endPoint
            ? await ConnectAsync(endPoint, poller).ConfigureAwait(false)
            : await ConnectByNameAsync(names, poller).ConfigureAwait(false);
        _tls = null;
        Step = failure is null ? ConnectionStep.LoggingIn : Step;
        return failure;
    }

    private async Task<Failure?> ConnectByNameAsync(NameResolver names, SocketPoller? poller)
    {
        Step = ConnectionStep.Resolving;
        NameAnswer answer = await names.ResolveAsync(address.Host).ConfigureAwait(false);
        Step = ConnectionStep.Connecting;
        if (answer.Failure is not null)
        {
            return answer.Failure;
        }

        if (answer.Addresses is [var only])
        {
            return await ConnectAsync(new IPEndPoint(only, address.Port), poller).ConfigureAwait(false);
        }

        (IDisposable? socket, Failure? failure) = await AddressRace
            .RunAsync(answer.Addresses, address.Port, names.Time, () => _isDisposed, poller).ConfigureAwait(false);
        Adopt(socket);
        return failure;
    }

    private async Task<Failure?> ConnectAsync(EndPoint endPoint, SocketPoller? poller)
    {
        Step = ConnectionStep.Connecting;
        using var attempt = ConnectAttempt.Start(endPoint, poller);
        Adopt(attempt.Socket);
        SocketError error = await attempt.Outcome.ConfigureAwait(false);
        if (error == SocketError.Success)
        {
            return null;
        }

        attempt.GiveUp();
        return Failure.Lost(
            address.IsUnixSocket && error == SocketError.AddressNotAvailable ? "there is no such socket" : SocketErrors.Describe(error));
    }

    /// <summary>Takes the socket over, unless this connection was closed meanwhile.</summary>
    private void Adopt(IDisposable? socket)
    {
        _socket = socket;
        if (_isDisposed)
        {
            socket?.Dispose();
        }
    }
}
