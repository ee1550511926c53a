using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary>What the libraries share.</summary>
internal static class LibraryTable
{
    /// <summary>Adds a function under its own name.</summary>
    internal static void Add(this LuaTable table, string name, NativeBody body) => table[name] = new NativeFunction(name, body);

    /// <summary>C's cast of a 64-bit integer to <c>int</c>, as <c>luaL_checkint</c> has it.</summary>
    internal static int CheckInt(this Arguments arguments, int index) => (int)arguments.CheckInteger(index);

    internal static int OptionalInt(this Arguments arguments, int index, int otherwise) => (int)arguments.OptionalInteger(index, otherwise);

    /// <summary>The argument's type in the words of an error message.</summary>
    internal static string TypeName(LuaValue value) => Arguments.NameOf(value.Type);

    /// <summary>Refuses to leave more values than a native function's stack may hold.</summary>
    /// <exception cref="LuaException">"stack overflow (<paramref name="message"/>)".</exception>
    internal static void CheckStack(this Arguments arguments, long values, string message)
    {
        if (values + arguments.Count > arguments.State.Limits.MaxNativeStack)
        {
            throw arguments.Error($"stack overflow ({message})");
        }
    }
}
