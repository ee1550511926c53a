using ScriptGrid.EmbeddedRedis.Lua.Compilation;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Runtime;

/// <content>Errors, with the positions and names that Lua gives them.</content>
internal sealed partial class LuaThread
{
    private static readonly LuaString TailCallSource = LuaString.FromText("=(tail call)");
    private static readonly LuaString NativeSource = LuaString.FromText("=[C]");

    /// <summary>Creates an error whose message begins with the position of the caller of the current native function ("user_script:3: ").</summary>
    internal LuaException Error(string message) => new(Where(1) + message);

    /// <summary>Creates an error of the script itself. The message begins with the position of the current function, unless that is a native one.</summary>
    internal LuaException RuntimeError(string message) => new(Position(_depth) + message);

    /// <summary>Creates the error for a bad argument (counted from 0) of the current native function, with the function's name as its caller uses it.</summary>
    internal LuaException BadArgument(int index, string message)
    {
        string name = "?";
        int number = index + 1;
        if (CalledAs() is { } called)
        {
            name = Shown(called.Name);
            if (called.Kind == "method" && --number == 0)
            {
                return Error($"calling '{name}' on bad self ({message})");
            }
        }

        return Error($"bad argument #{number} to '{name}' ({message})");
    }

    /// <summary>Returns "user_script:3: " for the function at a level (0 for the current one, 1 for its caller …); empty if it has no line.</summary>
    internal string Where(int level) => TryGetLevel(level, out var call) && call.Line > 0 ? $"{call.ChunkName}:{call.Line}: " : "";

    /// <summary>
    /// Gets what is known about the function at a level. Returns false if the stack is not that deep. A tail call counts as a level of its own.
    /// </summary>
    internal bool TryGetLevel(int level, out CallLevel call)
    {
        call = default;
        int depth = _depth;
        for (; level > 0 && depth > 0; depth--)
        {
            level -= 1 + _calls[depth].TailCalls;
        }

        if (level < 0)
        {
            call = new CallLevel(null, "(tail call)", TailCallSource, -1);
            return true;
        }

        if (depth <= 0)
        {
            return false;
        }

        call = _calls[depth].Function is LuaClosure closure
            ? new CallLevel(closure, closure.Prototype.ChunkName, closure.Prototype.Source, LineOf(depth))
            : new CallLevel(_calls[depth].Function, "[C]", NativeSource, -1);
        return true;
    }

    /// <summary>Creates an error like "attempt to index field 'x' (a nil value)".</summary>
    private LuaException TypeError(LuaValue value, string attempt, Operand? operand)
    {
        string type = Arguments.NameOf(value.Type);
        return operand is { } known && NameOf(known) is { } name
            ? RuntimeError($"attempt to {attempt} {name.Kind} '{Shown(name.Name)}' (a {type} value)")
            : RuntimeError($"attempt to {attempt} a {type} value");
    }

    /// <summary>Returns a name as C shows it, up to the first zero.</summary>
    private static string Shown(LuaString name)
    {
        string text = name.ToText();
        int end = text.IndexOf('\0', StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
    }

    private LuaException OrderError(LuaValue left, LuaValue right)
    {
        string first = Arguments.NameOf(left.Type);
        string second = Arguments.NameOf(right.Type);
        return RuntimeError(first[2] == second[2]
            ? $"attempt to compare two {first} values"
            : $"attempt to compare {first} with {second}");
    }

    private OperandName? NameOf(Operand operand) =>
        _calls[_depth].Function is LuaClosure closure ? closure.Prototype.FindName(_calls[_depth].Position - 1, operand) : null;

    /// <summary>Returns the name by which the current function was called; null if it is not known.</summary>
    private OperandName? CalledAs()
    {
        if (_depth < 2 || _calls[_depth].TailCalls > 0 || _calls[_depth - 1].Function is not LuaClosure caller)
        {
            return null;
        }

        int position = _calls[_depth - 1].Position - 1;
        return position >= 0 && caller.Prototype.Code[position].Op is Op.Call or Op.TailCall
            ? caller.Prototype.FindName(position, Operand.First)
            : null;
    }

    /// <summary>Whether the current instruction calls the value at <paramref name="slot"/> itself, and not a metamethod.</summary>
    private bool IsCallee(int slot)
    {
        ref var call = ref _calls[_depth];
        if (call.Function is not LuaClosure closure || call.Position == 0)
        {
            return false;
        }

        var instruction = closure.Prototype.Code[call.Position - 1];
        return instruction.Op is Op.Call or Op.TailCall && call.Base + instruction.A == slot;
    }

    private string Position(int depth) =>
        _calls[depth].Function is LuaClosure closure ? $"{closure.Prototype.ChunkName}:{LineOf(depth)}: " : "";

    private int LineOf(int depth)
    {
        var prototype = ((LuaClosure)_calls[depth].Function!).Prototype;
        return prototype.Lines[Math.Max(0, _calls[depth].Position - 1)];
    }
}

/// <summary>A function on the stack of calls.</summary>
/// <param name="Function">The function; null for a tail call.</param>
/// <param name="ChunkName">The script's name; "[C]" for native functions.</param>
/// <param name="Source">The name that Lua's debug library returns: <c>@user_script</c>, <c>=[C]</c>, or a text that was loaded.</param>
/// <param name="Line">The current line; -1 if there is none.</param>
internal readonly record struct CallLevel(LuaFunction? Function, string ChunkName, LuaString Source, int Line)
{
    internal bool IsNative => Function is NativeFunction;
}
