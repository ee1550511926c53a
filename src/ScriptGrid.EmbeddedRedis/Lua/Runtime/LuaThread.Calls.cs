using System.Runtime.CompilerServices;
using ScriptGrid.EmbeddedRedis.Lua.Compilation;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Runtime;

/// <content>Calls: from C#, of native functions, and the frames of a script's functions.</content>
internal sealed partial class LuaThread
{
    private enum CallOutcome
    {
        /// <summary>A frame of a script's function is on top and must be run.</summary>
        Entered,

        /// <summary>A native function has run, and its results are in place.</summary>
        Finished,

        /// <summary>A native function has suspended the coroutine.</summary>
        Yielded,
    }

    /// <summary>Calls a function, or any value that has a <c>__call</c>, from C#, and returns its first result.</summary>
    internal LuaValue Call(LuaValue function, params ReadOnlySpan<LuaValue> arguments)
    {
        State.Charge(1); // A function without a loop or a call charges nothing itself.
        int slot = Push(function, arguments);
        CallFromHost(slot, arguments.Length, wanted: 1);
        return _stack[slot];
    }

    /// <summary>Calls a function from C# and returns all its results.</summary>
    internal LuaValue[] CallForAll(LuaValue function, params ReadOnlySpan<LuaValue> arguments)
    {
        State.Charge(1);
        int slot = Push(function, arguments);
        CallFromHost(slot, arguments.Length, wanted: -1);
        return _stack.AsSpan(slot, _top - slot).ToArray();
    }

    /// <summary>
    /// Does the same as <see cref="CallAt"/>. If the call is the outermost one, an error removes all frames; otherwise they stay, so that an error handler can
    /// examine them.
    /// </summary>
    private void CallFromHost(int slot, int count, int wanted)
    {
        bool isOutermost = _depth == 0;
        int nativeCalls = State.NativeCalls;
        try
        {
            CallAt(slot, count, wanted);
        }
        catch (Exception) when (isOutermost)
        {
            GiveUp(nativeCalls);
            throw;
        }
    }

    private int Push(LuaValue function, ReadOnlySpan<LuaValue> arguments)
    {
        int slot = _calls[_depth].Top;
        EnsureStack(slot + arguments.Length + 1);
        _stack[slot] = function;
        arguments.CopyTo(_stack.AsSpan(slot + 1));
        return slot;
    }

    /// <summary>Calls the function at a slot of the stack with the arguments after it. The results take its place.</summary>
    private void CallAt(int slot, int count, int wanted)
    {
        State.EnterNative(this);
        if (Begin(slot, count, wanted) == CallOutcome.Entered)
        {
            _calls[_depth].IsEntry = true;
            Execute();
        }

        State.NativeCalls--;
    }

    /// <summary>Begins a call. A native function is run to its end; for any other, a frame is pushed.</summary>
    private CallOutcome Begin(int slot, int count, int wanted)
    {
        switch (_stack[slot].Reference)
        {
            case LuaClosure closure:
                Enter(closure, slot, count, wanted);
                return CallOutcome.Entered;
            case NativeFunction native:
                return CallNative(native, slot, count, wanted);
            default:
                InsertCallMetamethod(slot, count);
                return Begin(slot, count + 1, wanted);
        }
    }

    private void Enter(LuaClosure closure, int slot, int count, int wanted)
    {
        var prototype = closure.Prototype;
        int first = Arrange(prototype, slot, count);
        ref var call = ref PushCall();
        call.Function = closure;
        call.Base = first;
        call.Result = slot;
        call.Wanted = wanted;
        call.Top = first + prototype.StackSize;
        call.Position = 0;
        call.TailCalls = 0;
        call.IsEntry = false;
    }

    /// <summary>Arranges the arguments for a function. Missing ones are nil, and those of a vararg function stay below its registers.</summary>
    /// <returns>The first register.</returns>
    private int Arrange(Prototype prototype, int slot, int count)
    {
        int first = slot + 1;
        int parameters = prototype.Parameters;
        if (prototype.IsVararg)
        {
            int arguments = first;
            first += count;
            EnsureStack(first + prototype.StackSize);
            int given = Math.Min(count, parameters);
            _stack.AsSpan(arguments, given).CopyTo(_stack.AsSpan(first));
            _stack.AsSpan(arguments, given).Clear();
            _stack.AsSpan(first + given, parameters - given).Clear();
            return first;
        }

        EnsureStack(first + prototype.StackSize);
        if (count < parameters)
        {
            _stack.AsSpan(first + count, parameters - count).Clear();
        }

        return first;
    }

    private CallOutcome CallNative(NativeFunction native, int slot, int count, int wanted)
    {
        EnsureStack(slot + 1 + count + NativeStack);
        ref var call = ref PushCall();
        call.Function = native;
        call.Base = slot + 1;
        call.Result = slot;
        call.Wanted = wanted;
        call.Top = slot + 1 + count;
        call.TailCalls = 0;
        call.IsEntry = false;
        int results = native.Body(new Arguments(this, slot + 1, count));
        if (results < 0)
        {
            return CallOutcome.Yielded;
        }

        _depth--;
        PlaceResults(slot + 1, results, slot, wanted);
        return CallOutcome.Finished;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void PlaceResults(int from, int count, int to, int wanted)
    {
        var stack = _stack;
        if (wanted == 1)
        {
            stack[to] = count > 0 ? stack[from] : LuaValue.Nil;
        }
        else if (wanted != 0)
        {
            PlaceMany(from, count, to, wanted);
        }
    }

    private void PlaceMany(int from, int count, int to, int wanted)
    {
        if (wanted < 0)
        {
            _top = to + count;
        }
        else if (count > wanted)
        {
            count = wanted;
        }
        else
        {
            EnsureStack(to + wanted);
            _stack.AsSpan(from, count).CopyTo(_stack.AsSpan(to));
            _stack.AsSpan(to + count, wanted - count).Clear();
            return;
        }

        _stack.AsSpan(from, count).CopyTo(_stack.AsSpan(to));
    }

    /// <summary>Inserts the <c>__call</c> of a value before it.</summary>
    private void InsertCallMetamethod(int slot, int count)
    {
        var value = _stack[slot];
        var metamethod = State.Metamethod(value, MetaEvent.Call);
        if (metamethod.AsFunction is null)
        {
            throw TypeError(value, "call", IsCallee(slot) ? Operand.First : null);
        }

        EnsureStack(slot + count + 2);
        _stack.AsSpan(slot, count + 1).CopyTo(_stack.AsSpan(slot + 1));
        _stack[slot] = metamethod;
    }
}
