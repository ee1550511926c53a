namespace ScriptGrid.EmbeddedRedis.Lua.Runtime;

/// <summary>A coroutine: a stack of values and the frames of the calls under way on it.</summary>
internal sealed partial class LuaThread(LuaState state) : LuaObject
{
    internal override LuaType Type => LuaType.Thread;

    internal LuaState State { get; } = state;

    internal LuaValue[] Stack { get; private set; } = new LuaValue[64];

    /// <summary>Makes room for <paramref name="size"/> values.</summary>
    /// <exception cref="LuaException">The stack may not grow so far ("stack overflow").</exception>
    internal void EnsureStack(int size)
    {
        if (size > Stack.Length)
        {
            var grown = new LuaValue[Math.Max(size, Stack.Length * 2)];
            Stack.CopyTo(grown, 0);
            Stack = grown;
        }
    }

    /// <summary>Calls a function, or whatever has a <c>__call</c>, from C#, and gives its first result.</summary>
    internal LuaValue Call(LuaValue function, params ReadOnlySpan<LuaValue> arguments) => throw new NotImplementedException();

    /// <summary>Calls a function from C# and gives all its results.</summary>
    internal LuaValue[] CallForAll(LuaValue function, params ReadOnlySpan<LuaValue> arguments) => throw new NotImplementedException();

    /// <summary>An error whose message begins with the position of the function that called the native one under way ("user_script:3: ").</summary>
    internal LuaException Error(string message) => State is null ? throw new InvalidOperationException() : new LuaException(message);

    /// <summary>The error of a bad argument (counted from 0) to the native function under way, named as its caller names it.</summary>
    internal LuaException BadArgument(int index, string message) => Error($"bad argument #{index + 1} to '?' ({message})");
}
