using ScriptGrid.EmbeddedRedis;

namespace ScriptGrid.Tests.EmbeddedRedis.Scripting;

/// <summary>What scripts hold is bounded for each server by itself, whatever else the process allocates.</summary>
public sealed class ScriptMemoryTests
{
    private const string Out = "not enough memory";
    private const long Megabyte = 1 << 20;

    [Theory]
    [InlineData("local t = {} for i = 1, 1e9 do t[i] = string.rep('x', 1e5) .. i end")]
    [InlineData("local s = 'x' while true do s = s .. s end")]
    [InlineData("local t = {string.rep('x', 1e6)} while true do t[1] = table.concat({t[1], t[1], t[1]}) end")]
    [InlineData("local t = {} for i = 1, 1e9 do t[i] = i end")]
    [InlineData("local t = {} for i = 1, 1e9 do t[i] = {i, {i}, a = 1} end")]
    [InlineData("local t = {} while true do t = {t} end")]
    [InlineData("local t = {} for i = 1, 1e9 do t[i] = string.format('%099d', i) end")]
    [InlineData("local s = string.rep('x', 1000) while true do s = s:gsub('x', 'xx') end")]
    [InlineData("local function f(d) local n = 0 return (string.rep('x', 1e6):gsub('x', function() n = n + 1 if n == 2e5 then return d > 0 and f(d - 1) or 'x' end return 'yyyyyyyyyyyyyyyy' end)) end return #f(150)")]
    [InlineData("local t = {} for i = 1, 1000 do t[i] = '0123456789' end local u = {} while true do u[#u + 1] = cjson.encode(t) end")]
    [InlineData("return #cjson.decode('[' .. string.rep('[],', 2e6) .. '1]')")]
    [InlineData("return #cjson.decode('[' .. string.rep('{\"a\":1},', 1e6) .. '1]')")]
    [InlineData("local s = 'x' while true do s = cmsgpack.pack(s, s) end")]
    [InlineData("return #cmsgpack.unpack('\\221\\0\\030\\132\\128' .. string.rep('\\144', 2000000))")]
    [InlineData("local t = {} while true do t[#t + 1] = struct.pack('dddc0', 1, 2, 3, string.rep('x', 1000)) end")]
    [InlineData("for i = 1, 1000 do redis.call('RPUSH', KEYS[1], i, i, i, i, i) end local t = {} while true do t[#t + 1] = redis.call('LRANGE', KEYS[1], 0, -1) end")]
    [InlineData("redis.call('SADD', KEYS[1], 'a') return #redis.call('SRANDMEMBER', KEYS[1], -100000000)")]
    [InlineData("redis.call('ZADD', KEYS[1], 1, 'a') return #redis.call('ZRANDMEMBER', KEYS[1], -100000000, 'WITHSCORES')")]
    [InlineData("for i = 1, 1000 do redis.call('APPEND', KEYS[1], string.rep('x', 1e6)) end")]
    [InlineData("for i = 1, 100 do redis.call('SET', KEYS[1] .. i, string.rep('x', 1e6)) end")]
    [InlineData("return loadstring('local a = 1 ' .. string.rep('a=1 ', 3e6)) ~= nil")]
    [InlineData("return load(function() return string.rep('a=1 ', 100000) end)")]
    [InlineData("local t = {} while true do t[#t + 1] = loadstring('local a = 1 ' .. string.rep('a=1 ', 1000)) end")]
    [InlineData("local t = {} for i = 1, 1e9 do t[i] = function() return i end end")]
    [InlineData("error(string.rep('x', 3e7))")]
    [InlineData("local s = 'x' while true do local f, e = loadstring('\"' .. s .. s .. '\"', s) s = s .. s end")]
    [InlineData("local t = {} while true do t[#t + 1] = coroutine.create(function() end) end")]
    [InlineData("local t = {} while true do local c = coroutine.wrap(function() local s = string.rep('x', 1000) .. #t coroutine.yield() return s end) c() t[#t + 1] = c end")]
    [InlineData("local t = {} while true do t[#t + 1] = string.gmatch(string.rep('x', 1000) .. #t, 'x') end")]
    [InlineData("local function f(n) local s = string.rep('x', 100000) .. n return f(n + 1) .. s end return #f(1)")]
    public void Evaluate_ScriptThatHoards_RunsOutOfMemory(string script)
    {
        using var redis = EmbeddedRedisServer.Start(new EmbeddedRedisOptions { ScriptMemoryBytes = 8 * Megabyte });

        var error = Assert.Throws<EmbeddedRedisException>(() => redis.Evaluate(script, keys: ["key"]));

        Assert.Contains(Out, error.Message, StringComparison.Ordinal);
        Assert.Equal(1, redis.Evaluate("return 1").AsLong());
    }

