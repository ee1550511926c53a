using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Tests.Engine.Http;

/// <summary>Pages with large results, over the real server.</summary>
public sealed class LargePageTests : EndpointsFixture
{
    private static readonly int[] Sizes = [300_000, 1, 300_000, 66_000, 262_144, 5_000_000, 2, 150_000];

    public LargePageTests()
    {
        var families = new TargetFamilies("redis");
        FleetResults results = FleetResults.Empty with { Scripts = [.. Sizes.Select(Script)] };
        Fleet.WriteMetrics = (output, cancellationToken) =>
            FleetPage.WriteAsync(output, results, families, ExpositionFormat.Text, TimeSpan.Zero, cancellationToken);
    }

    [Fact]
    public async Task Get_Chunked_Ends() => AssertWhole(await Client.GetStringAsync("/metrics"));

    [Fact]
    public async Task Get_Compressed_Ends()
    {
        using HttpResponseMessage response = await SendAsync("GET", "/metrics", "Accept-Encoding: gzip");

        await using var unzipped = new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var reader = new StreamReader(unzipped);
        AssertWhole(await reader.ReadToEndAsync());
    }

    [Theory]
    [InlineData("GET /metrics HTTP/1.0\r\n\r\n")]
    [InlineData("GET /metrics HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")]
    public async Task Get_HttpOneZero_EndsWithTheConnection(string request)
    {
        using TcpClient client = await RawHttp.ConnectAsync(Client.BaseAddress!.Port);
        await client.SendAsync(request);

        string answer = await client.ReadToEndAsync();

        Assert.DoesNotContain("chunked", answer[..1000], StringComparison.Ordinal);
        AssertWhole(answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
    }

    [Fact]
    public async Task Get_ReadersThatLeave_AreSilence()
    {
        for (int i = 0; i < 50; i++)
        {
            using TcpClient client = await RawHttp.ConnectAsync(Client.BaseAddress!.Port);
            client.LingerState = new LingerOption(enable: i % 2 == 0, seconds: 0);
            await client.SendAsync("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n");
            await client.GetStream().ReadExactlyAsync(new byte[1 + (i * 1000)]);
        }

        await App.StopAsync();
        Assert.Empty(Log.Entries);
    }

    private static void AssertWhole(string page) =>
        Assert.Equal(Sizes, page.Split('\n').Where(static line => line.StartsWith('v')).Select(static line => line.Length - "v{} 1".Length));

    private static ScriptResults Script(int size)
    {
        byte[] line = Encoding.UTF8.GetBytes($"v{{{new string('k', size)}}} 1\n");
        var results = new ScriptResults();
        results.Publish(line, [new Section(TargetFamilies.Values, line.Length)], [], TimeSpan.MaxValue);
        return results;
    }
}
