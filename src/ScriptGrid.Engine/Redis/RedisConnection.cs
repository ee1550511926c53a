using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>
/// One connection to one Redis. While idle, it holds only a socket and a few fields: it reads nothing ahead, and has no thread, timer or buffer. It carries
/// one request at a time; the caller must ensure that. Failures are returned as values.
/// </summary>
internal sealed class RedisConnection(TargetAddress address) : IDisposable
{
    private const int MaxCommandReplyBytes = 64 * 1024;

    /// <summary>How long a server that did not answer may take to show that it speaks TLS. The run that waits has its own timeout.</summary>
    private static readonly TimeSpan TlsPatience = TimeSpan.FromSeconds(1);

    /// <summary>A <see cref="PolledSocket"/>, or a <see cref="Socket"/> if .NET waits for it.</summary>
    private IDisposable? _socket;

    private TlsSession? _tls;
    private LoadedScripts _loadedScripts;
    private volatile bool _isDisposed;

    /// <summary>Whether a <see cref="SocketPoller"/> may wait for the socket; otherwise .NET does.</summary>
    public bool MayBePolled { get; init; } = true;

    /// <summary>Whether this side closed the connection.</summary>
    public bool IsDisposed => _isDisposed;

    /// <summary>What the connection is doing, or did last.</summary>
    public ConnectionStep Step { get; private set; }

    /// <summary>Whether log-in is complete; SELECT may still be due.</summary>
    public bool IsAuthenticated { get; set; }

    /// <summary>Whether the connection is open, logged in and on the right database.</summary>
    public bool IsReady { get; set; }

    /// <summary>When the server's certificate expires; null if the server showed none.</summary>
    public DateTimeOffset? CertificateNotAfter => _tls?.CertificateNotAfter;

    /// <summary>The server's version from its answer to HELLO; null if the answer did not tell.</summary>
    public ServerVersion? Version { get; set; }

    /// <summary>What is known about how the server takes log-ins.</summary>
    public LogInHints Hints { get; set; }

    /// <summary>Whether the server answered that it does not know the read-only forms of EVAL.</summary>
    public bool LacksReadOnlyForms { get; set; }

    /// <summary>Whether the server refused SCRIPT LOAD to this user, or does not know it.</summary>
    public bool LacksLoad { get; set; }

    /// <summary>The key that replaces <see cref="ScriptSpec.SlotKey"/> on this server; null until a script needs it.</summary>
    public string? SlotKey { get; set; }

    /// <summary>The end point to connect to without a lookup; null if the host is a name.</summary>
    private EndPoint? Literal => address.IsUnixSocket
        ? new UnixDomainSocketEndPoint(address.Host)
        : IPAddress.TryParse(address.Host, out IPAddress? literal) ? new IPEndPoint(literal, address.Port) : null;

    /// <summary>Connects, with TLS if requested. Returns null on success.</summary>
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

    /// <summary>Does the TLS handshake. A connection that was closed while it waited for its turn needs none.</summary>
    private async Task<(TlsSession?, Failure?)> ShakeHandsAsync(TlsContext tls)
    {
        if (_isDisposed)
        {
            return (null, Failure.Lost(SocketErrors.Describe(SocketError.OperationAborted)));
        }

        (SslStream? stream, Failure? failure) = await TlsConversation.StartAsync(_socket!, tls.OptionsFor(address.Host)).ConfigureAwait(false);
        return (stream is null ? null : new TlsSession(stream), failure);
    }

    /// <summary>
    /// Returns whether the server answers a TLS handshake; null if it does not answer in time. Connects only for that, and accepts no certificate.
    /// </summary>
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
            return null; // It is busy, or a plain Redis that takes the handshake for a line and waits for its end.
        }
        finally
        {
            Close();
        }
    }

    /// <summary>
    /// Returns whether the host's name, looked up again, no longer leads to the address of this connection. Returns false if the host is not a name, or the
    /// lookup fails.
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
    /// Sends a request and receives its reply into <paramref name="exchange"/>. Returns null on success; an error reply is a failure like any other.
    /// </summary>
    /// <param name="request">The request, encoded.</param>
    /// <param name="exchange">Holds the reply afterwards.</param>
    /// <param name="maxReplyBytes">The longest reply that is read; the default is enough for every command that is not a script.</param>
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

    /// <summary>Notes that part of the reply has come.</summary>
    public void NoteReading() => Step = IsReady ? ConnectionStep.ReadingReply : ConnectionStep.ReadingLogIn;

    /// <summary>Whether this connection has loaded the script, so that its SHA1 should be enough.</summary>
    public bool HasLoaded(string sha1) => _loadedScripts.Contains(sha1);

    /// <summary>Notes that the script was loaded.</summary>
    public void MarkLoaded(string sha1) => _loadedScripts.Add(sha1);

    /// <summary>Notes that the server's script cache was emptied.</summary>
    public void ForgetLoaded() => _loadedScripts = default;

    /// <summary>Closes the connection for good. An operation under way ends with a failure.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        Close();
    }

    /// <summary>Closes the socket and TLS. The connection may connect again.</summary>
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

    /// <summary>Takes over the socket. If this connection was closed in the meantime, closes the socket.</summary>
    private void Adopt(IDisposable? socket)
    {
        _socket = socket;
        if (_isDisposed)
        {
            socket?.Dispose();
        }
    }
}
