using System.Text;
using ScriptGrid.EmbeddedRedis.Lua.Runtime;

namespace ScriptGrid.Tests.EmbeddedRedis.Lua.Runtime;

/// <summary>What C# sees of the interpreter.</summary>
public sealed class HostTests
{
    [Fact]
    public void Load_OneFunction_RunsManyTimesAndAllocatesLittle()
    {
        var state = LuaScript.NewState();
        var function = state.Load("local t = 0 for i = 1, 100 do t = t + i end return t"u8.ToArray(), "user_script");
        Assert.Equal(5050, state.MainThread.Call(function).Number);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            state.BeginRun();
            state.MainThread.Call(function);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
    }

    [Fact]
    public void TryCall_Handler_SeesTheFramesOfTheError()
    {
        var state = LuaScript.NewState();
        var function = state.Load("local function f()\n error('x')\nend\nf()"u8.ToArray(), "user_script");
        var lines = new List<int>();
        var handler = new NativeFunction("handler", arguments =>
        {
            for (int level = 1; arguments.Thread.TryGetLevel(level, out var call); level++)
            {
                lines.Add(call.Line);
            }

            return arguments.Return("handled");
        });
        Assert.False(state.MainThread.TryCall(function, handler, out var results));
        Assert.Equal("handled", Assert.Single(results).AsString!.ToString());
        Assert.Equal([-1, 2, 4], lines);
    }

    [Fact]
    public void Call_ForeignException_LeavesTheStateUsable()
    {
        var state = LuaScript.NewState();
        state.Globals["fail"] = new NativeFunction("fail", _ => throw new OperationCanceledException());
        var function = state.Load("pcall(function() coroutine.wrap(function() fail() end)() end)"u8.ToArray(), "user_script");
        Assert.Throws<OperationCanceledException>(() => { state.MainThread.Call(function); });
        Assert.Equal("1|running", LuaScript.Run(state, "local co co = coroutine.create(function() return coroutine.status(co) end) return 1, select(2, coroutine.resume(co))"));
    }

    [Fact]
    public void Call_NativeThatCallsBack_GetsAllResults()
    {
        var state = LuaScript.NewState();
        state.Globals["twice"] = new NativeFunction("twice", arguments =>
        {
            var function = arguments[0];
            var first = arguments.Thread.CallForAll(function, 1, 2);
            var second = arguments.Thread.CallForAll(function, 3);
            return arguments.Return([.. first, .. second]);
        });
        Assert.Equal("1|2|3|nil", LuaScript.Run(state, "return twice(function(a, b) return a, b end)"));
    }

    [Fact]
    public void Load_TextOfManyTerms_NeedsNoStack()
    {
        string sum = string.Join('+', Enumerable.Repeat("x", 100_000));
        Assert.Equal("100000", LuaScript.Run($"local x = 1 return {sum}"));
        string calls = new StringBuilder().Insert(0, "()", 50_000).ToString();
        Assert.Equal("function", LuaScript.Run($"local function f() return _G.f or nil end local g g = function() return g end return type(g{calls})"));
        string fields = new StringBuilder().Insert(0, ".a", 50_000).ToString();
        Assert.Equal("table", LuaScript.Run($"local t = {{}} t.a = t return type(t{fields})"));
        string logic = string.Join(" and ", Enumerable.Repeat("x", 50_000));
        Assert.Equal("1|yes", LuaScript.Run($"local x = 1 local y = {logic} if {logic} then return y, 'yes' end"));
        string methods = new StringBuilder().Insert(0, ":m()", 20_000).ToString();
        Assert.Equal("table", LuaScript.Run($"local t = {{}} function t:m() return self end return type(t{methods})"));
        string comparisons = string.Join(" == ", Enumerable.Repeat("x", 20_000));
        Assert.Equal("false", LuaScript.Run($"local x = 1 return {comparisons}"));
        string clauses = string.Concat(Enumerable.Repeat("elseif x == 2 then x = 3 ", 20_000));
        Assert.Equal("1", LuaScript.Run($"local x = 1 if x == 5 then x = 6 {clauses} end return x"));
    }
}
