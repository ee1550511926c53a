using System.Text;
using ScriptGrid.EmbeddedRedis.Lua.Libraries;
using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.Tests.EmbeddedRedis.Lua.Libraries;

/// <summary>Evaluates Lua with every library open.</summary>
internal static class Snippet
{
    private static readonly string[] Protected = ["string", "table", "math", "cjson", "cmsgpack", "struct", "bit"];

    internal static LuaState Open(LuaLimits? limits = null)
    {
        var state = new LuaState(limits ?? new LuaLimits());
        LuaLibraries.Open(state);
        foreach (string name in Protected)
        {
            state.Globals[name].AsTable!.IsReadOnly = true;
        }

        return state;
    }

    /// <summary>The values of an expression, with bars between them, or its error; bytes beyond printable ASCII stand as <c>\xNN</c>.</summary>
    internal static string Evaluate(string expression) => Run(Open(), $"return {expression}");

    /// <summary>What a script returns, in the same form.</summary>
    internal static string Run(LuaState state, string script)
    {
        LuaFunction function = state.Load(Encoding.Latin1.GetBytes(script), "user_script");
        state.BeginRun();
        try
        {
            LuaValue[] values = state.MainThread.CallForAll(function);
            int count = Array.FindLastIndex(values, value => !value.IsNil) + 1;
            return string.Join(" | ", values.Take(count).Select(Show));
        }
        catch (LuaException exception)
        {
            return $"error: {Show(exception.Value)}";
        }
    }

    private static string Show(LuaValue value) => value.Type switch
    {
        LuaType.Nil => "nil",
        LuaType.Boolean => value.IsTruthy ? "true" : "false",
        LuaType.Number => LuaNumber.ToText(value.Number),
        LuaType.String => string.Concat(value.AsString!.Bytes.Select(code => code is >= 32 and <= 126 ? ((char)code).ToString() : $"\\x{code:X2}")),
        LuaType.LightUserData => "userdata",
        _ => Arguments.NameOf(value.Type),
    };
}
