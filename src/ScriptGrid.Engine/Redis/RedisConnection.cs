using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>
/// One connection to one Redis. While idle it is a socket and a few fields: nothing is read ahead, no thread, timer or buffer is
/// held. One request at a time; the caller takes care of that. Failures are values.
/// </summary>
internal sealed class RedisConnection(TargetAddress address) : IDisposable
{
    private const int MaxCommandReplyBytes = 64 * 1024;

    private Socket? _socket;
    private SslStream? _tls;
    private string[] _loadedScripts = [];
    private volatile bool _isDisposed;

    /// <summary>Whether it was closed from this side.</summary>
    public bool IsDisposed => _isDisposed;

    /// <summary>Log-in is over; SELECT may still be due.</summary>
    public bool IsAuthenticated { get; set; }

    /// <summary>Connected, logged in and on the right database.</summary>
    public bool IsReady { get; set; }

    /// <summary>The server answered that it does not know the read-only forms of EVAL.</summary>
    public bool LacksReadOnlyForms { get; set; }

    /// <summary>The server refused SCRIPT LOAD to this user.</summary>
    public bool IsLoadDenied { get; set; }

    /// <summary>Where to connect to without a lookup; null where the host is a name.</summary>
    private EndPoint? Literal => address.IsUnixSocket
        ? new UnixDomainSocketEndPoint(address.Host)
        : IPAddress.TryParse(address.Host, out IPAddress? literal) ? new IPEndPoint(literal, address.Port) : null;

    /// <summary>Connects, and speaks TLS where asked. Null is success.</summary>
    /// <param name="tls">How to speak TLS; null is plain TCP.</param>
    /// <param name="names">Resolves the host's name.</param>
    public async Task<Failure?> ConnectAsync(TlsContext? tls, NameResolver names)
    {
        Failure? failure = Literal is { } endPoint
            ? await ConnectAsync(endPoint).ConfigureAwait(false)
            : await ConnectByNameAsync(names).ConfigureAwait(false);
        return failure is null && tls is not null ? await StartTlsAsync(tls).ConfigureAwait(false) : failure;
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
        ReadOnlyMemory<byte> request, RedisExchange exchange, int maxReplyBytes = MaxCommandReplyBytes) =>
        _tls is null
            ? exchange.ExecuteAsync(_socket!, request, maxReplyBytes)
            : ExecuteTlsAsync(_tls, request, exchange, maxReplyBytes);

    /// <summary>Whether this connection had the script loaded, so that its SHA1 should do.</summary>
    public bool HasLoaded(string sha1) => Array.IndexOf(_loadedScripts, sha1) >= 0;

    /// <summary>Notes that SCRIPT LOAD took the script.</summary>
    public void MarkLoaded(string sha1) => _loadedScripts = HasLoaded(sha1) ? _loadedScripts : [.. _loadedScripts, sha1];

    /// <summary>Notes that the server's script cache was emptied.</summary>
    public void ForgetLoaded() => _loadedScripts = [];

    /// <summary>Whether the server closed the connection while it was idle: nothing may be sent that must not be sent twice.</summary>
    public bool WasClosed() => _isDisposed || (_socket!.Poll(0, SelectMode.SelectRead) && _tls is null && _socket.Available == 0);

    /// <summary>Closes the connection; an operation under way ends with a failure.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        IsReady = false;
        _socket?.Dispose();
        _tls?.Dispose();
    }

    private IPAddress? PeerAddress()
    {
        try
        {
            return (_socket?.RemoteEndPoint as IPEndPoint)?.Address;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }

    private async Task<Failure?> ConnectByNameAsync(NameResolver names)
    {
        NameAnswer answer = await names.ResolveAsync(address.Host).ConfigureAwait(false);
        if (answer.Failure is not null)
        {
            return answer.Failure;
        }

        if (answer.Addresses is [var only])
        {
            return await ConnectAsync(new IPEndPoint(only, address.Port)).ConfigureAwait(false);
        }

        (Socket? socket, Failure? failure) = await AddressRace
            .RunAsync(answer.Addresses, address.Port, names.Time, () => _isDisposed).ConfigureAwait(false);
        Adopt(socket);
        return failure;
    }

    private async Task<Failure?> ConnectAsync(EndPoint endPoint)
    {
        using var attempt = ConnectAttempt.Start(endPoint);
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
    private void Adopt(Socket? socket)
    {
        _socket = socket;
        if (_isDisposed)
        {
            socket?.Dispose();
        }
    }

    private async Task<Failure?> StartTlsAsync(TlsContext tls)
    {
        var stream = new SslStream(new NetworkStream(_socket!, ownsSocket: false), leaveInnerStreamOpen: false);
        try
        {
            await stream.AuthenticateAsClientAsync(tls.OptionsFor(address.Host)).ConfigureAwait(false);
            _tls = stream;
            return null;
        }
        catch (AuthenticationException exception)
        {
            return Failure.Unusable(FailureReason.Tls, exception.InnerException?.Message ?? exception.Message);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            return Failure.Unusable(FailureReason.Tls, $"the TLS handshake broke off: {exception.Message}");
        }
    }

    /// <summary>In TLS 1.3 a server refuses our certificate only after the handshake is over for us, so that it shows here.</summary>
    private async ValueTask<Failure?> ExecuteTlsAsync(
        SslStream stream, ReadOnlyMemory<byte> request, RedisExchange exchange, int maxReplyBytes)
    {
        try
        {
            await stream.WriteAsync(request).ConfigureAwait(false);
            exchange.Begin(maxReplyBytes);
            while (true)
            {
                int count = await stream.ReadAsync(exchange.Room).ConfigureAwait(false);
                if (exchange.Received(count, out Failure? failure))
                {
                    return failure;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            Exception cause = exception.InnerException ?? exception;
            string message = cause is SocketException socket ? SocketErrors.Describe(socket.SocketErrorCode) : cause.Message;
            return IsAuthenticated
                ? Failure.Lost(message)
                : Failure.Unusable(FailureReason.Tls, $"the server ended the TLS connection before the log-in was over: {message}");
        }
    }
}
