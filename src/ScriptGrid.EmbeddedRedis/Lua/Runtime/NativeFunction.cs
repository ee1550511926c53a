using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Runtime;

/// <summary>The body of a function that C# provides: reads its arguments, hands back results through one of <see cref="Arguments"/>' Return methods.</summary>
/// <returns>The number of results.</returns>
internal delegate int NativeBody(Arguments arguments);

/// <summary>A function that C# provides.</summary>
internal sealed class NativeFunction(string name, NativeBody body) : LuaFunction
{
    /// <summary>For a reader of the code and of a debugger; messages name a function as its caller does.</summary>
    internal string Name { get; } = name;

    internal NativeBody Body { get; } = body;

    /// <summary>The values that its body keeps; none by default.</summary>
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
