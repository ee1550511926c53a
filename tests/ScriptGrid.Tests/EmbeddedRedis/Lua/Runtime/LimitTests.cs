using ScriptGrid.EmbeddedRedis.Lua.Runtime;

namespace ScriptGrid.Tests.EmbeddedRedis.Lua.Runtime;

public sealed class LimitTests
{
    [Theory]
    [InlineData("local n = 0 local function f() n = n + 1 return 1 + f() end local ok, e = pcall(f) return n, e", "16381|user_script:1: stack overflow")]
    [InlineData("local n = 0 local function f() n = n + 1 pcall(f) end f() return n", "199")]
    [InlineData("local n = 0 local t = setmetatable({}, {__index = function(t, k) n = n + 1 return t[k + 1] end}) local ok, e = pcall(function() return t[1] end) return n, e", "197|user_script:1: C stack overflow")]
    [InlineData("local n = 0 local function f(s) n = n + 1 return (s:gsub('.', f)) end local ok, e = pcall(f, 'x') return n, e", "198|C stack overflow")]
    [InlineData("return select('#', unpack({}, 1, 7997))", "7997")]
    [InlineData("return unpack({}, 1, 7998)", "error: user_script:1: too many results to unpack")]
    [InlineData("local t = {} t.__index = t setmetatable(t, t) return pcall(function() return t.x end)", "false|user_script:1: loop in gettable")]
    [InlineData("local function f(n) if n > 0 then return f(n - 1) end return 'end' end return f(1000000)", "end")]
    [InlineData("return xpcall(function() error('a') end, function() error('b') end)", "false|error in error handling")]
    [InlineData("local function f() return 1 + f() end return xpcall(f, function(m) local function g(n) if n > 0 then return 1 + g(n - 1) end return 0 end return m .. g(100) end)", "false|user_script:1: stack overflow100")]
    [InlineData("local co = coroutine.create(function() local function f() return 1 + f() end f() end) return coroutine.resume(co)", "false|user_script:1: stack overflow")]
    public void Run_DeepCalls_EndAsInLua(string script, string expected) => Assert.Equal(expected, LuaScript.Run(script));

    [Fact]
    public void Run_AfterOverflow_WorksAsBefore()
    {
        var state = LuaScript.NewState();
        Assert.Equal("error: user_script:1: stack overflow", LuaScript.Run(state, "local function f() return 1 + f() end return f()"));
        Assert.Equal("3", LuaScript.Run(state, "return 1 + 2"));
        Assert.Equal("false|user_script:1: stack overflow", LuaScript.Run(state, "local function f() return 1 + f() end return pcall(f)"));
    }

    [Theory]
    [InlineData("while true do end")]
    [InlineData("for i = 1, 1e15 do end")]
    [InlineData("repeat until false")]
    [InlineData("local function f() return f() end f()")]
    [InlineData("while true do pcall(function() while true do end end) end")]
    [InlineData("local function f() while true do pcall(f) end end f()")]
    [InlineData("while true do xpcall(function() while true do end end, function() while true do end end) end")]
    [InlineData("while true do coroutine.resume(coroutine.create(function() while true do end end)) end")]
    [InlineData("local f = coroutine.wrap(function() while true do coroutine.yield() end end) while true do f() end")]
    [InlineData("local t = setmetatable({}, {__index = function(t, k) return k end}) while true do local x = t[1] end")]
    [InlineData("for k in next, {1}, nil do while true do end end")]
    [InlineData("local function f() return nil end while true do for x in f do end end")]
    [InlineData("while true do table.sort({3, 2, 1}, function(a, b) return a < b end) end")]
    [InlineData("while true do ('x'):rep(100):gsub('.', function() while true do end end) end")]
    [InlineData("local t = {} for i = 1, 100000 do t[i * 3] = i end for i = 1, 100000 do t[i * 3] = nil end while true do next(t) end")]
    [InlineData("local t = {} for i = 1, 2 ^ 16 do t['k' .. i] = i end local i = 1 while true do t['k' .. i] = nil i = i + 1 t['k' .. (i + 2 ^ 16)] = i end")]
    public void Run_EndlessScript_EndsWhereTheHostWantsIt(string script)
    {
        int asked = 0;
        var limits = new LuaLimits
        {
            StepsBetweenInterrupts = 10_000,
            Interrupt = () => throw (++asked > 0 ? new LuaException("ended") : new InvalidOperationException()),
        };
        Assert.Contains("ended", LuaScript.Run(script, limits), StringComparison.Ordinal);
        Assert.InRange(asked, 1, 1000);
    }

    [Fact]
    public void Run_FiniteScript_AsksTheHostNowAndThen()
    {
        int asked = 0;
        var limits = new LuaLimits { StepsBetweenInterrupts = 1000, Interrupt = () => asked++ };
        Assert.Equal("done", LuaScript.Run("for i = 1, 100000 do end return 'done'", limits));
        Assert.InRange(asked, 95, 105);
    }

    [Theory]
    [InlineData("local t = {} while true do t[#t + 1] = {} end")]
    [InlineData("local t = {} while true do t[#t + 1] = ('x'):rep(100000) .. #t end")]
    [InlineData("local s = 'x' while true do s = s .. s end")]
    [InlineData("local t, x = {}, {} for i = 1, 7000 do x[i] = i end while true do t[#t + 1] = {unpack(x)} end")]
    [InlineData("local t = {} local i = 0 while true do i = i + 1 t[i] = i end")]
    [InlineData("local t = {} local i = 0 while true do i = i + 1 t['k' .. i] = i end")]
    [InlineData("local t = {} while true do t[#t + 1] = coroutine.create(function() end) end")]
    [InlineData("local t = {} while true do t[#t + 1] = function() return t end end")]
    public void Run_ScriptThatHoards_RunsOutOfMemory(string script) =>
        Assert.Equal("error: not enough memory", LuaScript.Run(script, new LuaLimits { MaxMemoryBytes = 64 << 20, StepsBetweenInterrupts = 10_000 }));

    [Fact]
    public void Run_ScriptThatLetsGo_IsNotStopped() => Assert.Equal(
        "done",
        LuaScript.Run("local s for i = 1, 2000 do s = ('x'):rep(100000) .. i end return 'done'", new LuaLimits { MaxMemoryBytes = 64 << 20 }));

    [Fact]
    public void Run_MemoryErrorCaught_TellsSo() => Assert.Equal(
        "false|not enough memory",
        LuaScript.Run("return pcall(function() local s = 'x' while true do s = s .. s end end)", new LuaLimits { MaxMemoryBytes = 64 << 20 }));
}
