using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary><c>redis.register_function</c>, with positional or named arguments.</summary>
internal static class FunctionRegistration
{
    private const string Api = "redis.register_function";

    internal static int Register(ScriptEngine engine, Arguments arguments)
    {
        if (engine.LoadingLibrary is not { } library)
        {
            throw Raise($"{Api} can only be called on FUNCTION LOAD command");
        }

        var function = arguments.Count switch
        {
            1 => arguments[0].AsTable is { } named
                ? ReadNamed(arguments.State, named)
                : throw Raise($"calling {Api} with a single argument is only applicable to Lua table (representing named arguments)."),
            2 => ReadPositional(arguments),
            _ => throw Raise($"wrong number of arguments to {Api}"),
        };
        if (!FunctionLibrary.IsName(function.Name))
        {
            throw Raise("Library names can only contain letters, numbers, or underscores(_) and must be at least one character long");
        }

        return library.TryAdd(function) ? arguments.Return() : throw Raise("Function already exists in the library");
    }

    private static Function ReadPositional(Arguments arguments)
    {
        var name = TextOf(arguments.State, arguments[0]) ?? throw Raise($"first argument to {Api} must be a string");
        var callback = arguments[1].AsFunction ?? throw Raise($"second argument to {Api} must be a function");
        return new Function(name.ToText(), callback, ScriptFlags.None, Description: null);
    }

    private static Function ReadNamed(LuaState state, LuaTable named)
    {
        LuaString? name = null;
        LuaString? description = null;
        LuaFunction? callback = null;
        var flags = ScriptFlags.None;
        var key = LuaValue.Nil;
        while (named.TryNext(key, out key, out var value, out _))
        {
            string argument = TextOf(state, key)?.ToText() ?? throw Raise($"named argument key given to {Api} is not a string");
            switch (argument)
            {
                case "function_name":
                    name = TextOf(state, value) ?? throw Raise($"function_name argument given to {Api} must be a string");
                    break;
                case "description":
                    description = TextOf(state, value) ?? throw Raise($"description argument given to {Api} must be a string");
                    break;
                case "callback":
                    callback = value.AsFunction ?? throw Raise($"callback argument given to {Api} must be a function");
                    break;
                case "flags":
                    flags = ReadFlags(state, value.AsTable ?? throw Raise($"flags argument to {Api} must be a table representing function flags"));
                    break;
                default:
                    throw Raise($"unknown argument given to {Api}");
            }
        }

        return new Function(
            name?.ToText() ?? throw Raise($"{Api} must get a function name argument"),
            callback ?? throw Raise($"{Api} must get a callback argument"),
            flags,
            description);
    }

    private static ScriptFlags ReadFlags(LuaState state, LuaTable names)
    {
        var flags = ScriptFlags.None;
        for (int i = 1; names[i] is { IsNil: false } name; i++)
        {
            flags |= ScriptFlagNames.TryParse(TextOf(state, name)?.ToText() ?? "", out var flag) ? flag : throw Raise("unknown flag given");
        }

        return flags;
    }

    private static LuaString? TextOf(LuaState state, LuaValue value)
    {
        var text = value.AsString ?? (value.IsNumber ? LuaNumber.ToLuaString(value.Number) : null);
        state.ChargeMemory(text?.Length ?? 0);
        return text;
    }

    private static LuaException Raise(string message) => new(ErrorTable.Of("ERR " + message));
}
