using System.Text;
using ScriptGrid.EmbeddedRedis;

namespace ScriptGrid.Tests.EmbeddedRedis.Scripting;

public sealed class EndOfScriptTests : IAsyncLifetime
{
    private const string Busy = "-BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.\r\n";

    private readonly ScriptedServer _server = new();

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        await _server.RunAsync("CONFIG", "SET", "busy-reply-threshold", "1");
    }

    public Task DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("while true do end")]
    [InlineData("while true do pcall(function() while true do redis.call('ping') end end) end")]
    public async Task ScriptKill_EndlessScript_EndsIt(string script)
    {
        var eval = _server.EvalAsync(script);

        Assert.Equal(Busy, await _server.RunAsync("PING"));
        Assert.StartsWith("-BUSY", await _server.RunAsync("FUNCTION", "KILL"), StringComparison.Ordinal);
        Assert.Equal("+OK\r\n", await _server.RunAsync("SCRIPT", "KILL"));
        Assert.StartsWith("-ERR Script killed by user with SCRIPT KILL. script: ", await eval, StringComparison.Ordinal);
        Assert.Equal("+PONG\r\n", await _server.RunAsync("PING"));
    }

    [Fact]
    public async Task Eval_LogOfTheHostThrowsInTheMiddle_GoesOnEachTime()
    {
        const int MoreThanNativeCallsMayNest = 250;
        var options = new EmbeddedRedisOptions { ScriptLog = static (_, _) => throw new InvalidOperationException("a bug") };
        await using var server = await EmbeddedRedisServer.StartAsync(options);

        for (int i = 0; i < MoreThanNativeCallsMayNest; i++)
        {
            string reply = Encoding.UTF8.GetString(await server.ExecuteAsync("EVAL", "return pcall(function() redis.log(redis.LOG_NOTICE, 'x') end) and 1", "0"));
            Assert.Equal(":1\r\n", reply);
        }

        Assert.Equal(":3\r\n", Encoding.UTF8.GetString(await server.ExecuteAsync("EVAL", "return select(2, pcall(function() return 3 end))", "0")));
    }

    [Fact]
    public async Task FunctionKill_EndlessFunction_EndsIt()
    {
        await _server.LoadAsync("redis.register_function('f', function() while true do end end)");
        var call = _server.RunAsync("FCALL", "f", "0", "x");

        Assert.Equal("-BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE.\r\n", await _server.RunAsync("SCRIPT", "KILL"));
        Assert.StartsWith(
            "*4\r\n$14\r\nrunning_script\r\n*6\r\n$4\r\nname\r\n$1\r\nf\r\n$7\r\ncommand\r\n*4\r\n$5\r\nFCALL\r\n$1\r\nf\r\n$1\r\n0\r\n$1\r\nx\r\n$11\r\nduration_ms\r\n:",
            await _server.RunAsync("FUNCTION", "STATS"),
            StringComparison.Ordinal);
        Assert.Equal("+OK\r\n", await _server.RunAsync("FUNCTION", "KILL"));
        Assert.Equal("-ERR Script killed by user with SCRIPT KILL. script: f, on @user_function:2.\r\n", await call);
    }

    [Fact]
    public async Task ScriptKill_ScriptThatWrote_IsRefused()
    {
        var eval = _server.EvalAsync("redis.call('set', 'x', 'y') repeat until redis.call('get', 'x') == 'z'");

        Assert.StartsWith("-UNKILLABLE Sorry the script already executed write commands", await _server.RunAsync("SCRIPT", "KILL"), StringComparison.Ordinal);
        await _server.DisposeAsync();
        Assert.StartsWith("-ERR Script stopped because the server is shutting down. script: ", await eval, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("while true do end")]
    [InlineData("while true do pcall(function() while true do end end) end")]
    [InlineData("redis.call('set', 'x', 'y') while true do redis.call('get', 'x') end")]
    public async Task Eval_LongerThanTheHostAllows_Ends(string script)
    {
        await using var server = await EmbeddedRedisServer.StartAsync(new EmbeddedRedisOptions { ScriptTimeLimit = TimeSpan.FromMilliseconds(20) });

        string reply = System.Text.Encoding.UTF8.GetString(await server.ExecuteAsync("EVAL", script, "0"));

        Assert.StartsWith("-ERR Script stopped because it ran longer than the host's limit of 20 ms. script: ", reply, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("busy-reply-threshold")]
    [InlineData("lua-time-limit")]
    public async Task Eval_ThresholdOfZero_IsNeverBusy(string setting)
    {
        await using var server = await EmbeddedRedisServer.StartAsync(new EmbeddedRedisOptions { ScriptTimeLimit = TimeSpan.FromMilliseconds(100) });
        await server.ExecuteAsync("CONFIG", "SET", setting, "0");

        Task<byte[]> eval = server.ExecuteAsync("EVAL", "while true do end", "0");

        Assert.Equal("+PONG\r\n", Encoding.UTF8.GetString(await server.ExecuteAsync("PING")));
        Assert.StartsWith("-ERR Script stopped because it ran longer", Encoding.UTF8.GetString(await eval), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eval_MoreMemoryThanTheHostAllows_Fails()
    {
        await using var server = await EmbeddedRedisServer.StartAsync(new EmbeddedRedisOptions { ScriptMemoryBytes = 64 << 20 });

        string reply = System.Text.Encoding.UTF8.GetString(await server.ExecuteAsync("EVAL", "local t = {} for i = 1, 1e9 do t[i] = string.rep('x', 1e6) .. i end", "0"));

        Assert.Contains("not enough memory", reply, StringComparison.Ordinal);
        Assert.Equal(":1\r\n", System.Text.Encoding.UTF8.GetString(await server.ExecuteAsync("EVAL", "return 1", "0")));
    }

    [Fact]
    public async Task RedisLog_LevelAndTexts_ReachTheHost()
    {
        var lines = new List<string>();
        await using var server = await EmbeddedRedisServer.StartAsync(new EmbeddedRedisOptions { ScriptLog = (level, text) => lines.Add($"{level} {text}") });

        await server.ExecuteAsync("EVAL", "redis.log(redis.LOG_WARNING, 'a', 1, 'b')", "0");

        Assert.Equal(["3 a 1 b"], lines);
    }

    [Fact]
    public async Task FunctionLoad_EndlessBody_TimesOut() =>
        Assert.Equal("-ERR Error registering functions: ERR FUNCTION LOAD timeout\r\n", await _server.LoadAsync("while true do end"));
}
