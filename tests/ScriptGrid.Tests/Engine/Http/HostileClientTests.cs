using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Http;
using ScriptGrid.Engine.Http.Api;

namespace ScriptGrid.Tests.Engine.Http;

/// <summary>Clients that send what they should not, or too much of it, or read nothing.</summary>
[Collection(TimedTests.Name)]
public sealed class HostileClientTests : EndpointsFixture
{
    private int Port => Client.BaseAddress!.Port;

    [Theory]
    [InlineData("GARBAGE\r\n\r\n", 400)]
    [InlineData("GET /-/healthy HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET /-/healthy HTTP/9.9\r\nHost: a\r\n\r\n", 505)]
    [InlineData("GET /-/healthy HTTP/1.1\r\nHost: a\r\nbroken header\r\n\r\n", 400)]
    [InlineData("POST /-/reload HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400)]
    public async Task Send_NoHttp_IsRefusedInSilence(string request, int status)
    {
        using TcpClient client = await RawHttp.ConnectAsync(Port);
        await client.SendAsync(request);

        Assert.StartsWith($"HTTP/1.1 {status} ", await client.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Empty(Log.Entries);
    }

    [Theory]
    [InlineData("GET /?", 20_000, "", 0, 414)]
    [InlineData("GET /-/healthy", 0, "X-Large: ", 40_000, 431)]
    public async Task Send_TooMuch_IsRefusedInSilence(string line, int lineLength, string header, int headerLength, int status)
    {
        using TcpClient client = await RawHttp.ConnectAsync(Port);
        await client.SendAsync($"{line}{new string('x', lineLength)} HTTP/1.1\r\nHost: a\r\n{header}{new string('y', headerLength)}\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", await client.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Empty(Log.Entries);
    }

    [Fact]
    public async Task Send_Pipelined_IsAnsweredInOrder()
    {
        using TcpClient client = await RawHttp.ConnectAsync(Port);
        await client.SendAsync(string.Concat(Enumerable.Repeat("GET /-/healthy HTTP/1.1\r\nHost: a\r\n\r\n", 200)));
        await client.SendAsync("GET /none HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        string answers = await client.ReadToEndAsync();

        Assert.Equal(200, Regex.Count(answers, "HTTP/1.1 200 OK"));
        Assert.EndsWith("404 Not Found\n", answers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_IdleOnesHoldEveryPlace_OneOfThemGivesWay()
    {
        App.Services.GetRequiredService<WebConnections>().Limit = 3;
        var idle = new List<TcpClient>();
        for (int i = 0; i < 20; i++)
        {
            TcpClient client = await RawHttp.ConnectAsync(Port);
            await client.SendAsync("GET /-/healthy HTTP/1.1\r\nHost: a\r\n\r\n");
            await client.GetStream().ReadExactlyAsync(new byte[10]);
            idle.Add(client);
        }

        string page = await Client.GetStringAsync("/-/healthy");

        Assert.Equal("ScriptGrid is healthy.\n", page);
        await idle[0].ReadToEndAsync(); // Closed, or it would go on for two minutes.
        Assert.Equal(3003, Assert.Single(Log.Entries).Event.Id);
        idle.ForEach(static client => client.Dispose());
    }

    [Fact]
    public async Task Get_NothingIsRead_CutsTheConnectionInSilence()
    {
        ListenAddress address = ListenAddress.Parse("127.0.0.1:0")!;
        WebApplicationBuilder builder = WebServer.CreateBuilder(address);
        builder.Logging.AddProvider(Log);
        builder.WebHost.ConfigureKestrel(static kestrel =>
            kestrel.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 1024 * 1024, gracePeriod: TimeSpan.FromSeconds(1.5)));
        await using WebApplication app = builder.Build();
        using var metrics = new OwnMetrics();
        WebServer.Use(app, ScriptGridEndpoints.Of(new ApiSources(Fleet, Secrets), metrics, new ScriptGridConfiguration(), _ => Task.FromResult(Reload)));
        var ended = new TaskCompletionSource();
        Fleet.WriteMetrics = async (output, cancellationToken) =>
        {
            try
            {
                await FakeFleet.WriteForEverAsync(output, cancellationToken);
            }
            finally
            {
                ended.SetResult();
            }
        };
        await app.StartAsync();

        using TcpClient client = await RawHttp.ConnectAsync(new Uri(app.Urls.Single()).Port);
        await client.SendAsync("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n");

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await app.StopAsync();
        Assert.Empty(Log.Entries);
    }

    [Fact]
    public void Limits_OfTheServer_LeaveNobodyForEver()
    {
        KestrelServerLimits limits = App.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;

        Assert.Equal(16 * 1024, limits.MinResponseDataRate!.BytesPerSecond);
        Assert.InRange(limits.RequestHeadersTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
        Assert.InRange(limits.KeepAliveTimeout, TimeSpan.FromSeconds(70), TimeSpan.FromMinutes(2));
    }
}
