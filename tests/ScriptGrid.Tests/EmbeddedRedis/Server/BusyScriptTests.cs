using ScriptGrid.EmbeddedRedis;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EmbeddedRedis.Server;

public class BusyScriptTests
{
    private const string Endless = "while true do end";
    private const string Busy = "-BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.\r\n";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task EndlessScript_OthersAreToldAndMayKillIt()
    {
        await using EmbeddedRedisServer server = await StartAsync();
        await using RawRespClient scripter = await RawRespClient.ConnectAsync(server.EndPoint, 2);
        await using RawRespClient other = await RawRespClient.ConnectAsync(server.EndPoint, 2);

        Task<string[]> run = scripter.AskAllAsync([["EVAL", Endless, "0"], ["PING"]]);
        await WaitUntilBusyAsync(other);

        Assert.Equal(Busy, await other.AskAsync("SET", "k", "v"));
        Assert.StartsWith("*14\r\n", await other.AskAsync("HELLO", "2"), StringComparison.Ordinal);
        Assert.Equal("+OK\r\n", await other.AskAsync("SCRIPT", "KILL"));
        string[] replies = await run;
        Assert.Contains("killed by user", replies[0], StringComparison.Ordinal);
        Assert.Equal("+PONG\r\n", replies[1]);
        Assert.Equal("+PONG\r\n", await other.AskAsync("PING"));
    }

    [Fact]
    public async Task EndlessScriptThatWrote_ShutdownNosave_EndsTheServer()
    {
        await using EmbeddedRedisServer server = await StartAsync();
        await using RawRespClient scripter = await RawRespClient.ConnectAsync(server.EndPoint, 2);
        await using RawRespClient other = await RawRespClient.ConnectAsync(server.EndPoint, 2);
        Task<string> run = scripter.AskAsync("EVAL", "redis.call('set', 'k', 'v') " + Endless, "0");
        await WaitUntilBusyAsync(other);

        Assert.StartsWith("-UNKILLABLE ", await other.AskAsync("SCRIPT", "KILL"), StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<IOException>(() => other.AskAsync("SHUTDOWN", "NOSAVE"));

        await server.Completion.WaitAsync(Limit);
        await AssertEndedByTheServerAsync(run);
    }

    [Fact]
    public async Task EndlessScript_DisposeAsync_GivesItUp()
    {
        EmbeddedRedisServer server = await StartAsync();
        await using RawRespClient scripter = await RawRespClient.ConnectAsync(server.EndPoint, 2);
        await using RawRespClient other = await RawRespClient.ConnectAsync(server.EndPoint, 2);
        Task<string> run = scripter.AskAsync("EVAL", Endless, "0");
        await WaitUntilBusyAsync(other);

        await server.DisposeAsync().AsTask().WaitAsync(Limit);

        await AssertEndedByTheServerAsync(run);
    }

    [Fact]
    public async Task EndlessScript_MultiOfAnother_IsRefusedAtExec()
    {
        await using EmbeddedRedisServer server = await StartAsync();
        await using RawRespClient scripter = await RawRespClient.ConnectAsync(server.EndPoint, 2);
        await using RawRespClient other = await RawRespClient.ConnectAsync(server.EndPoint, 2);
        Task<string> run = scripter.AskAsync("EVAL", Endless, "0");
        await WaitUntilBusyAsync(other);

        Assert.Equal("+OK\r\n", await other.AskAsync("MULTI"));
        Assert.Equal(Busy, await other.AskAsync("GET", "k"));
        Assert.StartsWith("-EXECABORT ", await other.AskAsync("EXEC"), StringComparison.Ordinal);
        Assert.Equal("+OK\r\n", await other.AskAsync("SCRIPT", "KILL"));
        Assert.Contains("killed by user", await run, StringComparison.Ordinal);
    }

    /// <summary>The script's caller learns why it ended, or at least that the connection was closed.</summary>
    private static async Task AssertEndedByTheServerAsync(Task<string> run)
    {
        string? reply = null;
        Exception? failure = await Record.ExceptionAsync(async () => reply = await run.WaitAsync(Limit));

        Assert.True(
            failure is IOException || reply?.StartsWith("-ERR Script ended since the server is shutting down", StringComparison.Ordinal) == true,
            $"{reply}{failure}");
    }

    private static async Task<EmbeddedRedisServer> StartAsync()
    {
        EmbeddedRedisServer server = await EmbeddedRedisServer.StartAsync(new EmbeddedRedisOptions());
        await server.ExecuteAsync("CONFIG", "SET", "busy-reply-threshold", "1");
        return server;
    }

    /// <summary>Asks until the script holds everybody up.</summary>
    private static async Task WaitUntilBusyAsync(RawRespClient client)
    {
        using var expired = new CancellationTokenSource(Limit);
        while (await client.AskAsync("PING") != Busy)
        {
            expired.Token.ThrowIfCancellationRequested();
        }
    }
}
