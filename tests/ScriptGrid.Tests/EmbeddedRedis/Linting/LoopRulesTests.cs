namespace ScriptGrid.Tests.EmbeddedRedis.Linting;

public sealed class LoopRulesTests
{
    [Theory]
    [InlineData("while true do end")]
    [InlineData("while 1 do redis.call('PING') end")]
    [InlineData("while not false do local x = 1 end")]
    [InlineData("repeat local x = 1 until false")]
    [InlineData("repeat until nil")]
    [InlineData("local on = true while on do end")]
    [InlineData("while true do for i = 1, 3 do break end end")]
    [InlineData("while true do local f = function() return 1 end end")]
    [InlineData("while true do local function f() return 1 end f() end")]
    [InlineData("local i = 0 while i < 10 do local x = i + 1 end")]
    [InlineData("local c = '0' repeat local page = redis.call('SCAN', c) until c ~= '0'")]
    [InlineData("for i = 1, math.huge do local x = i end")]
    [InlineData("for i = 1, 1 / 0 do local x = i end")]
    public void Lint_LoopWithoutEnd_IsFound(string script) => Assert.Equal(["1 endless-loop"], Lint.Codes(script));

    [Theory]
    [InlineData("while true do break end")]
    [InlineData("while true do if redis.call('PING') then return 1 end end")]
    [InlineData("while true do local x = ARGV[1] or error('none') end")]
    [InlineData("while true do assert(#KEYS > 0) end")]
    [InlineData("local function fail() error('x') end while true do fail() end")]
    [InlineData("local function run(f) while true do f() end end")]
    [InlineData("local c = coroutine.wrap(function() while true do coroutine.yield(1) end end) return tostring(c())")]
    [InlineData("while false do end")]
    [InlineData("local debugging = false while debugging do end")]
    [InlineData("local i = 0 while i < 10 do i = i + 1 end")]
    [InlineData("local t = {} while #t < 10 do t[#t + 1] = 'x' end")]
    [InlineData("local i = 0 local function next_one() i = i + 1 end while i < 10 do next_one() end")]
    [InlineData("repeat local page = redis.call('PING') until page")]
    [InlineData("for i = 1, math.huge do if redis.call('PING') then break end end")]
    public void Lint_LoopThatEnds_GivesNothing(string script) => Assert.Empty(Lint.Codes(script));

    [Theory]
    [InlineData("for i = 1, 1000000 do redis.call('GET', KEYS[1]) end")]
    [InlineData("for i = 1e9, 1, -1 do end")]
    [InlineData("local most = 5000000 for i = 0, most, 2 do end")]
    [InlineData("for i = 1, 1000 * 1000 do end")]
    [InlineData("for i = 1, 2^20 do end")]
    [InlineData("local i = 0 while i < 1e7 do i = i + 1 end")]
    [InlineData("local i = 0 repeat i = i + 2 until (i >= 1e7)")]
    public void Check_LoopToAHugeConstant_IsFound(string script) => Assert.Equal(["1 long-loop"], Lint.Codes(script));

    [Theory]
    [InlineData("for i = 1, 999999 do end")]
    [InlineData("for i = 1, 1e9 do if redis.call('LLEN', KEYS[1]) == 0 then break end end")]
    [InlineData("for i = 1, 1e9, 1e6 do end")]
    [InlineData("for i = 1, tonumber(ARGV[1]) do end")]
    [InlineData("for i = 1, 10, 0 do end")]
    [InlineData("local i = 0 while i < 1000 do i = i + 1 end")]
    [InlineData("local i = 0 while i < 1e7 do i = i + redis.call('LLEN', KEYS[1]) end")]
    [InlineData("local i = 0 while i < 1e7 do if ARGV[1] then i = 1e7 end i = i + 1 end")]
    [InlineData("local i = tonumber(ARGV[1]) while i < 1e7 do i = i + 1 end")]
    public void Check_LoopThatEndsSoon_IsSilent(string script) => Assert.Empty(Lint.Codes(script));

    [Theory]
    [InlineData("return #{unpack(ARGV, 1, 8000)}")]
    [InlineData("return #{unpack(ARGV, 1, 7998)}")]
    [InlineData("return #{unpack(redis.call('LRANGE', KEYS[1], 0, 7999))}")]
    [InlineData("redis.call('MGET', unpack(redis.call('LRANGE', KEYS[1], 0, 9999)))")]
    [InlineData("local some = redis.call('SRANDMEMBER', KEYS[1], -10000) return #{unpack(some)}")]
    [InlineData("local t = {} for i = 1, 10000 do t[i] = i end redis.call('MGET', unpack(t))")]
    [InlineData("local t = {} for i = 1, 10000 do table.insert(t, i) end redis.call('MGET', unpack(t))")]
    public void Check_UnpackOfThousands_IsFound(string script) => Assert.Contains("1 large-unpack", Lint.Codes(script));

    [Theory]
    [InlineData("return #{unpack(ARGV, 1, 7997)}")]
    [InlineData("return #{unpack(redis.call('LRANGE', KEYS[1], 0, 7998))}")]
    [InlineData("redis.call('MGET', unpack(redis.call('LRANGE', KEYS[1], 0, 99)))")]
    [InlineData("redis.call('MGET', unpack(redis.call('LRANGE', KEYS[1], -9999, 0)))")]
    [InlineData("return #{unpack(ARGV, 1, #ARGV)}")]
    [InlineData("return #{unpack(KEYS)}")]
    [InlineData("local t = {} for i = 1, 100 do t[i] = i end redis.call('MGET', unpack(t))")]
    [InlineData("local t = {} for i = 1, 10000 do if ARGV[i] then t[#t + 1] = i end end redis.call('MGET', unpack(t))")]
    [InlineData("local t = {} for i = 1, 10000 do t[#t + 1] = i if #t == 100 then redis.call('MGET', unpack(t)) t = {} end end")]
    public void Check_UnpackOfSome_IsSilent(string script) => Assert.DoesNotContain("1 large-unpack", Lint.Codes(script));
}
