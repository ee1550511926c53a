using System.Runtime.CompilerServices;
using ScriptGrid.EmbeddedRedis.Lua.Compilation;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Runtime;

/// <content>The cases that the interpreter's loop leaves out: rare instructions, and common ones that need coercions, metamethods or errors.</content>
internal sealed partial class LuaThread
{
    /// <summary>Up to this many values at once are not charged.</summary>
    private const int FreeValues = 64;

    private void ExecuteRest(Instruction i, LuaClosure closure)
    {
        int first = _calls[_depth].Base;
        var constants = closure.Prototype.Constants;
        switch (i.Op)
        {
            case Op.GetGlobal:
                Put(first + i.A, Index(State.Globals, constants[i.C]));
                break;
            case Op.SetGlobal:
                SetIndex(State.Globals, constants[i.C], _stack[first + i.A]);
                break;
            case Op.GetField or Op.GetNumber:
                Put(first + i.A, Index(_stack[first + i.B], constants[i.C]));
                break;
            case Op.GetTable:
                Put(first + i.A, Index(_stack[first + i.B], _stack[first + i.C]));
                break;
            case Op.SetField or Op.SetNumber:
                SetIndex(_stack[first + i.A], constants[i.B], i.C >= 0 ? _stack[first + i.C] : constants[~i.C]);
                break;
            case Op.SetTable:
                SetIndex(_stack[first + i.A], _stack[first + i.B], i.C >= 0 ? _stack[first + i.C] : constants[~i.C]);
                break;
            case Op.Self:
                var receiver = _stack[first + i.B];
                _stack[first + i.A + 1] = receiver;
                Put(first + i.A, Index(receiver, constants[i.C]));
                break;
            case Op.Negate:
                Put(first + i.A, Arithmetic(MetaEvent.Negate, _stack[first + i.B], _stack[first + i.B]));
                break;
            case Op.Length:
                _stack[first + i.A] = LengthOf(_stack[first + i.B]);
                break;
            case Op.Concat:
                Put(first + i.A, Concat(i.B, i.C));
                break;
            case Op.NewTable:
                State.ChargeHeap((i.B + (long)i.C) * Unsafe.SizeOf<LuaValue>());
                _stack[first + i.A] = new LuaTable(i.C, i.B);
                break;
            case Op.SetList:
                SetList(first + i.A, i.B, i.C);
                break;
            case Op.Vararg:
                Varargs(first + i.A, i.C - 1, closure.Prototype.Parameters);
                break;
            case Op.ArgTable:
                _stack[first + i.A] = ArgTable(first, closure.Prototype.Parameters);
                break;
            default:
                RestOfArithmetic(i, first, constants);
                break;
        }
    }

    /// <summary>Stores a value in the current stack, which may have moved.</summary>
    private void Put(int slot, LuaValue value) => _stack[slot] = value;

    private void RestOfArithmetic(Instruction i, int first, LuaValue[] constants)
    {
        int family = i.Op - Op.AddRR;
        var left = family % 3 == 2 ? constants[i.B] : _stack[first + i.B];
        var right = family % 3 == 1 ? constants[i.C] : _stack[first + i.C];
        Put(first + i.A, Arithmetic(MetaEvent.Add + (family / 3), left, right));
    }

    /// <summary>Whether a comparing jump is taken.</summary>
    private bool Compare(Instruction i, LuaClosure closure)
    {
        int first = _calls[_depth].Base;
        var operand = _stack[first + i.A];
        if (i.Op is Op.JumpEqualRR or Op.JumpNotEqualRR)
        {
            return AreEqual(operand, _stack[first + i.B]) == (i.Op == Op.JumpEqualRR);
        }

        bool isLess = i.Op < Op.JumpLessOrEqualRR;
        int form = i.Op - (isLess ? Op.JumpLessRR : Op.JumpLessOrEqualRR);
        var other = form < 2 ? _stack[first + i.B] : closure.Prototype.Constants[i.B];
        var (left, right) = form < 4 ? (operand, other) : (other, operand);
        return (isLess ? IsLess(left, right) : IsLessOrEqual(left, right)) == (form % 2 == 0);
    }

    private void SetList(int register, int count, int stored)
    {
        var table = _stack[register].AsTable!;
        if (count == 0)
        {
            count = _top - register - 1;
        }

        if (count > FreeValues)
        {
            State.ChargeHeap(count * (long)Unsafe.SizeOf<LuaValue>());
        }

        table.EnsureArray(stored + count);
        _stack.AsSpan(register + 1, count).CopyTo(table.ArrayPart.AsSpan(stored));
    }

