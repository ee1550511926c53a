using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime.Messaging;
using ScriptGrid.Client;
using ScriptGrid.Cluster.Hosting;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Testing;

namespace ScriptGrid.ClusterTests.Clients;

/// <summary>A silo with a gateway, and clients that it does not accept.</summary>
public sealed class ConnectionFailuresTests : IAsyncLifetime
{
    private const string Secret = "0123456789abcdef";

    private readonly ClusterSettings _cluster;
    private readonly IHost _silo;

    public ConnectionFailuresTests()
    {
        int port = FreePort.Find();
        _cluster = new ClusterSettings { SiloPort = port, PrimaryPort = port, GatewayPort = FreePort.Find(), ClientSecret = Secret };
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddSingleton<OwnMetrics>();
        builder.UseOrleans(silo => OrleansSetup.Configure(silo, _cluster, new LocalhostMembershipStore(_cluster)));
        _silo = builder.Build();
    }

    private string Gateway => $"127.0.0.1:{_cluster.GatewayPort}";

    public Task InitializeAsync() => _silo.StartAsync();

    public async Task DisposeAsync()
    {
        await _silo.StopAsync();
        _silo.Dispose();
    }

    [Fact]
    public async Task Connect_WrongSecret_SaysSo() =>
        await AssertFailsAsync("it closed the connection after the proof of the client secret", static client => client.Secret = "another secret..");

    [Fact]
    public async Task Connect_NoSecret_NamesTheSecret() => await AssertFailsAsync("Secret or SecretFile", static _ => { });

    [Fact]
    public async Task Connect_AnotherCluster_NamesClusterId() => await AssertFailsAsync("ClusterId", static client =>
    {
        client.Secret = Secret;
        client.ClusterId = "another";
    });

    [Fact]
    public async Task Connect_TlsToAGatewayWithout_SaysThatTheHandshakeFailed() =>
        await AssertFailsAsync("the TLS handshake failed; check that the gateway uses TLS", static client =>
        {
            client.Secret = Secret;
            client.Tls = new ScriptGridClientTls();
        });

    [Fact]
    public async Task Connect_ClosedPort_SaysThatItIsRefused()
    {
        string gateway = $"127.0.0.1:{FreePort.Find()}";

        string message = await FailAsync(client => client.Gateways.Add(gateway));

        Assert.Equal(
            $"The ScriptGrid cluster cannot be reached. {gateway}: the connection was refused; check the address and the port, "
            + "and that the silo runs and serves clients.",
            message);
    }

    [Fact]
    public async Task Connect_NameWithoutAnAddress_SaysSo()
    {
        string message = await FailAsync(static client => client.Gateways.Add("nowhere.invalid:30000"));

        Assert.Equal(
            $"The ScriptGrid cluster cannot be reached. nowhere.invalid:30000: {ConnectionProblem.NoAddress}", message);
    }

    [Fact]
    public async Task Connect_SeveralGateways_TellsOfEach()
    {
        string message = await FailAsync(client =>
        {
            client.Gateways.Add("nowhere.invalid:30000");
            client.Gateways.Add(Gateway);
        });

        Assert.Contains($"nowhere.invalid:30000: {ConnectionProblem.NoAddress} {Gateway}: it ", message, StringComparison.Ordinal);
        Assert.Contains("Secret or SecretFile", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_PortThatClosesAtOnce_AsksForTheGatewayPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task closing = CloseEachAsync(listener);

        string message = await FailAsync(client =>
        {
            client.Gateways.Add(listener.LocalEndpoint.ToString()!);
            client.Secret = Secret;
        });
        listener.Stop();
        await closing;

        Assert.True(message.Contains("this is the gateway port of a silo", StringComparison.Ordinal), message);
    }

    private static async Task CloseEachAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                using TcpClient client = await listener.AcceptTcpClientAsync();
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task AssertFailsAsync(string expected, Action<ScriptGridClientOptions> configure)
    {
        string message = await FailAsync(client =>
        {
            client.Gateways.Add(Gateway);
            configure(client);
        });

        Assert.StartsWith($"The ScriptGrid cluster cannot be reached. {Gateway}: ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, message, StringComparison.Ordinal);
    }

    private static async Task<string> FailAsync(Action<ScriptGridClientOptions> configure) =>
        (await Assert.ThrowsAsync<ConnectionFailedException>(() => ScriptGridClient.ConnectAsync(options =>
        {
            options.ConnectTimeout = TimeSpan.Zero;
            configure(options);
        }))).Message;
}
