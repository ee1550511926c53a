using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ScriptGrid.Testing;

/// <summary>
/// A server on 127.0.0.1 that reads RESP commands and answers as a test demands: with any bytes, nothing at all, byte by byte, or by closing the connection.
/// </summary>
internal sealed class ScriptedRedis : IAsyncDisposable
{
    /// <summary>An answer that closes the connection.</summary>
    public static readonly byte[] HangUp = [];

    private const byte TlsHandshake = 0x16;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopped = new();
    private readonly X509Certificate2? _certificate;
    private readonly ConcurrentQueue<(Socket Socket, Task Serving)> _connections = new();
    private readonly ConcurrentQueue<Stream> _streams = new();
    private readonly ConcurrentQueue<string[]> _commands = new();
    private readonly Task _accepting;
    private int _accepted;

    private ScriptedRedis(Func<string[], byte[]?> answer, X509Certificate2? certificate)
    {
        (Answer, _certificate) = (answer, certificate);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Returns the raw reply to a command: null for no reply, <see cref="HangUp"/> to close. Tests may change it while the server runs.</summary>
    public Func<string[], byte[]?> Answer { get; set; }

    /// <summary>The pause before each byte of a reply, which is then sent byte by byte; null to send replies as a whole.</summary>
    public TimeSpan? Drip { get; set; }

    /// <summary>The target identity, <c>127.0.0.1:port</c>.</summary>
    public string Address => _listener.LocalEndpoint.ToString()!;

    /// <summary>All commands received so far, over all connections.</summary>
    public IReadOnlyCollection<string[]> Commands => _commands;

    /// <summary>The number of connections accepted so far.</summary>
    public int ConnectionsAccepted => Volatile.Read(ref _accepted);

    /// <summary>Starts a server that answers with <paramref name="answer"/>, over TLS if there are certificates.</summary>
    public static ScriptedRedis Start(Func<string[], byte[]?> answer, TestCertificates? certificates = null) => new(
        answer, certificates is null ? null : X509Certificate2.CreateFromPemFile(certificates.ServerCertFile, certificates.ServerKeyFile));

    /// <summary>Sends bytes for which no command asked, over every open connection.</summary>
    public async Task SendAsync(byte[] bytes)
    {
        foreach (Stream stream in _streams)
        {
            await stream.WriteAsync(bytes, _stopped.Token);
        }
    }

    /// <summary>Closes every open connection. New ones are accepted.</summary>
    public void CloseConnections()
    {
        foreach ((Socket socket, _) in _connections)
        {
            socket.Dispose();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        _listener.Stop();
        CloseConnections();
        await _accepting;
        await Task.WhenAll(_connections.Select(static connection => connection.Serving));
        _certificate?.Dispose();
        _stopped.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopped.IsCancellationRequested)
        {
            try
            {
                Socket socket = await _listener.AcceptSocketAsync(_stopped.Token);
                Interlocked.Increment(ref _accepted); // Before the first answer, because a test may read it after that.
                _connections.Enqueue((socket, ServeAsync(socket)));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        socket.NoDelay = true;
        using Stream stream = _certificate is null ? new NetworkStream(socket, ownsSocket: true) : new SslStream(new NetworkStream(socket, ownsSocket: true));
        try
        {
            if (stream is SslStream tls)
            {
                await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stopped.Token);
            }

            using var input = new BufferedStream(stream);
            _streams.Enqueue(stream);
            while (await ReadCommandAsync(input) is { } command)
            {
                _commands.Enqueue(command);
                byte[]? reply = Answer(command);
                if (ReferenceEquals(reply, HangUp))
                {
                    return;
                }

                await SendAsync(stream, reply ?? []);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The peer or the test closed the connection.
        }
    }

    private async Task SendAsync(Stream stream, byte[] reply)
    {
        if (Drip is not { } pause)
        {
            await stream.WriteAsync(reply, _stopped.Token);
            return;
        }

        for (int i = 0; i < reply.Length; i++)
        {
            await Task.Delay(pause, _stopped.Token);
            await stream.WriteAsync(reply.AsMemory(i, 1), _stopped.Token);
        }
    }

    private async Task<string[]?> ReadCommandAsync(Stream input)
    {
        int words = await ReadLengthAsync(input, '*');
        if (words < 0)
        {
            return null;
        }

        string[] command = new string[words];
        for (int i = 0; i < words; i++)
        {
            byte[] word = new byte[await ReadLengthAsync(input, '$') + 2];
            await input.ReadExactlyAsync(word, _stopped.Token);
            command[i] = Encoding.UTF8.GetString(word, 0, word.Length - 2);
        }

        return command;
    }

    // Returns -1 at the end of the stream, or if a client tries whether the server speaks TLS.
    private async Task<int> ReadLengthAsync(Stream input, char kind)
    {
        var line = new StringBuilder();
        byte[] one = new byte[1];
        while (one[0] != '\n')
        {
            if (await input.ReadAsync(one, _stopped.Token) == 0 || (line.Length == 0 && one[0] == TlsHandshake))
            {
                return -1;
            }

            line.Append((char)one[0]);
        }

        return line[0] == kind
            ? int.Parse(line.ToString(1, line.Length - 1), CultureInfo.InvariantCulture)
            : throw new InvalidDataException($"'{line}' does not start with '{kind}'.");
    }
}
