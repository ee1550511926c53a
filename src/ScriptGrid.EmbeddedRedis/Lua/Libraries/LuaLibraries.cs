using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary>The libraries that Redis gives to scripts.</summary>
internal static class LuaLibraries
{
    /// <summary>Adds all libraries to the global variables.</summary>
    /// <param name="state">The state whose global variables get the libraries.</param>
    /// <param name="random">The generator of <c>math.random</c>, if several states share one; null for a new one.</param>
    internal static void Open(LuaState state, Drand48? random = null)
    {
        BaseLibrary.Register(state);
        CoroutineLibrary.Register(state);
        TableLibrary.Register(state);
        StringLibrary.Register(state);
        MathLibrary.Register(state, random ?? new Drand48());
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
