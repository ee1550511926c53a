namespace ScriptGrid.EmbeddedRedis.Lua.Runtime;

/// <summary>The bounds within which scripts run.</summary>
internal sealed record LuaLimits
{
    /// <summary>Calls of Lua functions under way in one coroutine (LUAI_MAXCALLS of Lua 5.1).</summary>
    internal int MaxCalls { get; init; } = 20_000;

    /// <summary>Nested calls from C# into Lua: pcall, metamethods, coroutines, the parser's levels (LUAI_MAXCCALLS).</summary>
    internal int MaxNativeCalls { get; init; } = 200;

    /// <summary>Values on the stack of one native call (LUAI_MAXCSTACK): what <c>unpack</c> may return.</summary>
    internal int MaxNativeStack { get; init; } = 8_000;

    /// <summary>Steps (loop turns, calls, stretches of library work) between two looks at <see cref="Interrupt"/>.</summary>
    internal int StepsBetweenInterrupts { get; init; } = 100_000;

    /// <summary>Called each <see cref="StepsBetweenInterrupts"/> steps; throws <see cref="LuaException"/> to end the script.</summary>
    internal Action? Interrupt { get; init; }

    /// <summary>The bytes that scripts may hold; beyond them they fail with "not enough memory".</summary>
    internal long MaxMemoryBytes { get; init; } = 1L << 30;

    /// <summary>The longest string that a script may build, in bytes.</summary>
    internal int MaxStringBytes { get; init; } = 512 << 20;
}
