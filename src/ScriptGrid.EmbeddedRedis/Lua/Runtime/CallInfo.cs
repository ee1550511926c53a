using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Runtime;

/// <summary>A call under way: a frame on the stack of its <see cref="LuaThread"/>.</summary>
internal struct CallInfo
{
    /// <summary>What was called; null at the bottom, for the host.</summary>
    internal LuaFunction? Function;

    /// <summary>The first register, or the first argument of a native function.</summary>
    internal int Base;

    /// <summary>Where the results go: the slot in which the function lay.</summary>
    internal int Result;

    /// <summary>How many results are wanted; -1 for all.</summary>
    internal int Wanted;

    /// <summary>The first slot that the call does not use: calls from within begin there.</summary>
    internal int Top;

    /// <summary>The next instruction, as of the last time something could look at it.</summary>
    internal int Position;

    /// <summary>The calls that gave their frame to this one.</summary>
    internal int TailCalls;

    /// <summary>Whether the interpreter returns to C# at its end.</summary>
    internal bool IsEntry;
}
