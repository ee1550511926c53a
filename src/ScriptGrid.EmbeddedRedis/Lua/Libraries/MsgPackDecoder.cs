using System.Buffers.Binary;
using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary>Reads values from MessagePack. Unfinished tables are on an explicit stack, with the same limit as the real library's stack.</summary>
internal ref struct MsgPackDecoder(LuaThread thread, ReadOnlySpan<byte> data)
{
    private const int ValuesPerCharge = 512;

    private readonly ReadOnlySpan<byte> _data = data;
    private Frame[] _frames = [];
    private int _depth;
    private int _work;

    /// <summary>The number of bytes that were read.</summary>
    internal int Position { get; set; }

    internal readonly bool IsAtEnd => Position >= _data.Length;

    /// <summary>Reads one value. The stack of the real decoder would already hold <paramref name="slots"/> values.</summary>
    internal LuaValue Read(int slots)
    {
        while (true)
        {
            if (++_work % ValuesPerCharge == 0)
            {
                thread.State.Charge(ValuesPerCharge);
            }

            CheckSlots(slots, "too many return values at once; use unpack_one or unpack_limit instead.");
            if (TryReadOne(ref slots, out LuaValue value) && !Store(ref value, ref slots))
            {
                return value;
            }
        }
    }

    /// <summary>Reads a value.</summary>
    /// <returns>False if the value is a table whose content is to be read next.</returns>
    private bool TryReadOne(ref int slots, out LuaValue value)
    {
        byte tag = Take(1)[0];
        switch (tag)
        {
            case <= 0x7f or >= 0xe0:
                value = (sbyte)tag;
                return true;
            case <= 0x8f:
                return TryEnter(tag & 15, isMap: true, ref slots, out value);
            case <= 0x9f:
                return TryEnter(tag & 15, isMap: false, ref slots, out value);
            case <= 0xbf:
                value = Text(tag & 31);
                return true;
            case 0xdc or 0xdd:
                return TryEnter(Length(tag - 0xdb), isMap: false, ref slots, out value);
            case 0xde or 0xdf:
                return TryEnter(Length(tag - 0xdd), isMap: true, ref slots, out value);
            default:
                value = ReadScalar(tag);
                return true;
        }
    }

    private LuaValue ReadScalar(byte tag)
    {
        switch (tag)
        {
            case 0xc0:
                return LuaValue.Nil;
            case 0xc2 or 0xc3:
                return tag == 0xc3;
            case 0xca:
                return BinaryPrimitives.ReadSingleBigEndian(Take(4));
            case 0xcb:
                return BinaryPrimitives.ReadDoubleBigEndian(Take(8));
            case 0xcc:
                return Take(1)[0];
            case 0xcd:
                return BinaryPrimitives.ReadUInt16BigEndian(Take(2));
            case 0xce:
                return BinaryPrimitives.ReadUInt32BigEndian(Take(4));
            case 0xd0:
                return (sbyte)Take(1)[0];
            case 0xd1:
                return BinaryPrimitives.ReadInt16BigEndian(Take(2));
            case 0xd2:
                return BinaryPrimitives.ReadInt32BigEndian(Take(4));
            case 0xcf or 0xd3:
                // The real library reads both as signed.
                return BinaryPrimitives.ReadInt64BigEndian(Take(8));
            case 0xd9 or 0xda or 0xdb:
                return Text(Length(tag - 0xd9));
            default:
                throw thread.Error("Bad data format in input.");
        }
    }

    /// <summary>Reads a length of one, two or four bytes.</summary>
    private long Length(int kind) => kind switch
    {
        0 => Take(1)[0],
        1 => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
        _ => BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
    };

    private LuaString Text(long length)
    {
        var bytes = Take(length);
        thread.State.ChargeHeap(ObjectBytes.OfString(length));
        return new LuaString(bytes);
    }

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count > _data.Length - Position)
        {
            throw thread.Error("Missing bytes in input.");
        }

        var taken = _data.Slice(Position, (int)count);
        Position += (int)count;
        thread.State.ChargeBytes(count);
        return taken;
    }

    /// <summary>Begins a table.</summary>
    /// <returns>True if the table is empty.</returns>
    private bool TryEnter(long count, bool isMap, ref int slots, out LuaValue value)
    {
        thread.State.ChargeHeap(ObjectBytes.SmallTable);
        var table = new LuaTable();
        value = table;
        if (!isMap)
        {
            CheckSlots(slots + 1, "in function mp_decode_to_lua_array");
        }

        if (count == 0)
        {
            return true;
        }

        if (_depth == _frames.Length)
        {
            Array.Resize(ref _frames, Math.Max(8, _depth * 2));
        }

        thread.State.Memory.Hold(table);
        _frames[_depth++] = new Frame { Table = table, IsMap = isMap, Left = count };
        slots += isMap ? 1 : 2;
        return false;
    }

    /// <summary>Stores a value in its table and ends the tables that end with it.</summary>
    /// <returns>False if <paramref name="value"/> is the outermost value.</returns>
    private bool Store(ref LuaValue value, ref int slots)
    {
        while (_depth > 0)
        {
            ref Frame frame = ref _frames[_depth - 1];
            if (!frame.IsMap)
            {
                frame.Table[++frame.Index] = value;
            }
            else if (!frame.HasKey)
            {
                frame.Key = value;
                frame.HasKey = true;
                slots++;
                return true;
            }
            else
            {
                StorePair(ref frame, value);
                slots--;
            }

            if (--frame.Left > 0)
            {
                return true;
            }

            slots -= frame.IsMap ? 1 : 2;
            value = frame.Table;
            frame = default;
            _depth--;
            thread.State.Memory.Drop();
        }

        return false;
    }

    private static void StorePair(ref Frame frame, LuaValue value)
    {
        if (frame.Key.IsNil || (frame.Key.IsNumber && double.IsNaN(frame.Key.Number)))
        {
            throw new LuaException(frame.Key.IsNil ? "table index is nil" : "table index is NaN");
        }

        frame.Table[frame.Key] = value;
        frame.HasKey = false;
    }

    private readonly void CheckSlots(int slots, string message)
    {
        if (slots + 1 > thread.State.Limits.MaxNativeStack)
        {
            throw thread.Error($"stack overflow ({message})");
        }
    }

    private struct Frame
    {
        internal LuaTable Table;
        internal LuaValue Key;
        internal long Left;
        internal int Index;
        internal bool IsMap;
        internal bool HasKey;
    }
}
