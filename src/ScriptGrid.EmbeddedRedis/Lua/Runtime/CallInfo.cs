using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Runtime;

/// <summary>A call in progress: a frame on the stack of its <see cref="LuaThread"/>.</summary>
internal struct CallInfo
{
    /// <summary>The function that was called; null at the bottom, for the host.</summary>
    internal LuaFunction? Function;

    /// <summary>The first register, or the first argument of a native function.</summary>
    internal int Base;

    /// <summary>The slot for the results, which is the slot that the function was in.</summary>
    internal int Result;

    /// <summary>The number of results that the caller expects; -1 for all.</summary>
    internal int Wanted;

    /// <summary>The first slot that the call does not use. Calls that it makes begin there.</summary>
    internal int Top;

    /// <summary>The next instruction, as it was the last time that other code could read it.</summary>
    internal int Position;

    /// <summary>The number of calls that gave their frame to this one.</summary>
    internal int TailCalls;

    /// <summary>Whether the interpreter returns to C# when this call ends.</summary>
    internal bool IsEntry;
}
