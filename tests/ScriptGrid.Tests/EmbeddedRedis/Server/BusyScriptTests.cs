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

    [Theory]
    [InlineData("while true do load(function() return ' ' end) end")]
    [InlineData("while true do table.foreachi(t, function() end) end")]
    [InlineData("while true do table.foreach(t, function() end) end")]
    [InlineData("while true do table.sort(t, function(a, b) return a < b end) end")]
    [InlineData("while true do table.sort(compared) end")]
    [InlineData("while true do s:gsub('x', function() end) end")]
    [InlineData("while true do s:gsub('x', indexed) end")]
    [InlineData("local function handle() error() end while true do xpcall(error, handle) end")]
    [InlineData("while true do for i in function(_, i) return (i or 0) < 1e6 and (i or 0) + 1 or nil end do end end")]
    [InlineData("while true do for k in pairs(t) do end end")]
    [InlineData("while true do for k in next, t do end end")]
    [InlineData("while true do table.foreachi(t, coroutine.wrap(function() while true do coroutine.yield() end end)) end")]
    public async Task EndlessCallsFromWithin_AreBusyAndMayBeKilled(string endless)
    {
        const string Preparation = """
            local t, compared = {}, {}
            for i = 1, 1e5 do t[i] = i % 1000 end
            local meta = {__lt = function(a, b) return a[1] < b[1] end}
            for i = 1, 1e4 do compared[i] = setmetatable({i % 1000}, meta) end
            local indexed = setmetatable({}, {__index = function() end})
            local s = string.rep('x', 1e5)
            """;
        await using EmbeddedRedisServer server = await StartAsync();
        await using RawRespClient scripter = await RawRespClient.ConnectAsync(server.EndPoint, 2);
        await using RawRespClient other = await RawRespClient.ConnectAsync(server.EndPoint, 2);
        Task<string> run = scripter.AskAsync("EVAL", Preparation + "\n" + endless, "0");
        await WaitUntilBusyAsync(other).WaitAsync(Limit);

        Assert.Equal("+OK\r\n", await other.AskAsync("SCRIPT", "KILL").WaitAsync(Limit));
        Assert.Contains("killed by user", await run.WaitAsync(Limit), StringComparison.Ordinal);
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
            failure is IOException || reply?.StartsWith("-ERR Script stopped because the server is shutting down", StringComparison.Ordinal) == true,
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
