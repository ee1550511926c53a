namespace ScriptGrid.Tests.EmbeddedRedis.Lua.Runtime;

public sealed class CoroutineTests
{
    [Theory]
    [InlineData("local co = coroutine.create(function(a) local b = coroutine.yield(a + 1) return b * 2 end) local _, x = coroutine.resume(co, 1) local _, y = coroutine.resume(co, 10) return x, y, coroutine.status(co)", "2|20|dead")]
    [InlineData("local f = coroutine.wrap(function(...) return select('#', ...), ... end) return f(1, nil, 3)", "3|1|nil|3")]
    [InlineData("local f = coroutine.wrap(function() return coroutine.yield(1, 2, 3) end) return f()", "1|2|3")]
    [InlineData("local f = coroutine.wrap(function() local t = {coroutine.yield()} return #t end) f() return f(1, 2, 3)", "3")]
    [InlineData("local f = coroutine.wrap(function() return coroutine.yield(1) end) f() return f('tail', 'call')", "tail|call")]
    [InlineData("local f = coroutine.wrap(function() for _, v in ipairs({5, 6}) do coroutine.yield(v) end end) return f(), f(), f()", "5|6")]
    [InlineData("local function iterate() return coroutine.yield end return pcall(coroutine.wrap(function() for x in iterate() do return x end end))", "false|attempt to yield across metamethod/C-call boundary")]
    [InlineData("local t = setmetatable({}, {__call = function(_, x) return coroutine.yield(x) end}) local f = coroutine.wrap(function() return t(7) end) return f(), f(8)", "7|8")]
    public void Resume_Values_PassBothWays(string script, string expected) => Assert.Equal(expected, LuaScript.Run(script));

    [Theory]
    [InlineData("return coroutine.resume(coroutine.create(function() return pcall(coroutine.yield) end))", "true|false|attempt to yield across metamethod/C-call boundary")]
    [InlineData("return coroutine.resume(coroutine.create(function() table.sort({1, 2}, coroutine.yield) end))", "false|attempt to yield across metamethod/C-call boundary")]
    [InlineData("local m = {__add = coroutine.yield} return coroutine.resume(coroutine.create(function() return setmetatable({}, m) + 1 end))", "false|attempt to yield across metamethod/C-call boundary")]
    [InlineData("return pcall(coroutine.yield)", "false|attempt to yield across metamethod/C-call boundary")]
    public void Yield_AcrossNativeCall_Fails(string script, string expected) => Assert.Equal(expected, LuaScript.Run(script));

    [Fact]
    public void Resume_DeadOrRunning_Fails() => Assert.Equal(
        "false|cannot resume dead coroutine|false|cannot resume running coroutine",
        LuaScript.Run("""
            local dead = coroutine.create(function() end)
            coroutine.resume(dead)
            local own, a, b
            own = coroutine.create(function() a, b = coroutine.resume(own) end)
            coroutine.resume(own)
            local c, d = coroutine.resume(dead)
            return c, d, a, b
            """));

    [Fact]
    public void Resume_ErrorInside_LeavesOthersUsable() => Assert.Equal(
        "false|user_script:1: oops|dead|1",
        LuaScript.Run("local other = coroutine.wrap(function() return 1 end) local co = coroutine.create(function() error('oops') end) local a, b = coroutine.resume(co) return a, b, coroutine.status(co), other()"));

    [Fact]
    public void Resume_NestedTooDeep_FailsAsInLua() => Assert.Equal(
        "199|C stack overflow",
        LuaScript.Run("""
            local depth, message = 0, nil
            local function dive()
                depth = depth + 1
                local ok, problem = coroutine.resume(coroutine.create(dive))
                if not ok then message = message or problem end
            end
            dive()
            return depth - 1, message
            """));

    [Fact]
    public void Wrap_ManyCoroutinesAlive_AllGoOn() => Assert.Equal(
        "15000",
        LuaScript.Run("local list = {} for i = 1, 5000 do list[i] = coroutine.wrap(function() coroutine.yield(1) coroutine.yield(2) end) end local sum = 0 for turn = 1, 2 do for i = 1, 5000 do sum = sum + list[i]() end end return sum"));
}