    [Theory]
    [InlineData("local s for i = 1, 100 do s = string.rep('x', 1e6) .. i end return #s")]
    [InlineData("for i = 1, 5e5 do local t = {i, {i}} end return 1000003")]
    [InlineData("for i = 1, 100 do redis.call('SET', KEYS[1], string.rep('x', 1e6)) end return 1000003")]
    [InlineData("for i = 1, 20 do local c = coroutine.wrap(function() local s = string.rep('x', 5e6) .. i coroutine.yield() return s end) c() end return 1000003")]
    public void Evaluate_ScriptThatLetsGo_IsNotStopped(string script)
    {
        using var redis = EmbeddedRedisServer.Start(new EmbeddedRedisOptions { ScriptMemoryBytes = 16 * Megabyte });

        Assert.Equal(1_000_003, redis.Evaluate(script, keys: ["key"]).AsLong());
    }

    [Fact]
    public void Evaluate_MemoryErrorCaught_LeavesTheMemoryToTheScript()
    {
        using var redis = EmbeddedRedisServer.Start(new EmbeddedRedisOptions { ScriptMemoryBytes = 16 * Megabyte });

        var caught = redis.Evaluate("""
            local caught = 0
            for i = 1, 5 do
              local isFine = pcall(function() local t = {} while true do t[#t + 1] = string.rep('x', 1e5) .. #t end end)
              caught = caught + (isFine and 0 or 1)
            end
            return {caught, #string.rep('x', 12e6)}
            """);

        Assert.Equal([5, 12_000_000], caught.Items.Select(static item => item.AsLong()));
    }

    [Fact]
    public void Evaluate_ServersOfOneProcess_HaveLimitsOfTheirOwn()
    {
        const string Hold = "local t = {} for i = 1, 200 do t[i] = string.rep('x', 1e5) .. i end return #t";
        using var narrow = EmbeddedRedisServer.Start(new EmbeddedRedisOptions { ScriptMemoryBytes = 8 * Megabyte });
        using var wide = EmbeddedRedisServer.Start(new EmbeddedRedisOptions { ScriptMemoryBytes = 64 * Megabyte });
        byte[][] ofTheHost = [.. Enumerable.Range(0, 100).Select(static _ => new byte[Megabyte])];

        Parallel.For(0, 8, i =>
        {
            if (i % 2 == 0)
            {
                Assert.Equal(200, wide.Evaluate(Hold).AsLong());
            }
            else
            {
                Assert.Contains(Out, Assert.Throws<EmbeddedRedisException>(() => narrow.Evaluate(Hold)).Message, StringComparison.Ordinal);
            }
        });

        GC.KeepAlive(ofTheHost);
    }

    [Fact]
    public void Execute_FunctionsThatKeepMoreAndMore_RunOutOfMemory()
    {
        using var redis = EmbeddedRedisServer.Start(new EmbeddedRedisOptions { ScriptMemoryBytes = 16 * Megabyte });
        redis.Execute("FUNCTION", "LOAD", """
            #!lua name=hoard
            local kept = {}
            redis.register_function('keep', function() for i = 1, 10 do kept[#kept + 1] = string.rep('x', 1000) .. #kept end return #kept end)
            """);

        var error = Assert.Throws<EmbeddedRedisException>(() =>
        {
            for (int i = 0; i < 10_000; i++)
            {
                redis.Execute("FCALL", "keep", 0);
            }
        });

        Assert.Contains(Out, error.Message, StringComparison.Ordinal);
        Assert.Contains(Out, Assert.Throws<EmbeddedRedisException>(() => redis.Evaluate("return #string.rep('x', 8e6)")).Message, StringComparison.Ordinal);
        redis.Execute("FUNCTION", "FLUSH");
        Assert.Equal(8_000_000, redis.Evaluate("return #string.rep('x', 8e6)").AsLong());
    }

    [Theory]
    [InlineData("local t = {} for i = 1, 1000 do t[i] = string.rep('x', 9000) .. i end", 9_000_000)]
    [InlineData("local t = {} for i = 1, 2^18 do t[i] = i end", 16 << 18)]
    [InlineData("local t = {} for i = 1, 2^16 do t['k' .. i] = i end", (40 + 56) << 16)]
    [InlineData("local t = {} for i = 1, 2^16 do t[i] = {} end", (16 + 64) << 16)]
    [InlineData("local s, t = string.rep('x', 1e6), {} for i = 1, 1000 do t[i] = s end", 1_000_000)]
    public void CollectGarbage_Count_TellsWhatScriptsHold(string script, long bytes)
    {
        using var redis = EmbeddedRedisServer.Start();

        long? held = redis.Evaluate($"collectgarbage() local before = collectgarbage('count') {script} collectgarbage() return 1024 * (collectgarbage('count') - before)").AsLong();

        Assert.InRange(held ?? 0, 0.97 * bytes, (1.1 * bytes) + 20_000);
    }

    [Fact]
    public void Evaluate_ScriptThatHeldMuch_KeepsNothingOfIt()
    {
        using var redis = EmbeddedRedisServer.Start();
        var value = Hold(redis);

        GC.Collect();

        Assert.False(value.IsAlive);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference Hold(EmbeddedRedisServer redis)
    {
        byte[] word = new byte[Megabyte];
        redis.Evaluate("local t = {ARGV[1], redis.call('ECHO', ARGV[1])} return #t", arguments: [word]);
        return new WeakReference(word);
    }
}
