using System.Text;
using ScriptGrid.EmbeddedRedis.Lua.Libraries;
using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Syntax;
using ScriptGrid.EmbeddedRedis.Lua.Values;
using ScriptGrid.EmbeddedRedis.Scripting;

namespace ScriptGrid.Tests.EmbeddedRedis.Lua;

/// <summary>Runs scripts in a state of their own, with globals protected as Redis does it.</summary>
internal static class LuaScript
{
    internal static LuaState NewState(LuaLimits? limits = null)
    {
        var state = new LuaState(limits ?? new LuaLimits());
        LuaLibraries.Open(state);
        state.Globals["pcall"] = new NativeFunction("pcall", RedisLibrary.ProtectedCall);
        Protection.RefuseUnknownNames(state.Globals);
        Protection.Protect(state.Globals);
        if (state.StringMetatable is { } strings)
        {
            Protection.Protect(strings);
        }

        state.Globals["KEYS"] = new LuaTable();
        return state;
    }

    /// <summary>The results with bars between them, or the error.</summary>
    internal static string Run(string source, LuaLimits? limits = null) => Run(NewState(limits), source);

    internal static string Run(LuaState state, string source)
    {
        try
        {
            state.BeginRun();
            var function = state.Load(Encoding.Latin1.GetBytes(source), "user_script");
            return string.Join('|', state.MainThread.CallForAll(function).Select(Show));
        }
        catch (LuaSyntaxException exception)
        {
            return exception.Message;
        }
        catch (LuaException exception)
        {
            return "error: " + Show(exception.Value);
        }
    }

    private static string Show(LuaValue value) =>
        value.AsString is { } text ? Encoding.Latin1.GetString(text.Span) : value.ToString();
}
