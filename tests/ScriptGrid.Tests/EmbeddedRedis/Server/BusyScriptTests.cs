using System.Net.Sockets;
using System.Text;
using ScriptGrid.EmbeddedRedis;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EmbeddedRedis.Server;

public class BusyScriptTests
{
    private const string Endless = "while true do end";
    private const string Busy = "-BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.\r\n";

    /// <summary>The script is over at once, but its reply has more than 2^60 parts.</summary>
    private const string EndlessReply = "local t = {} for i = 1, 60 do t = {t, t} end return t";
    private const string Killed = "-ERR Script killed by user with SCRIPT KILL.\r\n";

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
    [InlineData("error(setmetatable({}, {__index = function() while true do end end}))")]
    [InlineData("error(setmetatable({}, {__newindex = function() while true do end end}))")]
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
    public async Task EndlessReply_ScriptKill_PutsAnErrorInItsPlace()
    {
        await using EmbeddedRedisServer server = await StartAsync();
        await using RawRespClient scripter = await RawRespClient.ConnectAsync(server.EndPoint, 2);
        await using RawRespClient other = await RawRespClient.ConnectAsync(server.EndPoint, 2);
        await server.ExecuteAsync("FUNCTION", "LOAD", $"#!lua name=l\nredis.register_function('f', function() {EndlessReply} end)");

        Task<string[]> evals = scripter.AskAllAsync([["EVAL", EndlessReply, "0"], ["PING"]]);
        await KillAsync(other, "SCRIPT");
        Assert.Equal([Killed, "+PONG\r\n"], await evals.WaitAsync(Limit));

        Task<string[]> exec = scripter.AskAllAsync([["MULTI"], ["ECHO", "a"], ["FCALL", "f", "0"], ["ECHO", "b"], ["EXEC"]]);
        await KillAsync(other, "FUNCTION");
        Assert.Equal($"*3\r\n$1\r\na\r\n{Killed}$1\r\nb\r\n", (await exec.WaitAsync(Limit))[^1]);
    }

    [Fact]
    public async Task EndlessReply_AfterALargeReply_SendsNoPartOfIt()
    {
        await using EmbeddedRedisServer server = await StartAsync();
        await using RawRespClient scripter = await RawRespClient.ConnectAsync(server.EndPoint, 2);
        await using RawRespClient other = await RawRespClient.ConnectAsync(server.EndPoint, 2);
        await server.ExecuteAsync("SETRANGE", "large", "12000000", "x"); // More than the network takes at once.

        Task<string[]> replies = scripter.AskAllAsync([["GET", "large"], ["EVAL", EndlessReply, "0"], ["PING"]]);
        await KillAsync(other, "SCRIPT");

        Assert.Equal([Killed, "+PONG\r\n"], (await replies.WaitAsync(Limit))[1..]);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{string.rep('x', 2^20)}")]
    [InlineData("{err = string.rep('x', 2^20)}")]
    public async Task EndlessReply_NobodyWantsIt_CanStillBeKilled(string leaf)
    {
        await using EmbeddedRedisServer server = await StartAsync();
        using TcpClient scripter = await SendMutedAsync(server, $"local t = {leaf} for i = 1, 60 do t = {{t, t}} end return t");
        await using RawRespClient other = await RawRespClient.ConnectAsync(server.EndPoint, 2);

        await KillAsync(other, "SCRIPT").WaitAsync(Limit);

        Assert.Equal("+PONG\r\n", await other.AskAsync("PING").WaitAsync(Limit));
    }

    [Fact]
    public async Task EndlessReply_DisposeAsync_GivesItUp()
    {
        EmbeddedRedisServer server = await StartAsync();
        using TcpClient scripter = await SendMutedAsync(server, EndlessReply);
        await using RawRespClient other = await RawRespClient.ConnectAsync(server.EndPoint, 2);
        await WaitUntilBusyAsync(other);

        await server.DisposeAsync().AsTask().WaitAsync(Limit);
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

    /// <summary>Sends a script by a client that wants no replies.</summary>
    private static async Task<TcpClient> SendMutedAsync(EmbeddedRedisServer server, string script)
    {
        var client = new TcpClient();
        await client.ConnectAsync(server.EndPoint);
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes($"CLIENT REPLY OFF\r\nEVAL \"{script}\" 0\r\n"));
        return client;
    }

    private static async Task KillAsync(RawRespClient client, string kind)
    {
        await WaitUntilBusyAsync(client);
        Assert.Equal("+OK\r\n", await client.AskAsync(kind, "KILL"));
    }

    /// <summary>Asks until the script holds everybody up.</summary>
    private static async Task WaitUntilBusyAsync(RawRespClient client)
    {
        using var expired = new CancellationTokenSource(Limit);
        while (!(await client.AskAsync("PING")).StartsWith("-BUSY", StringComparison.Ordinal))
        {
            expired.Token.ThrowIfCancellationRequested();
        }
    }
}
