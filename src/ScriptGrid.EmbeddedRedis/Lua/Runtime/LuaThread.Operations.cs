using System.Runtime.CompilerServices;
using ScriptGrid.EmbeddedRedis.Lua.Compilation;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Runtime;

/// <content>The operations of the language with their metamethods, for the interpreter's rare cases and for libraries.</content>
internal sealed partial class LuaThread
{
    /// <summary>The most tables in a chain of <c>__index</c> or <c>__newindex</c> (MAXTAGLOOP).</summary>
    private const int MaxMetaChain = 100;

    /// <summary>Evaluates <c>value[key]</c>.</summary>
    internal LuaValue Index(LuaValue value, LuaValue key)
    {
        var holder = value;
        for (int i = 0; i < MaxMetaChain; i++)
        {
            LuaValue metamethod;
            if (holder.AsTable is { } table)
            {
                var found = table[key];
                if (!found.IsNil || table.Metatable is not { } metatable || (metamethod = metatable.MetaValue(MetaEvent.Index)).IsNil)
                {
                    return found;
                }
            }
            else if ((metamethod = State.Metamethod(holder, MetaEvent.Index)).IsNil)
            {
                throw TypeError(holder, "index", i == 0 ? Operand.First : null);
            }

            if (metamethod.AsFunction is not null)
            {
                return Call(metamethod, holder, key);
            }

            holder = metamethod;
        }

        throw RuntimeError("loop in gettable");
    }

    /// <summary>Executes <c>value[key] = stored</c>.</summary>
    internal void SetIndex(LuaValue value, LuaValue key, LuaValue stored)
    {
        var holder = value;
        for (int i = 0; i < MaxMetaChain; i++)
        {
            LuaValue metamethod;
            if (holder.AsTable is { } table)
            {
                ref LuaValue slot = ref SlotToWrite(table, key);
                if (!slot.IsNil || table.Metatable is not { } metatable || (metamethod = metatable.MetaValue(MetaEvent.NewIndex)).IsNil)
                {
                    slot = stored;
                    return;
                }
            }
            else if ((metamethod = State.Metamethod(holder, MetaEvent.NewIndex)).IsNil)
            {
                throw TypeError(holder, "index", i == 0 ? Operand.First : null);
            }

            if (metamethod.AsFunction is not null)
            {
                Call(metamethod, holder, key, stored);
                return;
            }

            holder = metamethod;
        }

        throw RuntimeError("loop in settable");
    }

    /// <summary>Returns the slot for a write by the script, raw or not.</summary>
    internal ref LuaValue SlotToWrite(LuaTable table, LuaValue key)
    {
        if (table.IsReadOnly)
        {
            throw RuntimeError("Attempt to modify a readonly table");
        }

        if (key.IsNil || (key.IsNumber && double.IsNaN(key.Number)))
        {
            ref LuaValue known = ref table.Find(key);
            throw RuntimeError(Unsafe.IsNullRef(ref known) && key.IsNil ? "table index is nil" : "table index is NaN");
        }

        return ref table.Slot(key);
    }

    /// <summary>Computes with operands that are not both numbers: tries numbers in strings, then metamethods.</summary>
    internal LuaValue Arithmetic(MetaEvent operation, LuaValue left, LuaValue right)
    {
        bool isLeftNumber = LuaArithmetic.TryNumber(left, out double first);
        if (isLeftNumber && LuaArithmetic.TryNumber(right, out double second))
        {
            return LuaArithmetic.Compute(operation, first, second);
        }

        if (TryBinary(operation, left, right, out var result))
        {
            return result;
        }

        throw TypeError(
            isLeftNumber ? right : left,
            "perform arithmetic on",
            isLeftNumber && operation != MetaEvent.Negate ? Operand.Second : Operand.First);
    }

    private bool TryBinary(MetaEvent operation, LuaValue left, LuaValue right, out LuaValue result)
    {
        var metamethod = State.Metamethod(left, operation);
        if (metamethod.IsNil)
        {
            metamethod = State.Metamethod(right, operation);
        }

        result = LuaValue.Nil;
        if (metamethod.IsNil)
        {
            return false;
        }

        result = Call(metamethod, left, right);
        return true;
    }

    /// <summary>Evaluates <c>left &lt; right</c>.</summary>
    internal bool IsLess(LuaValue left, LuaValue right)
    {
        if (left.IsNumber && right.IsNumber)
        {
            return left.Number < right.Number;
        }

        if (left.AsString is { } first && right.AsString is { } second)
        {
            State.ChargeBytes(Math.Min(first.Length, second.Length));
            return first.Span.SequenceCompareTo(second.Span) < 0;
        }

        if (left.Type == right.Type && TryOrder(MetaEvent.Less, left, right, out bool isLess))
        {
            return isLess;
        }

        throw OrderError(left, right);
    }

    /// <summary>Evaluates <c>left &lt;= right</c>.</summary>
    internal bool IsLessOrEqual(LuaValue left, LuaValue right)
    {
        if (left.IsNumber && right.IsNumber)
        {
            return left.Number <= right.Number;
        }

        if (left.AsString is { } first && right.AsString is { } second)
        {
            State.ChargeBytes(Math.Min(first.Length, second.Length));
            return first.Span.SequenceCompareTo(second.Span) <= 0;
        }

        if (left.Type == right.Type)
        {
            if (TryOrder(MetaEvent.LessOrEqual, left, right, out bool isLessOrEqual))
            {
                return isLessOrEqual;
            }

            if (TryOrder(MetaEvent.Less, right, left, out bool isGreater))
            {
                return !isGreater;
            }
        }

        throw OrderError(left, right);
    }

    /// <summary>Compares with a metamethod, which counts only if both operands have the same one. Returns false if they do not.</summary>
    private bool TryOrder(MetaEvent metaEvent, LuaValue left, LuaValue right, out bool result)
    {
        var metamethod = State.Metamethod(left, metaEvent);
        result = false;
        if (metamethod.IsNil || metamethod != State.Metamethod(right, metaEvent))
        {
            return false;
        }

        result = Call(metamethod, left, right).IsTruthy;
        return true;
    }

    /// <summary>Evaluates <c>left == right</c>.</summary>
    internal bool AreEqual(LuaValue left, LuaValue right)
    {
        if (left == right)
        {
            return true;
        }

        if (left.AsTable?.Metatable is not { } first || right.AsTable?.Metatable is not { } second)
        {
            return false;
        }

        var metamethod = first.MetaValue(MetaEvent.Equal);
        return !metamethod.IsNil
            && (first == second || metamethod == second.MetaValue(MetaEvent.Equal))
            && Call(metamethod, left, right).IsTruthy;
    }

    /// <summary>Evaluates <c>#value</c>. Tables have no metamethod for it in Lua 5.1.</summary>
    internal LuaValue LengthOf(LuaValue value) => value.Reference switch
    {
        LuaTable table => table.Length,
        LuaString text => text.Length,
        _ => throw TypeError(value, "get length of", Operand.First),
    };
}
