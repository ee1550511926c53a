using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Runtime;

/// <content>Protected calls.</content>
internal sealed partial class LuaThread
{
    private static readonly LuaString MemoryMessage = LuaString.FromText("not enough memory");
    private static readonly LuaString HandlingMessage = LuaString.FromText("error in error handling");

    /// <summary>What the innermost protected call under way hands its error to; nil for nobody.</summary>
    private LuaValue _handler;

    /// <summary>Calls a function from C# and catches its error, which goes to the handler of the call around it first, as in Lua's own C code that protects itself.</summary>
    internal bool TryCallWithin(LuaValue function, out LuaValue[] results) => TryCall(function, _handler, out results);

    /// <summary>What the handler of the call under way makes of an error that C# found itself.</summary>
    internal LuaValue Handled(LuaValue error) => _handler.IsNil ? error : Handle(error, _handler);

    /// <summary>Calls a function from C# and catches its error.</summary>
    /// <param name="function">What to call.</param>
    /// <param name="handler">Called with an error, while the frames of the failed calls still stand; its result takes the place of the error. Nil for none.</param>
    /// <param name="results">All results, or the error alone.</param>
    /// <param name="arguments">Of the call.</param>
    /// <returns>Whether it ended without an error.</returns>
    internal bool TryCall(LuaValue function, LuaValue handler, out LuaValue[] results, params ReadOnlySpan<LuaValue> arguments)
    {
        int slot = Push(function, arguments);
        bool isFine = ProtectedCallAt(slot, arguments.Length, handler);
        results = _stack.AsSpan(slot, _top - slot).ToArray();
        return isFine;
    }

    /// <summary>Calls what lies on the stack; all results, or the error, take its place up to the top.</summary>
    internal bool ProtectedCallAt(int slot, int count, LuaValue handler)
    {
        int depth = _depth;
        int nativeCalls = State.NativeCalls;
        var memory = State.Memory.Position;
        LuaValue error;
        LuaValue outerHandler = _handler;
        _handler = handler;
        bool isGrave = false;
        try
        {
            State.Charge(1);
            CallAt(slot, count, wanted: -1);
            _handler = outerHandler;
            return true;
        }
        catch (LuaException exception)
        {
            isGrave = exception.IsUnhandled;
            error = handler.IsNil || isGrave ? exception.Value : Handle(exception.Value, handler);
        }
        catch (OutOfMemoryException)
        {
            isGrave = true;
            error = MemoryMessage;
        }
        catch (Exception) when (depth == 0)
        {
            // A bug in C# is no error that a script may catch; the next script finds the thread as this one did.
            _handler = outerHandler;
            GiveUp(nativeCalls);
            throw;
        }

        _handler = outerHandler;
        Unwind(depth);
        State.NativeCalls = nativeCalls;
        State.Memory.Restore(memory);
        if (isGrave)
        {
            LetGo(slot);
        }

        _stack[slot] = error;
        _top = slot + 1;
        return false;
    }

    /// <summary>Forgets what the calls above a slot held, which may be what there was no memory for.</summary>
    private void LetGo(int slot)
    {
        State.StepsLeft -= _stack.Length / FreeValues;
        _stack.AsSpan(slot).Clear();
    }

    /// <summary>Ends all calls under way, since an error left them as they were.</summary>
    private void GiveUp(int nativeCalls)
    {
        Unwind(0);
        State.NativeCalls = nativeCalls;
    }

    /// <summary>Asks the handler. An error of its own goes to it again, until the native calls run out.</summary>
    private LuaValue Handle(LuaValue error, LuaValue handler)
    {
        if (handler.AsFunction is null)
        {
            return HandlingMessage;
        }

        while (true)
        {
            try
            {
                // Not charged: a script that is to end gets no step, but its error is handled.
                int slot = Push(handler, [error]);
                CallFromHost(slot, 1, wanted: 1);
                return _stack[slot];
            }
            catch (LuaException exception)
            {
                error = exception.Value;
                if (exception.IsUnhandled)
                {
                    return error;
                }
            }
        }
    }

    /// <summary>The values that a call left on the stack from <paramref name="slot"/> on, up to the top.</summary>
    internal int OpenCount(int slot) => _top - slot;
}
