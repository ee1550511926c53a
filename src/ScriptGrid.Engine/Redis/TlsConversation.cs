using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>The handshake of a TLS connection, and requests over it.</summary>
internal static class TlsConversation
{
    /// <summary>Does the handshake. Returns the stream, or why the handshake failed.</summary>
    /// <param name="socket">A <see cref="PolledSocket"/> or a <see cref="Socket"/>, connected.</param>
    /// <param name="options">What the handshake needs.</param>
    public static async Task<(SslStream? Stream, Failure? Failure)> StartAsync(IDisposable socket, SslClientAuthenticationOptions options)
    {
        TlsBuffers.Map();
        SslStream? stream = null;
        try
        {
            stream = socket is PolledSocket polled
                ? new PolledTls(new PolledStream(polled))
                : new SslStream(new NetworkStream((Socket)socket, ownsSocket: false), leaveInnerStreamOpen: false);
            await stream.AuthenticateAsClientAsync(options).ConfigureAwait(false);
            (stream as PolledTls)?.Inner.Lead();
            return (stream, null);
        }
        catch (Exception exception) when (IsExpected(exception) || exception is AuthenticationException or InvalidOperationException or ArgumentException)
        {
            if (stream is not null)
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }

            return (null, Failure.Unusable(FailureReason.Tls, DescribeHandshake(exception)));
        }
    }

    /// <summary>Returns whether a server begins a TLS handshake. Breaks the handshake off when the server's certificate comes.</summary>
    public static async Task<bool> IsSpokenAsync(Socket socket)
    {
        bool isSpoken = false;
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "",
            RemoteCertificateValidationCallback = (_, _, _, _) =>
            {
                isSpoken = true;
                return false;
            },
        };
        (SslStream? stream, _) = await StartAsync(socket, options).ConfigureAwait(false);
        if (stream is not null)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
        }

        return isSpoken;
    }

    /// <summary>
    /// Sends a request and receives its reply over a socket that .NET waits for. Returns null on success. Like <see cref="AsyncExchange"/>, it starts to
    /// receive before it sends.
    /// </summary>
    public static async ValueTask<Failure?> ExecuteAsync(
        SslStream stream, RedisConnection connection, ReadOnlyMemory<byte> request, ReplyBuffer buffer, int maxReplyBytes)
    {
        buffer.Begin(maxReplyBytes);
        ValueTask<int> receiving = default;
        bool isReceiving = false;
        bool isAsked = false;
        try
        {
            for (int turn = 1; ; turn++)
            {
                receiving = stream.ReadAsync(buffer.Room);
                isReceiving = true;
                if (!isAsked && !receiving.IsCompleted)
                {
                    isAsked = true;
                    await stream.WriteAsync(request).ConfigureAwait(false);
                }

                isReceiving = false;
                int count = await receiving.ConfigureAwait(false);
                if (buffer.Received(count, isAsked, out Failure? failure))
                {
                    return failure;
                }

                connection.NoteReading();
                if (turn % RedisExchange.MaxTurns == 0)
                {
                    await Task.Yield();
                }
            }
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            Failure failure = Lost(connection, exception) with { IsUnasked = !isAsked };
            if (isReceiving)
            {
                await LetEndAsync(receiving).ConfigureAwait(false);
            }

            return failure;
        }
    }

    /// <summary>Whether this is an exception that a broken connection is expected to throw.</summary>
    public static bool IsExpected(Exception exception) => exception is IOException or SocketException or ObjectDisposedException;

    /// <summary>Closes the connection, and returns why it broke.</summary>
    public static Failure Lost(RedisConnection connection, Exception exception)
    {
        connection.Close();
        return connection.IsAuthenticated
            ? Failure.Lost(Describe(exception))
            : Failure.Unusable(FailureReason.Tls, $"the server ended the TLS connection before the log-in was complete: {Describe(exception)}");
    }

    /// <summary>Waits until receiving has ended, so that nothing is received into a buffer that is already used for another target.</summary>
    private static async Task LetEndAsync(ValueTask<int> receiving)
    {
        try
        {
            await receiving.ConfigureAwait(false);
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            // It ended with the connection.
        }
    }

    /// <summary>
    /// Returns why the handshake failed. For a refused certificate, the exception or its inner exception says so. Other exceptions only show that the handshake
    /// broke off, which has many possible reasons.
    /// </summary>
    private static string DescribeHandshake(Exception exception) => exception is AuthenticationException { InnerException: { } cause }
        ? TlsAlerts.Describe(cause)
        : exception is AuthenticationException && !exception.Message.Contains("frame", StringComparison.Ordinal)
            ? exception.Message
            : $"the TLS handshake broke off: {Describe(exception)}; is this a TLS port?";

    private static string Describe(Exception exception)
    {
        return exception.GetBaseException() is SocketException socket ? SocketErrors.Describe(socket.SocketErrorCode) : TlsAlerts.Describe(exception);
    }
}
