using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using ScriptGrid.Client;
using ScriptGrid.Cluster.Hosting;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Testing;

namespace ScriptGrid.ClusterTests.Clients;

/// <summary>A silo with a gateway, and clients of it, in one process.</summary>
public sealed class GatewayTests : IAsyncLifetime
{
    private const string Secret = "0123456789abcdef";

    private readonly ClusterSettings _cluster;
    private readonly IHost _silo;

    public GatewayTests()
    {
        int port = FreePort.Find();
        _cluster = new ClusterSettings { SiloPort = port, PrimaryPort = port, GatewayPort = FreePort.Find(), ClientSecret = Secret };
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddSingleton<OwnMetrics>();
        builder.UseOrleans(silo => OrleansSetup.Configure(silo, _cluster, new LocalhostMembershipStore(_cluster)));
        builder.Services.AddScriptGridClient();
        _silo = builder.Build();
    }

    public Task InitializeAsync() => _silo.StartAsync();

    public async Task DisposeAsync()
    {
        await _silo.StopAsync();
        _silo.Dispose();
    }

    [Fact]
    public async Task Call_FromInside_Passes() =>
        Assert.Equal("inside", await _silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IInsideGrain>(0).AskNextAsync());

    [Fact]
    public async Task Call_ByAClientWithTheSecret_IsHeldToWhatIsOffered()
    {
        using IHost client = Client(options => options.Secret = Secret);
        await client.StartAsync();

        await AssertRefusedAsync(() => client.Services.GetRequiredService<IGrainFactory>().GetGrain<IInsideGrain>(0).AskNextAsync());

        await client.StopAsync();
    }

    [Fact]
    public void Client_OfAHostThatIsASilo_GoesThroughThatSilo()
    {
        ITargetGrain target = _silo.Services.GetRequiredService<IScriptGridClient>().Target("10.0.0.1:6379");

        Assert.Equal("10.0.0.1:6379", target.GetPrimaryKeyString());
        Assert.Throws<ArgumentException>(static () => new ServiceCollection().AddSingleton<ILocalSiloDetails>(static _ => null!)
            .AddScriptGridClient(configureOrleans: static _ => { }));
    }

    [Fact]
    public async Task Client_OfAHostWithAnOrleansClient_SharesIt()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.UseOrleansClient(client => client
            .UseStaticClustering(new IPEndPoint(IPAddress.Loopback, _cluster.GatewayPort))
            .Configure<ClusterOptions>(static cluster => (cluster.ClusterId, cluster.ServiceId) = ("scriptgrid", "scriptgrid")));
        builder.Services.AddScriptGridClient(static client => client.Secret = Secret);
        using IHost host = builder.Build();
        await host.StartAsync();

        await AssertRefusedAsync(() => host.Services.GetRequiredService<IClusterClient>().GetGrain<IInsideGrain>(0).AskNextAsync());

        Assert.NotNull(host.Services.GetRequiredService<IScriptGridClient>().Fleet);
        await host.StopAsync();
    }

    [Fact]
    public async Task ConnectAsync_WithoutAHost_ReachesTheSiloUnderItsName()
    {
        await using ScriptGridClient client = await ScriptGridClient.ConnectAsync(options =>
        {
            options.Gateways.Add($"localhost:{_cluster.GatewayPort}");
            options.Secret = Secret;
        });

        // The silo of these tests collects nothing, so that the call gets as far as the grain and fails there.
        Exception? failure = await Record.ExceptionAsync(() => client.Target("10.0.0.1:6379").GetSnapshotAsync());
        Assert.NotNull(failure);
        Assert.IsNotType<UnauthorizedAccessException>(failure);
    }

    [Fact]
    public async Task Connect_StepOfALaterCall_ComesBeforeTheProofAsTlsMust()
    {
        ConnectionStep? step = null;
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddScriptGridClient(options =>
        {
            options.Gateways.Add($"127.0.0.1:{_cluster.GatewayPort}");
            options.Secret = Secret;
        });
        builder.Services.AddScriptGridClient(configureOrleans: orleans => orleans.Configure<ClientConnectionOptions>(
            options => options.ConfigureConnection(connections => connections.Use(next => connection =>
            {
                step = ConnectionAttempt.Current?.Step;
                return next(connection);
            }))));
        using IHost client = builder.Build();

        await client.StartAsync();
        await client.StopAsync();

        Assert.Equal(ConnectionStep.Opened, step);
    }

    [Fact]
    public async Task ConnectAsync_NobodyThere_FailsWhenTimeIsUp()
    {
        int port = FreePort.Find();

        await Assert.ThrowsAnyAsync<Exception>(() => ScriptGridClient.ConnectAsync(options =>
        {
            options.Gateways.Add($"127.0.0.1:{port}");
            options.ConnectTimeout = TimeSpan.Zero;
        }));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("another secret..")]
    public async Task Connect_WithoutTheSecret_Fails(string? secret)
    {
        using IHost client = Client(options => (options.Secret, options.ConnectTimeout) = (secret, TimeSpan.Zero));

        await Assert.ThrowsAnyAsync<Exception>(() => client.StartAsync());
    }

    [Fact]
    public async Task Connect_WithNoise_IsClosed()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, _cluster.GatewayPort);
        NetworkStream stream = socket.GetStream();

        byte[] challenge = new byte["SGC1".Length + 32];
        await stream.ReadExactlyAsync(challenge);
        await stream.WriteAsync(new byte[1000]);
        int more = 0;
        await Record.ExceptionAsync(async () => more = await stream.ReadAsync(new byte[1])); // Closed, or reset over what it did not read.

        Assert.Equal("SGC1"u8, challenge.AsSpan(0, 4));
        Assert.Equal(0, more);
    }

    private static async Task AssertRefusedAsync(Func<Task> call)
    {
        UnauthorizedAccessException refused = await Assert.ThrowsAsync<UnauthorizedAccessException>(call);

        Assert.Equal("ScriptGrid refuses IInsideGrain.AskNextAsync: external clients may not call IInsideGrain", refused.Message);
    }

    private IHost Client(Action<ScriptGridClientOptions> configure)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddScriptGridClient(options =>
        {
            options.Gateways.Add($"127.0.0.1:{_cluster.GatewayPort}");
            configure(options);
        });
        return builder.Build();
    }
}

/// <summary>What no client may call.</summary>
internal interface IInsideGrain : IGrainWithIntegerKey
{
    Task<string> AskNextAsync();
}

internal sealed class InsideGrain : Grain, IInsideGrain
{
    public async Task<string> AskNextAsync() =>
        this.GetPrimaryKeyLong() > 0 ? "inside" : await GrainFactory.GetGrain<IInsideGrain>(this.GetPrimaryKeyLong() + 1).AskNextAsync();
}
