using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Testing;

public sealed class RedisServerProcessTests
{
    [Fact]
    public async Task CommandAsync_PasswordAndRestart_ReachesTheSamePortWithoutData()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync("requirepass secret");
        await server.CommandAsync("SET", "a", "1");
        Assert.Equal("1", await server.CommandAsync("GET", "a"));
        int port = server.Port;

        await server.RestartAsync();

        Assert.Equal(port, server.Port);
        Assert.Null(await server.CommandAsync("GET", "a"));
        await using RespClient stranger = await RespClient.ConnectAsync(IPEndPoint.Parse(server.Address));
        RespException refusal = await Assert.ThrowsAsync<RespException>(() => stranger.CommandAsync("PING"));
        Assert.StartsWith("NOAUTH", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pause_PendingCommand_IsAnsweredAfterContinue()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using RespClient client = await server.ConnectAsync();

        server.Pause();
        Task<object?> ping = client.CommandAsync("PING");
        Assert.False(ping.IsCompleted);
        server.Continue();

        Assert.Equal("PONG", await ping);
    }

    [Fact]
    public async Task StartAsync_Tls_ServesCertificateOfTheAuthority()
    {
        using var certificates = new TestCertificates();
        await using RedisServerProcess server = await RedisServerProcess.StartAsync(certificates, "tls-auth-clients yes");
        using X509Certificate2 authority = X509CertificateLoader.LoadCertificateFromFile(certificates.CaFile);
        using X509Certificate2 client = X509Certificate2.CreateFromPemFile(certificates.ClientCertFile, certificates.ClientKeyFile);
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPEndPoint.Parse(server.Address));
        await using var stream = new SslStream(tcp.GetStream());

        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            ClientCertificates = [client],
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { authority },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        });

        await stream.WriteAsync("PING\r\n"u8.ToArray());
        byte[] reply = new byte[7];
        await stream.ReadExactlyAsync(reply);
        Assert.Equal("+PONG\r\n", Encoding.ASCII.GetString(reply));
    }

    [Fact]
    public async Task StartAsync_Replica_FollowsItsMaster()
    {
        await using RedisServerProcess master = await RedisServerProcess.StartAsync("repl-diskless-sync-delay 0");
        await using RedisServerProcess replica = await RedisServerProcess.StartAsync($"replicaof 127.0.0.1 {master.Port}");
        await using RespClient client = await master.ConnectAsync();

        await client.CommandAsync("SET", "a", "1");
        await client.CommandAsync("WAIT", "1", "20000");

        Assert.Equal("1", await replica.CommandAsync("GET", "a"));
    }

    [Fact]
    public async Task StartAsync_UnknownDirective_FailsWithTheServersWords()
    {
        InvalidOperationException failure = await Assert.ThrowsAsync<InvalidOperationException>(() => RedisServerProcess.StartAsync("no-such 1"));

        Assert.Contains("no-such", failure.Message, StringComparison.Ordinal);
    }
}
