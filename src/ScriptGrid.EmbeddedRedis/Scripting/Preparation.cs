using ScriptGrid.EmbeddedRedis.Lua.Libraries;
using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>Makes .NET compile the interpreter on another thread while the first server of a process starts. Most of that start is compilation.</summary>
internal static class Preparation
{
    private static int _isBegun;

    /// <summary>Starts the preparation at the first call. Does nothing if there is only one processor, where nothing would be gained.</summary>
    internal static void Begin()
    {
        if (Environment.ProcessorCount > 1 && Interlocked.Exchange(ref _isBegun, 1) == 0)
        {
            new Thread(static () => Run()) { IsBackground = true, Name = "embedded-redis-preparation" }.Start();
        }
    }

    /// <summary>Runs a script with some typical constructs in a Lua state of its own.</summary>
    /// <returns>Whether it ended without an error.</returns>
    internal static bool Run()
    {
        LuaThread.Prepare();
        var state = new LuaState(new LuaLimits());
        LuaLibraries.Open(state);
        var script = state.Load("local t = {1, '2'} for i = 1, #t do t[i] = tonumber(t[i]) + 1 end if t[1] ~= t[2] then return {'a' .. t[1]} end"u8.ToArray(), "user_script");
        state.BeginRun();
        return state.MainThread.TryCall(script, LuaValue.Nil, out _);
    }
}
