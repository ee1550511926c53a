using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Http;

namespace ScriptGrid.Tests.Engine.Http;

[Collection(TimedTests.Name)]
public sealed class WebServerTests : EndpointsFixture
{
    [Fact]
    public async Task TryStart_BusyPort_SaysSo()
    {
        string busy = $"127.0.0.1:{Client.BaseAddress!.Port}";
        ListenAddress address = ListenAddress.Parse(busy)!;
        WebApplicationBuilder builder = WebServer.CreateBuilder(address);
        builder.Logging.AddProvider(Log);
        await using WebApplication second = builder.Build();

        string? failure = await WebServer.TryStartAsync(second, address, static _ => null, CancellationToken.None);

        Assert.Equal($"Cannot listen on {busy}: Address already in use.", failure);
        Assert.Empty(Log.Entries);
    }

    [Fact]
    public async Task TryStart_EveryInterface_AnswersOnBothLoopbacks()
    {
        ListenAddress address = ListenAddress.Parse(":0")!;
        await using WebApplication app = WebServer.CreateBuilder(address).Build();
        Assert.Null(await WebServer.TryStartAsync(app, address, static _ => null, CancellationToken.None));
        int port = WebServer.BoundAddress(app, address).Port;

        foreach (string loopback in (string[])["127.0.0.1", "[::1]"])
        {
            using HttpResponseMessage response = await Client.GetAsync(new Uri($"http://{loopback}:{port}/"));
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    [Fact]
    public async Task Stop_SlowScraperAndIdleConnection_WaitsForNeither()
    {
        using var slow = new TcpClient();
        await slow.ConnectAsync(IPAddress.Loopback, Client.BaseAddress!.Port);
        Fleet.WriteMetrics = FakeFleet.WriteForEverAsync;
        await slow.GetStream().WriteAsync("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray());
        await slow.GetStream().ReadExactlyAsync(new byte[1000]);
        await Client.GetStringAsync("/-/healthy");

        // The scraper reads no further and the other connection stays open: the host's own patience, 30 s, would be used up.
        await App.StopAsync().WaitAsync(TimeSpan.FromSeconds(15));

        Assert.Empty(Log.Entries);
    }
}
