using ScriptGrid.EmbeddedRedis.Lua.Compilation;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Runtime;

/// <content>Resuming and yielding. A resume runs the coroutine's frames on the C# stack of its caller, and a yield returns from there.</content>
internal sealed partial class LuaThread
{
    /// <summary>The bytes that a new coroutine takes.</summary>
    private const int NewBytes = 2048;

    private int _nativeCallsAtResume = -1;
    private int _yielded;

    internal CoroutineStatus Status { get; private set; }

    internal string StatusName => Status switch
    {
        CoroutineStatus.Suspended => "suspended",
        CoroutineStatus.Running => "running",
        CoroutineStatus.Normal => "normal",
        _ => "dead",
    };

    /// <summary>Creates the main thread, which is not a coroutine.</summary>
    internal static LuaThread CreateMain(LuaState state) => new(state) { Status = CoroutineStatus.Running };

    /// <summary>Creates a coroutine that runs a function.</summary>
    internal static LuaThread Create(LuaState state, LuaValue function)
    {
        state.ChargeHeap(NewBytes);
        var thread = new LuaThread(state);
        thread._stack[0] = function;
        thread._top = 1;
        return thread;
    }

    /// <summary>Implements <c>coroutine.yield</c>: suspends this coroutine with the values at <paramref name="start"/>.</summary>
    /// <returns>The value that the native function must return.</returns>
    internal int Yield(int start, int count)
    {
        if (State.NativeCalls != _nativeCallsAtResume || IsWithinIterator())
        {
            throw RuntimeError("attempt to yield across metamethod/C-call boundary");
        }

        Status = CoroutineStatus.Suspended;
        _yielded = start;
        _top = start + count;
        return -1;
    }

    /// <summary>Whether one of the functions in progress was called as the iterator of a <c>for</c> loop, which Lua does from C.</summary>
    private bool IsWithinIterator()
    {
        for (int depth = 1; depth < _depth; depth++)
        {
            if (_calls[depth] is { Function: LuaClosure caller, Position: > 0 and var next } && caller.Prototype.Code[next - 1].Op == Op.ForCall)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Continues a suspended coroutine.</summary>
    /// <param name="caller">The coroutine that resumes.</param>
    /// <param name="arguments">The arguments of the function, or the results of <c>yield</c>.</param>
    /// <param name="results">The values that were yielded or returned, or only the error. Valid until either coroutine continues.</param>
    /// <returns>False if there was an error.</returns>
    internal bool Resume(LuaThread caller, ReadOnlySpan<LuaValue> arguments, out ReadOnlySpan<LuaValue> results)
    {
        if (Status != CoroutineStatus.Suspended)
        {
            results = new LuaValue[] { $"cannot resume {StatusName} coroutine" };
            return false;
        }

        int nativeCalls = State.NativeCalls;
        if (nativeCalls >= State.Limits.MaxNativeCalls || !System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            results = new LuaValue[] { "C stack overflow" };
            return false;
        }

        var callersStatus = caller.Status;
        caller.Status = CoroutineStatus.Normal;
        Status = CoroutineStatus.Running;
        State.NativeCalls = _nativeCallsAtResume = nativeCalls + 1;
        try
        {
            return TryRun(arguments, out results);
        }
        finally
        {
            State.NativeCalls = nativeCalls;
            caller.Status = callersStatus;
        }
    }

    private bool TryRun(ReadOnlySpan<LuaValue> arguments, out ReadOnlySpan<LuaValue> results)
    {
        LuaValue error;
        var memory = State.Memory.Position;
        try
        {
            Continue(arguments);
            int start = Status == CoroutineStatus.Suspended ? _yielded : 0;
            results = _stack.AsSpan(start, _top - start);
            Status = Status == CoroutineStatus.Suspended ? CoroutineStatus.Suspended : CoroutineStatus.Dead;
            return true;
        }
        catch (LuaException exception)
        {
            error = exception.Value;
        }
        catch (OutOfMemoryException)
        {
            error = MemoryMessage;
        }

        State.Memory.Restore(memory);
        Status = CoroutineStatus.Dead;
        _stack = [];
        results = new[] { error };
        return false;
    }

    private void Continue(ReadOnlySpan<LuaValue> arguments)
    {
        if (_depth == 0)
        {
            EnsureStack(arguments.Length + 1);
            arguments.CopyTo(_stack.AsSpan(1));
            if (Begin(0, arguments.Length, wanted: -1) == CallOutcome.Entered)
            {
                _calls[_depth].IsEntry = true;
                Execute();
            }

            return;
        }

        ref var suspended = ref _calls[_depth];
        EnsureStack(suspended.Base + arguments.Length);
        arguments.CopyTo(_stack.AsSpan(suspended.Base));
        _depth--;
        PlaceResults(suspended.Base, arguments.Length, suspended.Result, suspended.Wanted);
        if (_depth > 0)
        {
            Execute();
        }
    }
}

/// <summary>The states that <c>coroutine.status</c> returns.</summary>
internal enum CoroutineStatus
{
    Suspended,
    Running,

    /// <summary>The coroutine has resumed another one.</summary>
    Normal,
    Dead,
}
