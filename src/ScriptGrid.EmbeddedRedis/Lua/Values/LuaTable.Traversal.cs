using System.Runtime.CompilerServices;

namespace ScriptGrid.EmbeddedRedis.Lua.Values;

/// <content>The border and the order of <c>next</c>: first the array part, then the nodes in memory order.</content>
internal sealed partial class LuaTable
{
    /// <summary>The border, which is the value of <c>#</c>.</summary>
    internal int Length
    {
        get
        {
            int end = _array.Length;
            if (end > 0 && _array[end - 1].IsNil)
            {
                return BorderBetween(0, end);
            }

            return _nodes == NoNodes ? end : BorderBeyond(end);
        }
    }

    /// <summary>
    /// Gets the entry after <paramref name="key"/> (nil for the first entry) in the order of <c>next</c>. Entries may be set to nil during the traversal.
    /// </summary>
    /// <returns>False if there are no more entries. <paramref name="known"/> is false if <paramref name="key"/> is not in the table ("invalid key to
    /// 'next'").</returns>
    internal bool TryNext(LuaValue key, out LuaValue nextKey, out LuaValue nextValue, out bool known)
    {
        int position = PositionOf(key);
        known = position >= 0;
        if (known)
        {
            return TryFrom(ref position, out nextKey, out nextValue);
        }

        nextKey = nextValue = LuaValue.Nil;
        return false;
    }

    /// <summary>Gets the first entry at or after <paramref name="position"/>, and moves the position past it.</summary>
    internal bool TryFrom(ref int position, out LuaValue key, out LuaValue value)
    {
        LuaValue[] array = _array;
        int first = position;
        int i = first;
        for (; i < array.Length; i++)
        {
            if (!array[i].IsNil)
            {
                position = i + 1;
                key = i + 1;
                value = array[i];
                return true;
            }
        }

        Node[] nodes = _nodes;
        for (i -= array.Length; i < nodes.Length; i++)
        {
            ref Node node = ref nodes[i];
            if (!node.Value.IsNil)
            {
                position = array.Length + i + 1;
                ChargeSearch(position - first);
                key = node.Key;
                value = node.Value;
                return true;
            }
        }

        ChargeSearch(array.Length + nodes.Length - first);
        key = value = LuaValue.Nil;
        return false;
    }

    private static void ChargeSearch(int slots)
    {
        if (slots >= ChargedSlots)
        {
            Charge?.Invoke(slots, 0);
        }
    }

    /// <summary>Whether the entry before <paramref name="position"/> has this key, so that a traversal can continue there without a search.</summary>
    internal bool IsBefore(int position, LuaValue key)
    {
        int i = position - 1;
        if ((uint)i < (uint)_array.Length)
        {
            return key.IsNumber && key.Number == position;
        }

        i -= _array.Length;
        return (uint)i < (uint)_nodes.Length && !key.IsNil && _nodes[i].Key == key;
    }

    /// <summary>Returns the position at which a traversal continues after <paramref name="key"/>; -1 if the table never had this key.</summary>
    internal int PositionOf(LuaValue key)
    {
        if (key.IsNil)
        {
            return 0;
        }

        ref LuaValue slot = ref Find(key);
        if (Unsafe.IsNullRef(ref slot))
        {
            return -1;
        }

        if (key.IsNumber && key.Number >= 1 && key.Number <= _array.Length && key.Number == Math.Floor(key.Number))
        {
            return (int)key.Number;
        }

        nint offset = Unsafe.ByteOffset(ref _nodes[0].Value, ref slot);
        return _array.Length + (int)(offset / Unsafe.SizeOf<Node>()) + 1;
    }

    private int BorderBeyond(int known)
    {
        int low = known;
        int high = known + 1;
        while (HasInteger(high))
        {
            low = high;
            if (high > int.MaxValue / 2)
            {
                return LinearBorder();
            }

            high *= 2;
        }

        return BorderBetween(low, high);
    }

    /// <summary>Returns a border between <paramref name="low"/>, which is 0 or present, and <paramref name="high"/>, which is absent.</summary>
    private int BorderBetween(int low, int high)
    {
        while (high - low > 1)
        {
            int middle = (int)(((uint)low + (uint)high) / 2);
            if (HasInteger(middle))
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private int LinearBorder()
    {
        int i = 1;
        while (HasInteger(i))
        {
            i++;
        }

        return i - 1;
    }

    private bool HasInteger(int index)
    {
        ref LuaValue slot = ref FindInteger(index);
        return !Unsafe.IsNullRef(ref slot) && !slot.IsNil;
    }
}
