using ScriptGrid.EmbeddedRedis.Clients;
using ScriptGrid.EmbeddedRedis.Lua.Libraries;
using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>A Lua state with Redis's functions and protection, and the client that its commands run under.</summary>
internal sealed class LuaUniverse
{
    private LuaUniverse(LuaState state)
    {
        State = state;
    }

    internal LuaState State { get; }

    internal ClientSession Session { get; } = new() { IsScript = true, DenyBlocking = true };

    /// <summary>The globals that a function library sees while it loads; null in the universe of EVAL.</summary>
    internal LuaTable? LibraryGlobals { get; private init; }

    /// <summary>The globals that functions see, through an empty table; null in the universe of EVAL.</summary>
    internal LuaTable? FunctionGlobals { get; private init; }

    /// <summary>Creates the universe of EVAL, whose scripts see the real globals.</summary>
    internal static LuaUniverse ForScripts(ScriptEngine engine)
    {
        var state = Open(engine);
        var redis = RedisLibrary.Create(engine);
        RedisLibrary.AddDebugging(redis);
        state.Globals["redis"] = redis;
        state.Globals["__redis__err__handler"] = ErrorHandler.Function;
        Protection.RefuseUnknownNames(state.Globals);
        Protection.Protect(state.Globals);
        return new LuaUniverse(state);
    }

    /// <summary>
    /// Creates the universe of functions. Its globals are an empty table that looks names up in another one. While a library loads, that one has little more
    /// than <c>redis.register_function</c>.
    /// </summary>
    internal static LuaUniverse ForFunctions(ScriptEngine engine)
    {
        var state = Open(engine);
        state.Globals["redis"] = RedisLibrary.Create(engine);
        var globals = MoveEntries(state.Globals);
        globals["_G"] = globals;
        Protection.RefuseUnknownNames(globals);
        Protection.Protect(globals);

        var library = new LuaTable();
        library["redis"] = RedisLibrary.CreateForLoading(engine);
        Protection.RefuseUnknownNames(library);
        Protection.Protect(library);

        state.Globals.Metatable = new LuaTable { ["__index"] = globals };
        state.Globals.Metatable.IsReadOnly = true;
        state.Globals.IsReadOnly = true;
        return new LuaUniverse(state) { FunctionGlobals = globals, LibraryGlobals = library };
    }

    /// <summary>Makes code see the globals of a loading library, or those of functions.</summary>
    internal void Show(LuaTable globals) => State.Globals.Metatable!["__index"] = globals;

    private static LuaState Open(ScriptEngine engine)
    {
        var state = new LuaState(engine.Limits, engine.Memory);
        LuaLibraries.Open(state, engine.Random);
        state.Globals["pcall"] = new NativeFunction("pcall", RedisLibrary.ProtectedCall);
        if (state.StringMetatable is { } strings)
        {
            Protection.Protect(strings);
        }

        return state;
    }

    private static LuaTable MoveEntries(LuaTable source)
    {
        var target = new LuaTable();
        while (source.TryNext(LuaValue.Nil, out var key, out var value, out _))
        {
            target[key] = value;
            source[key] = LuaValue.Nil;
        }

        return target;
    }
}
