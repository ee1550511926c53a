using System.Runtime.CompilerServices;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Runtime;

/// <summary>A coroutine: a stack of values, and the frames of its calls in progress.</summary>
internal sealed partial class LuaThread : LuaObject
{
    private const int InitialStack = 64;
    private const int MaxStack = 1 << 22;

    /// <summary>The slots that a native function may use without asking (LUA_MINSTACK).</summary>
    private const int NativeStack = 20;

    private CallInfo[] _calls = new CallInfo[8];
    private LuaValue[] _stack = new LuaValue[InitialStack];

    /// <summary>The index of the current frame; 0 is the host's.</summary>
    private int _depth;

    /// <summary>The position after the last value, if an instruction left an open number of values.</summary>
    private int _top;

    /// <summary>Whether "stack overflow" was raised and the error is still being handled, for which more calls are allowed.</summary>
    private bool _overflowed;

    private int _callLimit;

    internal LuaThread(LuaState state)
    {
        State = state;
        _callLimit = 8;
        while (_callLimit * 2 <= state.Limits.MaxCalls)
        {
            _callLimit *= 2;
        }
    }

    internal override LuaType Type => LuaType.Thread;

    internal LuaState State { get; }

    internal LuaValue[] Stack => _stack;

    internal override long Visit(HeapWalk walk)
    {
        walk.Add(_stack);
        for (int i = 0; i <= _depth; i++)
        {
            walk.Add(_calls[i].Function);
        }

        return (2 * ObjectBytes.Small)
            + ObjectBytes.OfArray(_stack.Length * (long)Unsafe.SizeOf<LuaValue>())
            + ObjectBytes.OfArray(_calls.Length * (long)Unsafe.SizeOf<CallInfo>());
    }

    /// <summary>Ensures that the stack has room for <paramref name="size"/> values.</summary>
    /// <exception cref="LuaException">The stack may not grow that far ("stack overflow").</exception>
    internal void EnsureStack(int size)
    {
        if (size > _stack.Length)
        {
            GrowStack(size);
        }
    }

    private void GrowStack(int size)
    {
        if (size > MaxStack)
        {
            throw RuntimeError("stack overflow");
        }

        State.ChargeHeap(size * 16L);
        var grown = new LuaValue[Math.Max(size, _stack.Length * 2)];
        _stack.AsSpan().CopyTo(grown);
        _stack = grown;
    }

    private ref CallInfo PushCall()
    {
        int depth = _depth + 1;
        if (depth >= _calls.Length)
        {
            GrowCalls(depth);
        }

        _depth = depth;
        return ref _calls[depth];
    }

    private void GrowCalls(int depth)
    {
        if (depth >= _callLimit)
        {
            if (!_overflowed)
            {
                _overflowed = true;
                throw RuntimeError("stack overflow");
            }

            if (depth >= 2 * _callLimit)
            {
                throw new LuaException("error in error handling");
            }
        }

        State.ChargeHeap(_calls.Length * 2L * Unsafe.SizeOf<CallInfo>());
        int limit = _overflowed ? 2 * _callLimit : _callLimit;
        Array.Resize(ref _calls, Math.Min(_calls.Length * 2, limit));
    }

    /// <summary>Removes the frames above <paramref name="depth"/> after an error.</summary>
    private void Unwind(int depth)
    {
        _depth = depth;
        if (_overflowed && depth < _callLimit)
        {
            _overflowed = false;
            _callLimit = State.Limits.MaxCalls;
            Array.Resize(ref _calls, Math.Max(_callLimit, depth + 1));
        }
    }

    /// <summary>Clears what calls left on the stack, so that it can be garbage-collected between runs.</summary>
    internal void Trim()
    {
        if (_depth > 0)
        {
            return;
        }

        if (_stack.Length > 16 * InitialStack)
        {
            _stack = new LuaValue[InitialStack];
        }
        else
        {
            Array.Clear(_stack);
        }

        if (_calls.Length > 16 * InitialStack)
        {
            _calls = new CallInfo[8];
        }
        else
        {
            Array.Clear(_calls);
        }
    }
}