    private void Varargs(int target, int wanted, int parameters)
    {
        ref var call = ref _calls[_depth];
        int from = call.Result + 1 + parameters;
        int count = Math.Max(0, call.Base - from);
        if (wanted < 0)
        {
            State.StepsLeft -= count / FreeValues;
            EnsureStack(target + count);
            _top = target + count;
            wanted = count;
        }

        int copied = Math.Min(count, wanted);
        _stack.AsSpan(from, copied).CopyTo(_stack.AsSpan(target));
        _stack.AsSpan(target + copied, wanted - copied).Clear();
    }

    private LuaTable ArgTable(int first, int parameters)
    {
        int from = _calls[_depth].Result + 1 + parameters;
        int count = Math.Max(0, first - from);
        State.ChargeHeap(count * (long)Unsafe.SizeOf<LuaValue>());
        var table = new LuaTable(count, 1);
        _stack.AsSpan(from, count).CopyTo(table.ArrayPart);
        table["n"] = count;
        return table;
    }

    private LuaClosure Capture(LuaClosure maker, int index, ref LuaValue registers)
    {
        var prototype = maker.Prototype.Prototypes[index];
        var sources = prototype.Upvalues;
        State.ChargeHeap(2 * ObjectBytes.Small);
        var upvalues = sources.Length == 0 ? [] : new Cell[sources.Length];
        for (int i = 0; i < sources.Length; i++)
        {
            upvalues[i] = sources[i].IsRegister ? (Cell)At(ref registers, sources[i].Index).Reference! : maker.Upvalues[sources[i].Index];
        }

        return new LuaClosure(prototype, upvalues);
    }

    /// <summary>Checks the three values of a loop and sets the variable. Returns false if the loop has no turn.</summary>
    private bool PrepareFor(ref LuaValue value, ref LuaValue limit, ref LuaValue step, ref LuaValue variable)
    {
        double start = ForNumber(value, "initial value");
        double end = ForNumber(limit, "limit");
        double by = ForNumber(step, "step");
        start = start - by + by;
        value = variable = start;
        limit = end;
        step = by;
        return by > 0 ? start <= end : start >= end;
    }

    private double ForNumber(LuaValue value, string what) =>
        LuaArithmetic.TryNumber(value, out double number) ? number : throw RuntimeError($"'for' {what} must be a number");

    /// <summary>Makes any call other than a plain call of a script's function.</summary>
    private CallOutcome CallAny(ref Instruction i, ref LuaValue registers)
    {
        State.Charge(1);
        int slot = _calls[_depth].Base + i.A;
        if (i.Op == Op.ForCall)
        {
            At(ref registers, i.A + 5) = At(ref registers, i.A + 2);
            At(ref registers, i.A + 4) = At(ref registers, i.A + 1);
            At(ref registers, i.A + 3) = At(ref registers, i.A);
            return Begin(slot + 3, 2, i.B);
        }

        int count = i.B > 0 ? i.B - 1 : _top - slot - 1;
        return i.Op == Op.TailCall ? BeginTail(slot, count) : Begin(slot, count, i.C - 1);
    }

    /// <summary>Passes the results of the current function to its caller and removes its frame.</summary>
    /// <returns>Whether the frame was called from C#.</returns>
    private bool Leave(ref Instruction i)
    {
        ref CallInfo call = ref _calls[_depth--];
        int first = call.Base + i.A;
        int count = i.Op switch
        {
            Op.ReturnNothing => 0,
            Op.ReturnOne => 1,
            _ => i.B > 0 ? i.B - 1 : _top - first,
        };
        PlaceResults(first, count, call.Result, call.Wanted);
        return call.IsEntry;
    }

    /// <summary>Begins a call in place of the current frame. A native function is called from this frame as usual.</summary>
    private CallOutcome BeginTail(int slot, int count)
    {
        while (_stack[slot].AsFunction is null)
        {
            InsertCallMetamethod(slot, count++);
        }

        if (_stack[slot].Reference is not LuaClosure closure)
        {
            return Begin(slot, count, wanted: -1);
        }

        ref var call = ref _calls[_depth];
        _stack.AsSpan(slot, count + 1).CopyTo(_stack.AsSpan(call.Result));
        int first = Arrange(closure.Prototype, call.Result, count);
        call.Function = closure;
        call.Base = first;
        call.Top = first + closure.Prototype.StackSize;
        call.Position = 0;
        call.TailCalls++;
        return CallOutcome.Entered;
    }
}
