using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Runtime;

/// <content>Protected calls.</content>
internal sealed partial class LuaThread
{
    private static readonly LuaString MemoryMessage = LuaString.FromText("not enough memory");
    private static readonly LuaString HandlingMessage = LuaString.FromText("error in error handling");

    /// <summary>The error handler of the innermost protected call in progress; nil if there is none.</summary>
    private LuaValue _handler;

    /// <summary>
    /// Calls a function from C# and catches its error. The handler of the surrounding protected call gets the error first, as when Lua's own C code makes a
    /// protected call.
    /// </summary>
    internal bool TryCallWithin(LuaValue function, out LuaValue[] results) => TryCall(function, _handler, out results);

    /// <summary>Returns the result of the current handler for an error that C# itself found.</summary>
    internal LuaValue Handled(LuaValue error) => _handler.IsNil ? error : Handle(error, _handler);

    /// <summary>Calls a function from C# and catches its error.</summary>
    /// <param name="function">The function to call.</param>
    /// <param name="handler">Called with an error, while the frames of the failed calls still exist. Its result replaces the error. Nil for none.</param>
    /// <param name="results">All results, or only the error.</param>
    /// <param name="arguments">The arguments of the call.</param>
    /// <returns>False if there was an error.</returns>
    internal bool TryCall(LuaValue function, LuaValue handler, out LuaValue[] results, params ReadOnlySpan<LuaValue> arguments)
    {
        int slot = Push(function, arguments);
        bool isFine = ProtectedCallAt(slot, arguments.Length, handler);
        results = _stack.AsSpan(slot, _top - slot).ToArray();
        return isFine;
    }

    /// <summary>Calls the function at a slot of the stack. All results, or the error, take its place, up to the top.</summary>
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
            // A bug in C# is not an error that a script may catch. Restore the thread, so that the next script finds it as this one did.
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

    /// <summary>Clears everything above a slot, because the values of the failed calls may be what used up the memory.</summary>
    private void LetGo(int slot)
    {
        State.StepsLeft -= _stack.Length / FreeValues;
        _stack.AsSpan(slot).Clear();
    }

    /// <summary>Ends all calls in progress, which an error left unfinished.</summary>
    private void GiveUp(int nativeCalls)
    {
        Unwind(0);
        State.NativeCalls = nativeCalls;
    }

    /// <summary>Calls the handler. If it fails itself, it is called again with its own error, until there are no native calls left.</summary>
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
                // Not charged: a script that is to end gets no more steps, but its error is still handled.
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

    /// <summary>Returns the number of values that a call left on the stack from <paramref name="slot"/> on, up to the top.</summary>
    internal int OpenCount(int slot) => _top - slot;
}
