using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary>The libraries that scripts find in a Redis server.</summary>
internal static class LuaLibraries
{
    /// <summary>Puts all libraries among the global variables.</summary>
    /// <param name="state">Where to.</param>
    /// <param name="random">The generator of <c>math.random</c>, where several states share one; absent: one of its own.</param>
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
