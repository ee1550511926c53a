using System.Net;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EmbeddedRedis.Clients;

/// <summary>What waits for the end of CLIENT PAUSE, as with Redis.</summary>
public sealed class ClientPauseTests(ServerPair servers) : IClassFixture<ServerPair>
{
    [Theory]
    [InlineData(true, "SET|k|v")]
    [InlineData(true, "PUBLISH|c|m")]
    [InlineData(true, "SPUBLISH|c|m")]
    [InlineData(true, "PFCOUNT|k")]
    [InlineData(true, "EVAL|return 1|0")]
    [InlineData(true, "EVAL|#!lua\nreturn 1|0")]
    [InlineData(false, "EVAL|#!lua flags=no-writes\nreturn 1|0")]
    [InlineData(false, "EVAL_RO|return 1|0")]
    [InlineData(true, "EVALSHA|0000000000000000000000000000000000000000|0")]
    [InlineData(true, "FCALL|nothing|0")]
    [InlineData(false, "GET|k")]
    public async Task Pause_OfWrites_HoldsCallsAndTransactionsAsRedis(bool waits, string call)
    {
        string[] words = call.Split('|');
        foreach (EndPoint server in new[] { servers.Real, servers.Embedded.EndPoint })
        {
            Assert.Equal(waits, await WaitsAsync(server, [], words));
            Assert.Equal(waits, await WaitsAsync(server, [["MULTI"], words], ["EXEC"]));
        }
    }

    [Fact]
    public async Task Pause_OfAll_DoesNotHoldMonitors()
    {
        await using RawRespClient monitor = await RawRespClient.ConnectAsync(servers.Embedded.EndPoint, 2);
        await monitor.AskAsync("MONITOR");
        await servers.Embedded.ExecuteAsync(["CLIENT", "PAUSE", "60000", "ALL"]);
        try
        {
            Assert.Equal("+PONG\r\n", await monitor.AskAsync("PING"));
        }
        finally
        {
            await servers.Embedded.ExecuteAsync(["CLIENT", "UNPAUSE"]);
        }
    }

    /// <summary>Whether a call has not been carried out once the server has read it.</summary>
    private static async Task<bool> WaitsAsync(EndPoint server, string[][] before, string[] call)
    {
        await using RawRespClient other = await RawRespClient.ConnectAsync(server, 2);
        await using RawRespClient client = await RawRespClient.ConnectAsync(server, 2);
        string id = (await client.AskAsync("CLIENT", "ID"))[1..^2];
        await client.AskAllAsync(before);
        await other.AskAllAsync([["CONFIG", "RESETSTAT"], ["CLIENT", "PAUSE", "60000", "WRITE"]]);
        string name = call[0].ToLowerInvariant();

        Task<string> reply = client.AskAsync(call);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!(await other.AskAsync("CLIENT", "LIST", "ID", id)).Contains($" cmd={name} ", StringComparison.Ordinal))
        {
            await Task.Delay(5, limit.Token);
        }

        bool waits = !(await other.AskAsync("INFO", "commandstats")).Contains($"cmdstat_{name}:", StringComparison.Ordinal);
        await other.AskAsync("CLIENT", "UNPAUSE");
        await reply;
        return waits;
    }
}
