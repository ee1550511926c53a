using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary>Helpers that the libraries share.</summary>
internal static class LibraryTable
{
    /// <summary>Adds a function under its name.</summary>
    internal static void Add(this LuaTable table, string name, NativeBody body) => table[name] = new NativeFunction(name, body);

    /// <summary>Returns an argument as a C <c>int</c>, cast from a 64-bit integer as in <c>luaL_checkint</c>.</summary>
    internal static int CheckInt(this Arguments arguments, int index) => (int)arguments.CheckInteger(index);

    internal static int OptionalInt(this Arguments arguments, int index, int otherwise) => (int)arguments.OptionalInteger(index, otherwise);

    /// <summary>Returns the name of an argument's type in error messages.</summary>
    internal static string TypeName(LuaValue value) => Arguments.NameOf(value.Type);

    /// <summary>Checks that a native function does not return more values than its stack may hold.</summary>
    /// <exception cref="LuaException">"stack overflow (<paramref name="message"/>)".</exception>
    internal static void CheckStack(this Arguments arguments, long values, string message)
    {
        if (values + arguments.Count > arguments.State.Limits.MaxNativeStack)
        {
            throw arguments.Error($"stack overflow ({message})");
        }
    }
}
