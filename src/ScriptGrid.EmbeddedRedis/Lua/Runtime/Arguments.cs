using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Runtime;

/// <summary>The call of a native function. Its arguments, counted from 0, are on the thread's stack, and its results replace them there.</summary>
internal readonly partial struct Arguments(LuaThread thread, int start, int count)
{
    /// <summary>The coroutine that makes the call.</summary>
    internal LuaThread Thread { get; } = thread;

    internal int Count { get; } = count;

    internal LuaState State => Thread.State;

    /// <summary>The argument at an index; nil after the last one.</summary>
    internal LuaValue this[int index] => index < Count ? Thread.Stack[start + index] : LuaValue.Nil;

    /// <summary>Returns the arguments from <paramref name="first"/> on. Do not keep the span across a call into Lua, which may move the stack.</summary>
    internal ReadOnlySpan<LuaValue> From(int first) =>
        first < Count ? Thread.Stack.AsSpan(start + first, Count - first) : [];

#pragma warning disable CA1822 // the same form for all results
    internal int Return() => 0;
#pragma warning restore CA1822

    internal int Return(LuaValue result)
    {
        Thread.EnsureStack(start + 1);
        Thread.Stack[start] = result;
        return 1;
    }

    internal int Return(LuaValue first, LuaValue second)
    {
        Thread.EnsureStack(start + 2);
        Thread.Stack[start] = first;
        Thread.Stack[start + 1] = second;
        return 2;
    }

    /// <summary>Returns any number of results, which may be a slice of the arguments themselves.</summary>
    /// <exception cref="LuaException">There are more results than the stack may hold ("stack overflow").</exception>
    internal int Return(ReadOnlySpan<LuaValue> results)
    {
        Thread.EnsureStack(start + results.Length);
        results.CopyTo(Thread.Stack.AsSpan(start));
        return results.Length;
    }

    /// <summary>Returns a boolean and any number of results.</summary>
    internal int Return(bool first, ReadOnlySpan<LuaValue> results)
    {
        Thread.EnsureStack(start + 1 + results.Length);
        results.CopyTo(Thread.Stack.AsSpan(start + 1));
        Thread.Stack[start] = first;
        return results.Length + 1;
    }

    /// <summary>Suspends the coroutine with the arguments. This must be the last thing that a native function does.</summary>
    internal int Yield() => Thread.Yield(start, Count);

    /// <summary>Calls the first argument with the next <paramref name="count"/> arguments. Returns true and all results, or false and the error.</summary>
    internal int Protect(int count, LuaValue handler) =>
        TryProtect(count, handler, out int results, out LuaValue error) ? results : Return(LuaValue.False, error);

    /// <summary>Like <see cref="Protect"/>, but leaves it to the caller to return an error.</summary>
    internal bool TryProtect(int count, LuaValue handler, out int results, out LuaValue error)
    {
        bool isFine = Thread.ProtectedCallAt(start, count, handler);
        int open = Thread.OpenCount(start);
        error = isFine ? LuaValue.Nil : Thread.Stack[start];
        results = isFine ? Return(true, Thread.Stack.AsSpan(start, open)) : 0;
        return isFine;
    }
}
