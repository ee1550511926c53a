namespace ScriptGrid.EmbeddedRedis.Lua.Runtime;

/// <summary>The limits for scripts.</summary>
internal sealed record LuaLimits
{
    /// <summary>The most nested calls of Lua functions in one coroutine (LUAI_MAXCALLS of Lua 5.1).</summary>
    internal int MaxCalls { get; init; } = 20_000;

    /// <summary>The most nested calls from C# into Lua: pcall, metamethods, coroutines, the parser's levels (LUAI_MAXCCALLS).</summary>
    internal int MaxNativeCalls { get; init; } = 200;

    /// <summary>The most values on the stack of one native call (LUAI_MAXCSTACK), which limits what <c>unpack</c> may return.</summary>
    internal int MaxNativeStack { get; init; } = 8_000;

    /// <summary>The number of steps (loop turns, calls, units of library work) between two calls of <see cref="Interrupt"/>.</summary>
    internal int StepsBetweenInterrupts { get; init; } = 100_000;

    /// <summary>Called every <see cref="StepsBetweenInterrupts"/> steps. Throws <see cref="LuaException"/> to end the script.</summary>
    internal Action? Interrupt { get; init; }

    /// <summary>The most bytes that scripts may hold. Beyond that, they fail with "not enough memory".</summary>
    internal long MaxMemoryBytes { get; init; } = 1L << 30;

    /// <summary>The longest string that a script may build, in bytes.</summary>
    internal int MaxStringBytes { get; init; } = 512 << 20;
}
