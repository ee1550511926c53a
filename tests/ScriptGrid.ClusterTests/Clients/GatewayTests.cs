using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
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

        UnauthorizedAccessException refused = await Assert.ThrowsAsync<UnauthorizedAccessException>(
            () => client.Services.GetRequiredService<IGrainFactory>().GetGrain<IInsideGrain>(0).AskNextAsync());

        Assert.Equal("ScriptGrid refuses IInsideGrain.AskNextAsync: external clients may not call IInsideGrain", refused.Message);
        await client.StopAsync();
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
