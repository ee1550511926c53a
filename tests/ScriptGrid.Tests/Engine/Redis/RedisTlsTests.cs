using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;
using ScriptGrid.Tests.EndToEnd;

namespace ScriptGrid.Tests.Engine.Redis;

public sealed class RedisTlsTests : IAsyncLifetime, IDisposable
{
    private readonly TestCertificates _certificates = new();
    private RedisServerProcess _server = null!;

    public async Task InitializeAsync() => _server = await RedisServerProcess.StartAsync(_certificates, "requirepass secret");

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public async Task ConnectAsync_TrustedAuthority_LogsInAndTakesLargeReplies()
    {
        using RedisSession session = await OpenAsync(new TlsSettings { CaFile = _certificates.CaFile });
        Assert.Null(session.Failure);

        string text = new('x', 100_000);
        Assert.Null(await session.AskAsync("ECHO", text));
        Assert.Equal($"$100000\r\n{text}\r\n", session.Reply);
    }

    [Fact]
    public async Task ConnectAsync_ServerName_ReplacesTheHost()
    {
        using RedisSession right = await OpenAsync(new TlsSettings { CaFile = _certificates.CaFile, ServerName = "localhost" });
        using RedisSession wrong = await OpenAsync(new TlsSettings { CaFile = _certificates.CaFile, ServerName = "elsewhere.example" });

        Assert.Null(right.Failure);
        Assert.Equal(FailureReason.Tls, wrong.Failure?.Reason);
    }

    [Fact]
    public async Task ConnectAsync_AnotherAuthority_FailsWithTls()
    {
        using var others = new TestCertificates();

        using RedisSession given = await OpenAsync(new TlsSettings { CaFile = others.CaFile });
        using RedisSession systems = await OpenAsync(new TlsSettings());

        Assert.Equal(FailureReason.Tls, given.Failure?.Reason);
        Assert.Equal(FailureReason.Tls, systems.Failure?.Reason);
    }

    [Fact]
    public async Task ConnectAsync_InsecureSkipVerify_TakesAnyCertificate()
    {
        using RedisSession session = await OpenAsync(new TlsSettings { InsecureSkipVerify = true, ServerName = "elsewhere.example" });

        Assert.Null(session.Failure);
    }

