using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Runtime;

/// <summary>The body of a function in C#. It reads its arguments and returns its results through one of <see cref="Arguments"/>' Return methods.</summary>
/// <returns>The number of results.</returns>
internal delegate int NativeBody(Arguments arguments);

/// <summary>A function in C#.</summary>
internal sealed class NativeFunction(string name, NativeBody body) : LuaFunction
{
    /// <summary>The name for readers of the code and for debuggers. Messages use the name that the caller uses.</summary>
    internal string Name { get; } = name;

    internal NativeBody Body { get; } = body;

    /// <summary>The values that the body keeps; none by default.</summary>
    internal LuaObject[] Kept { get; init; } = [];

    internal override long Visit(HeapWalk walk)
    {
        foreach (LuaObject kept in Kept)
        {
            walk.Add(kept);
        }

        return 4 * ObjectBytes.Small;
    }
}
