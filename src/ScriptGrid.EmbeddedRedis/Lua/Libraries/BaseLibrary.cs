using System.Text;
using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary>The functions that are global variables, as far as Redis gives them to scripts.</summary>
internal static partial class BaseLibrary
{
    internal static void Register(LuaState state)
    {
        var globals = state.Globals;
        globals["_G"] = globals;
        globals["_VERSION"] = "Lua 5.1";
        LuaLibraries.Add(
            globals,
            ("assert", Assert),
            ("collectgarbage", CollectGarbage),
            ("error", Error),
            ("gcinfo", GcInfo),
            ("getmetatable", GetMetatable),
            ("load", Load),
            ("loadstring", LoadString),
            ("next", Next),
            ("pcall", PCall),
            ("rawequal", RawEqual),
            ("rawget", RawGet),
            ("rawset", RawSet),
            ("select", Select),
            ("setmetatable", SetMetatable),
            ("tonumber", ToNumber),
            ("tostring", ToString),
            ("type", Type),
            ("unpack", Unpack),
            ("xpcall", XPCall));
        state.NextFunction = globals["next"].AsFunction;
        var next = globals["next"];
        LuaValue step = new NativeFunction("ipairs", NextIndex);
        LuaLibraries.Add(
            globals,
            ("ipairs", arguments => arguments.Return([step, arguments.CheckTable(0), 0.0])),
            ("pairs", arguments => arguments.Return([next, arguments.CheckTable(0), LuaValue.Nil])));
    }

    private static int Assert(Arguments arguments)
    {
        arguments.CheckAny(0);
        if (!arguments[0].IsTruthy)
        {
            var message = arguments.OptionalString(1);
            arguments.State.ChargeBytes(message?.Length ?? 0);
            throw message is null ? arguments.Error("assertion failed!") : new LuaException(Located(arguments.Thread, 1, UpToZero(message)));
        }

        return arguments.Return(arguments.From(0));
    }

    private static int Error(Arguments arguments)
    {
        var value = arguments[0];
        int level = (int)arguments.OptionalInteger(1, 1);
        if (level > 0 && (value.IsString || value.IsNumber))
        {
            value = Located(arguments.Thread, level, arguments.CheckString(0));
        }

        throw new LuaException(value);
    }

    /// <summary>Returns the text as C sees it, up to the first zero byte.</summary>
    private static LuaString UpToZero(LuaString text) => text.Span.IndexOf((byte)0) is var end and >= 0 ? new LuaString(text.Span[..end]) : text;

    /// <summary>Returns a text with the position of the function at a level before it.</summary>
    private static LuaString Located(LuaThread thread, int level, LuaString text)
    {
        byte[] position = Encoding.Latin1.GetBytes(thread.Where(level));
        thread.State.ChargeMemory(position.Length + text.Length);
        return position.Length == 0 ? text : new LuaString([.. position, .. text.Span]);
    }

    private static int PCall(Arguments arguments)
    {
        arguments.CheckAny(0);
        return arguments.Protect(arguments.Count - 1, LuaValue.Nil);
    }

    private static int XPCall(Arguments arguments)
    {
        arguments.CheckAny(1);
        return arguments.Protect(0, arguments[1].IsNil ? LuaValue.False : arguments[1]);
    }

    private static int Type(Arguments arguments)
    {
        arguments.CheckAny(0);
        return arguments.Return(TypeNames[(int)arguments[0].Type]);
    }

    private static readonly LuaValue[] TypeNames =
        [.. Enum.GetValues<LuaType>().Select(type => (LuaValue)Arguments.NameOf(type))];

    private static int Select(Arguments arguments)
    {
        if (arguments[0].AsString is { Length: > 0 } text && text.Span[0] == '#')
        {
            return arguments.Return(arguments.Count - 1);
        }

        int first = arguments.CheckInt(0);
        if (first < 0)
        {
            first += arguments.Count;
        }

        if (first < 1)
        {
            throw arguments.Bad(0, "index out of range");
        }

        return arguments.Return(arguments.From(Math.Min(first, arguments.Count)));
    }

    private static int Unpack(Arguments arguments)
    {
        var table = arguments.CheckTable(0);
        long first = (int)arguments.OptionalInteger(1, 1);
        long last = arguments[2].IsNil ? table.Length : (int)arguments.CheckInteger(2);
        if (first > last)
        {
            return arguments.Return();
        }

        long count = last - first + 1;
        if (count + arguments.Count > arguments.State.Limits.MaxNativeStack || count > int.MaxValue)
        {
            throw arguments.Error("too many results to unpack");
        }

        arguments.State.ChargeHeap(count * 16);
        arguments.State.Charge((int)count / 16);
        var values = new LuaValue[count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = table[(int)first + i];
        }

        return arguments.Return(values);
    }

    private static int CollectGarbage(Arguments arguments)
    {
        var text = arguments.OptionalString(0);
        arguments.State.ChargeMemory(text?.Length ?? 0);
        string option = text?.ToString() ?? "collect";
        arguments.OptionalInteger(1, 0);
        return option switch
        {
            "collect" => arguments.Return(Collect(arguments.State)),
            "stop" or "restart" => arguments.Return(0.0),
            "count" => arguments.Return(arguments.State.Memory.UpperBound / 1024.0),
            "step" => arguments.Return(false),
            "setpause" or "setstepmul" => arguments.Return(200.0),
            _ => throw arguments.Bad(0, $"invalid option '{option}'"),
        };
    }

    /// <summary>Counts the memory that scripts hold, which removes garbage from the account. It is up to .NET when the garbage is collected.</summary>
    private static double Collect(LuaState state)
    {
        state.Charge((int)Math.Min(state.Memory.Count(), int.MaxValue));
        return 0;
    }

    private static int GcInfo(Arguments arguments) => arguments.Return(Math.Floor(arguments.State.Memory.UpperBound / 1024.0));
}