    [Fact]
    public async Task ConnectAsync_ServerThatAsksForACertificate_TakesOursAndRefusesNone()
    {
        await using RedisServerProcess strict = await RedisServerProcess.StartAsync(_certificates, "tls-auth-clients yes");
        var without = new TlsSettings { CaFile = _certificates.CaFile };
        TlsSettings with = without with { CertFile = _certificates.ClientCertFile, KeyFile = _certificates.ClientKeyFile };

        using RedisSession known = await RedisSession.OpenAsync($"redis://{strict.Address}", with);
        using RedisSession unknown = await RedisSession.OpenAsync($"redis://{strict.Address}", without);

        Assert.Null(known.Failure);
        Assert.Equal(FailureReason.Tls, unknown.Failure?.Reason);
        Assert.Contains("the server asks for a client certificate; set cert_file and key_file", unknown.Failure?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConnectAsync_ServerThatKnowsTheRootAlone_GetsTheCertificatesUpToIt()
    {
        await using RedisServerProcess strict = await RedisServerProcess.StartAsync(_certificates, "tls-auth-clients yes");
        (string certificate, string key) = _certificates.NewSiloOfAnAuthorityBelow();
        using var files = new TestFiles();
        var tls = new TlsSettings { CaFile = _certificates.CaFile, CertFile = files.Write("client.pem", certificate), KeyFile = files.Write("client.key", key) };

        using RedisSession apart = await RedisSession.OpenAsync($"redis://{strict.Address}", tls);
        using RedisSession together = await RedisSession.OpenAsync($"redis://{strict.Address}", tls with { CertFile = files.Write("both.pem", key + "\n" + certificate), KeyFile = null });

        Assert.Null(apart.Failure);
        Assert.Null(together.Failure);
    }

    [Theory]
    [InlineData("-ERR Protocol error: unbalanced quotes in request\r\n")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    public async Task OpenAsync_TlsToAPlainPort_FailsWithTls(string answer)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task<RedisSession> opening = RedisSession.OpenAsync($"redis://{listener.LocalEndpoint}", new TlsSettings());
        using (Socket plain = await listener.AcceptSocketAsync())
        {
            await plain.ReceiveAsync(new byte[1024]);
            await plain.SendAsync(Encoding.ASCII.GetBytes(answer));
        }

        using RedisSession session = await opening;

        Assert.Equal(FailureReason.Tls, session.Failure?.Reason);
        Assert.EndsWith("is this a TLS port?", session.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_PlainToATlsPort_FailsWithTls()
    {
        using RedisSession session = await RedisSession.OpenAsync($"redis://{_server.Address}");

        Assert.Equal(FailureReason.Tls, session.Failure?.Reason);
        Assert.Equal("the server speaks TLS on this port: write rediss://, or tls for its group", session.Failure!.Message);
        Assert.Equal("InDoubt, SpeaksTls", session.Connection.Hints.ToString());
    }

    [Fact]
    public async Task OpenAsync_PlainToATlsPortThatIsSlowAtFirst_FailsWithTlsOnceItAnswers()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task serving = ServeSlowlyAtFirstAsync(listener);

        using RedisSession session = await RedisSession.OpenAsync($"redis://{listener.LocalEndpoint}");
        Failure? first = session.Failure;
        await session.OpenAgainAsync();

        Assert.Equal((FailureReason.Connection, FailureReason.Tls), (first?.Reason, session.Failure?.Reason));
        await serving;
    }

    [Fact]
    public async Task OpenAsync_PortThatSpeaksTlsOnlyAtTimes_SaysSoWhileItDoes()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        bool speaksTls = false;
        using var stopped = new CancellationTokenSource();
        Task serving = ServeAsync();
        using RedisSession session = await RedisSession.OpenAsync($"redis://{listener.LocalEndpoint}");
        var reasons = new List<FailureReason?> { session.Failure?.Reason };
        foreach (bool next in new[] { true, false, true })
        {
            speaksTls = next;
            await session.OpenAgainAsync();
            reasons.Add(session.Failure?.Reason);
        }

        Assert.Equal([FailureReason.Connection, FailureReason.Tls, FailureReason.Connection, FailureReason.Tls], reasons);
        await stopped.CancelAsync();
        await serving;

        async Task ServeAsync()
        {
            const byte handshake = 22;
            byte[] first = new byte[1];
            using var certificate = X509Certificate2.CreateFromPemFile(_certificates.ServerCertFile, _certificates.ServerKeyFile);
            while (!stopped.IsCancellationRequested)
            {
                Task<Socket> accepting = listener.AcceptSocketAsync(stopped.Token).AsTask();
                await Task.WhenAny(accepting);
                if (!accepting.IsCompletedSuccessfully)
                {
                    return;
                }

                using Socket socket = await accepting;
                await socket.ReceiveAsync(first, SocketFlags.Peek);
                if (speaksTls && first[0] == handshake)
                {
                    using var secured = new SslStream(new NetworkStream(socket, ownsSocket: false));
                    await Task.WhenAny(secured.AuthenticateAsServerAsync(certificate)); // The client leaves once it has seen the certificate.
                }
            }
        }
    }

    [Fact]
    public async Task OpenAsync_AnotherAuthority_SaysThatTheCertificateIsNotTrusted()
    {
        using RedisSession session = await OpenAsync(new TlsSettings());

        Assert.Contains("certificate", session.Failure!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("TLS port", session.Failure.Message, StringComparison.Ordinal);
    }

    /// <summary>A TLS port that closes what is no TLS, does not answer the first handshake, and answers the second.</summary>
    private async Task ServeSlowlyAtFirstAsync(TcpListener listener)
    {
        const byte handshake = 22;
        byte[] first = new byte[1];
        Socket? unanswered = null;
        while (true)
        {
            Socket socket = await listener.AcceptSocketAsync();
            await socket.ReceiveAsync(first, SocketFlags.Peek);
            if (first[0] != handshake)
            {
                socket.Dispose();
            }
            else if (unanswered is null)
            {
                unanswered = socket;
            }
            else
            {
                using var secured = new SslStream(new NetworkStream(socket, ownsSocket: true));
                using var certificate = X509Certificate2.CreateFromPemFile(_certificates.ServerCertFile, _certificates.ServerKeyFile);
                Task shakingHands = secured.AuthenticateAsServerAsync(certificate);
                await Task.WhenAny(shakingHands); // The client leaves once it has seen the certificate.
                unanswered.Dispose();
                return;
            }
        }
    }

    private Task<RedisSession> OpenAsync(TlsSettings tls) => RedisSession.OpenAsync($"redis://:secret@{_server.Address}", tls);
}
