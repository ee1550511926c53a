using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScriptGrid.EmbeddedRedis.Lua.Compilation;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Runtime;

/// <content>The code that the interpreter's loop inlines. Each method handles the common case of an instruction, or returns false.</content>
internal sealed partial class LuaThread
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref LuaValue At(ref LuaValue first, int index) => ref Unsafe.Add(ref first, (nint)(uint)index);

    /// <summary>Returns a constant that is known to be a string.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static LuaString Text(ref LuaValue constant) => Unsafe.As<LuaString>(constant.Reference!);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreNumbers(ref LuaValue left, ref LuaValue right) => left.IsNumber && right.IsNumber;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool HaveMetatables(ref LuaValue left, ref LuaValue right) =>
        left.AsTable is { Metatable: not null } && right.AsTable is { Metatable: not null };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryGetField(LuaTable table, LuaString key, ref LuaValue target)
    {
        ref LuaValue slot = ref table.FindString(key);
        if (!Unsafe.IsNullRef(ref slot) && !slot.IsNil)
        {
            target = slot;
            return true;
        }

        if (table.Metatable is null)
        {
            target = LuaValue.Nil;
            return true;
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryGetItem(LuaTable table, ref LuaValue key, ref LuaValue target)
    {
        int index = double.ConvertToIntegerNative<int>(key.Number);
        LuaValue[] array = table.ArrayPart;
        if (key.IsNumber && (uint)(index - 1) < (uint)array.Length && index == key.Number)
        {
            ref LuaValue item = ref At(ref MemoryMarshal.GetArrayDataReference(array), index - 1);
            if (!item.IsNil)
            {
                target = item;
                return true;
            }
        }

        return TryFindItem(table, ref key, ref target);
    }

    private static bool TryFindItem(LuaTable table, ref LuaValue key, ref LuaValue target)
    {
        ref LuaValue slot = ref table.Find(key);
        if (!Unsafe.IsNullRef(ref slot) && !slot.IsNil)
        {
            target = slot;
            return true;
        }

        target = table.Metatable is null ? LuaValue.Nil : target;
        return table.Metatable is null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TrySetField(LuaTable table, LuaString key, ref LuaValue value)
    {
        ref LuaValue slot = ref table.FindString(key);
        if (Unsafe.IsNullRef(ref slot) || slot.IsNil)
        {
            return TryAddField(table, key, ref value);
        }

        slot = value;
        return true;
    }

    private static bool TryAddField(LuaTable table, LuaString key, ref LuaValue value)
    {
        if (table.Metatable is not null)
        {
            return false;
        }

        table.StringSlot(key) = value;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TrySetItem(LuaTable table, ref LuaValue key, ref LuaValue value)
    {
        int index = double.ConvertToIntegerNative<int>(key.Number);
        LuaValue[] array = table.ArrayPart;
        if (key.IsNumber && (uint)(index - 1) < (uint)array.Length && index == key.Number)
        {
            ref LuaValue item = ref At(ref MemoryMarshal.GetArrayDataReference(array), index - 1);
            if (table.Metatable is null || !item.IsNil)
            {
                item = value;
                return true;
            }

            return false;
        }

        return TryAddItem(table, ref key, ref value);
    }

    private static bool TryAddItem(LuaTable table, ref LuaValue key, ref LuaValue value)
    {
        if (table.Metatable is not null || key.IsNil || (key.IsNumber && double.IsNaN(key.Number)))
        {
            return false;
        }

        table.Slot(key) = value;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryGetMethod(ref LuaValue receiver, LuaString name, ref LuaValue function, ref LuaValue self)
    {
        var holder = receiver.AsTable ?? (receiver.IsString ? State.StringMethods : null);
        if (holder is null)
        {
            return false;
        }

        ref LuaValue slot = ref holder.FindString(name);
        if (Unsafe.IsNullRef(ref slot) || slot.IsNil)
        {
            return false;
        }

        self = receiver;
        function = slot;
        return true;
    }

    /// <summary>Advances a loop over numbers. Its value, limit, step and variable are in consecutive registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryAdvance(ref LuaValue value)
    {
        double step = At(ref value, 2).Number;
        double number = value.Number + step;
        if (step > 0 ? number <= At(ref value, 1).Number : number >= At(ref value, 1).Number)
        {
            LuaValue.SetNumber(ref value, number);
            At(ref value, 3) = number;
            return true;
        }

        return false;
    }

    /// <summary>
    /// Advances a loop over <c>next</c> or <c>pairs</c>. Its iterator, table, control and variables are in consecutive registers. The number in the iterator's
    /// slot is the position, which is valid as long as the entry before it has the control's key.
    /// </summary>
    private bool TryStep(ref LuaValue iterator, int variables)
    {
        if (!ReferenceEquals(iterator.Reference, State.NextFunction) || At(ref iterator, 1).AsTable is not { } table)
        {
            return false;
        }

        ref LuaValue control = ref At(ref iterator, 2);
        int position = control.IsNil ? 0 : (int)iterator.Number;
        if (position == 0 ? !control.IsNil : !table.IsBefore(position, control))
        {
            return false;
        }

        table.TryFrom(ref position, out At(ref iterator, 3), out At(ref iterator, 4));
        LuaValue.SetNumber(ref iterator, position);
        for (int n = 2; n < variables; n++)
        {
            At(ref iterator, 3 + n) = LuaValue.Nil;
        }

        return true;
    }

    /// <summary>Saves the position of the current function, for messages and for the return to it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SavePosition(ref Instruction next)
    {
        ref CallInfo call = ref _calls[_depth];
        ref Instruction first = ref MemoryMarshal.GetArrayDataReference(Unsafe.As<LuaClosure>(call.Function!).Prototype.Code);
        call.Position = (int)(Unsafe.ByteOffset(ref first, ref next) / Unsafe.SizeOf<Instruction>());
    }
}
