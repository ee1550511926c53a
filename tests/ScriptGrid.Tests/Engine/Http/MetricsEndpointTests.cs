using System.Buffers;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Http;

public sealed class MetricsEndpointTests : EndpointsFixture
{
    private const string OpenMetrics = "Accept: application/openmetrics-text; version=1.0.0";
    private const string Gzip = "Accept-Encoding: gzip";

    private const string Page =
        """
        # HELP redis_up Up.
        # TYPE redis_up gauge
        redis_up{target="a:1"} 1
        # HELP scrapes_total Scrapes.
        # TYPE scrapes_total counter
        scrapes_total 1

        """;

    [Fact]
    public async Task Get_NoAccept_IsText()
    {
        using HttpResponseMessage response = await SendAsync("GET", "/metrics");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.NonValidated["Content-Type"].ToString());
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.False(response.Headers.Contains("Server"));
        Assert.Equal(Page, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Get_OpenMetrics_EndsWithEof()
    {
        using HttpResponseMessage response = await SendAsync("GET", "/metrics", OpenMetrics);

        Assert.Equal(
            "application/openmetrics-text; version=1.0.0; charset=utf-8", response.Content.Headers.NonValidated["Content-Type"].ToString());
        string page = await response.Content.ReadAsStringAsync();
        Assert.Equal(1, ExpositionPage.Parse(page, ExpositionFormat.OpenMetrics).Samples["scrapes_total"]);
    }

    [Fact]
    public async Task Get_Gzip_IsTheSamePage()
    {
        using HttpResponseMessage response = await SendAsync("GET", "/metrics", Gzip);

        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        await using var unzipped = new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var reader = new StreamReader(unzipped);
        Assert.Equal(Page, await reader.ReadToEndAsync());
    }

    [Theory]
    [InlineData("Accept-Encoding: identity")]
    [InlineData(Gzip)]
    public async Task Head_Any_HasHeadersOnly(string encoding)
    {
        Fleet.WriteMetrics = static (_, _) => throw new InvalidOperationException("HEAD must not render");

        using HttpResponseMessage response = await SendAsync("HEAD", "/metrics", encoding);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.NonValidated["Content-Type"].ToString());
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("Accept-Encoding: identity")]
    [InlineData(Gzip)]
    public async Task Get_FailsAtOnce_Is500WithOneLine(string encoding)
    {
        Fleet.WriteMetrics = static (_, _) => throw new InvalidOperationException("a bug");

        using HttpResponseMessage response = await SendAsync("GET", "/metrics", encoding);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.Equal("The request failed; see the log for the reason.\n", await response.Content.ReadAsStringAsync());
        Assert.Equal(3000, Assert.Single(Log.Entries).Event.Id);
    }

    [Theory]
    [InlineData("Accept-Encoding: identity")]
    [InlineData(Gzip)]
    public async Task Get_FailsBeforeTheFirstFlush_Is500WithoutThePage(string encoding)
    {
        Fleet.WriteMetrics = static (output, _) =>
        {
            output.Write("redis_up 1\n"u8);
            throw new InvalidOperationException("a bug");
        };

        using HttpResponseMessage response = await SendAsync("GET", "/metrics", encoding);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.DoesNotContain("redis_up", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Single(Log.Entries);
    }

    [Theory]
    [InlineData("Accept-Encoding: identity")]
    [InlineData(Gzip)]
    public async Task Get_FailsAfterTheFirstFlush_CutsTheConnection(string encoding)
    {
        Fleet.WriteMetrics = static async (output, cancellationToken) =>
        {
            for (int i = 0; i < 10; i++)
            {
                output.Write(new byte[256 * 1024]);
                await output.FlushAsync(cancellationToken);
            }

            throw new InvalidOperationException("a bug");
        };

        await Assert.ThrowsAsync<HttpRequestException>(async () =>
        {
            using HttpResponseMessage response = await SendAsync("GET", "/metrics", encoding);
            await response.Content.ReadAsStringAsync();
        });
        Assert.Equal(3001, Assert.Single(Log.Entries).Event.Id);
    }

    [Fact]
    public async Task Get_FailsAgainAndAgain_IsLoggedOnce()
    {
        Fleet.WriteMetrics = static (_, _) => throw new InvalidOperationException("a bug");

        for (int i = 0; i < 20; i++)
        {
            using HttpResponseMessage response = await SendAsync("GET", "/metrics");
            Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        }

        Assert.Single(Log.Entries);
    }

    [Fact]
    public async Task Get_WriteTellsThatTheClientIsGoneBeforeTheTokenDoes_IsSilence()
    {
        Fleet.WriteMetrics = static async (output, cancellationToken) =>
        {
            output.Write(new byte[256 * 1024]);
            await output.FlushAsync(cancellationToken);
            throw new ConnectionAbortedException("The client hung up.");
        };

        await Assert.ThrowsAsync<HttpRequestException>(async () =>
        {
            using HttpResponseMessage response = await SendAsync("GET", "/metrics");
            await response.Content.ReadAsStringAsync();
        });
        Assert.Empty(Log.Entries);
    }

    [Fact]
    public async Task Get_ClientHangsUp_IsSilence()
    {
        var ended = new TaskCompletionSource();
        Fleet.WriteMetrics = async (output, cancellationToken) =>
        {
            using CancellationTokenRegistration hungUp = cancellationToken.Register(ended.SetResult);
            await FakeFleet.WriteForEverAsync(output, cancellationToken);
            await ended.Task;
            throw new IOException("as a write to the dead connection may");
        };

        using (var client = new TcpClient())
        {
            await client.ConnectAsync(IPAddress.Loopback, Client.BaseAddress!.Port);
            await client.GetStream().WriteAsync("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray());
            await client.GetStream().ReadExactlyAsync(new byte[100_000]);
        }

        await ended.Task;
        await App.StopAsync();
        Assert.Empty(Log.Entries);
    }
}
