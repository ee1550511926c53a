using ScriptGrid.EmbeddedRedis.Lua.Runtime;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary>The libraries that scripts find in a Redis server.</summary>
internal static class LuaLibraries
{
    /// <summary>Puts all libraries among the global variables.</summary>
    internal static void Open(LuaState state)
    {
        BaseLibrary.Register(state);
        CoroutineLibrary.Register(state);
        TableLibrary.Register(state);
        StringLibrary.Register(state);
        MathLibrary.Register(state);
        CJsonLibrary.Register(state);
        StructLibrary.Register(state);
        CMessagePackLibrary.Register(state);
        BitLibrary.Register(state);
    }

    /// <summary>Adds functions to a table.</summary>
    internal static void Add(LuaTable table, params ReadOnlySpan<(string Name, NativeBody Body)> functions)
    {
        foreach (var (name, body) in functions)
        {
            table[name] = new NativeFunction(name, body);
        }
    }
}
