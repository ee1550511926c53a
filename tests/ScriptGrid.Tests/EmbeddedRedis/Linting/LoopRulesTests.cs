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
}
