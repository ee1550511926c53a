using System.Buffers.Binary;
using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary>Writes values as MessagePack.</summary>
internal ref struct MsgPackEncoder(LuaState state, Span<byte> scratch)
{
    /// <summary>Tables that are nested deeper than this become nil.</summary>
    private const int MaxNesting = 16;

    private const int ValuesPerCharge = 512;

    private ByteBuilder _builder = new(state, scratch);
    private int _work;

    internal LuaString Finish() => _builder.Finish();

    internal void Append(LuaValue value, int level = 0)
    {
        if (++_work % ValuesPerCharge == 0)
        {
            state.Charge(ValuesPerCharge);
        }

        switch (value.Type)
        {
            case LuaType.String:
                Append(value.AsString!.Span);
                break;
            case LuaType.Boolean:
                _builder.Append((byte)(value.IsTruthy ? 0xc3 : 0xc2));
                break;
            case LuaType.Number:
                Append(value.Number);
                break;
            case LuaType.Table when level < MaxNesting:
                Append(value.AsTable!, level + 1);
                break;
            default:
                _builder.Append((byte)0xc0);
                break;
        }
    }

    private void Append(LuaTable table, int level)
    {
        int count = 0;
        double most = 0;
        bool isArray = true;
        int position = 0;
        while (table.TryFrom(ref position, out LuaValue key, out _))
        {
            count++;
            isArray = isArray && key.IsNumber && key.Number > 0 && Arguments.ToInteger(key.Number) == key.Number;
            most = Math.Max(most, key.Number);
        }

        _work += count / 4;
        if (isArray && most == count)
        {
            AppendLength(count, 0x90, 0xdc);
            for (int i = 1; i <= count; i++)
            {
                Append(table[i], level);
            }

            return;
        }

        AppendLength(count, 0x80, 0xde);
        position = 0;
        while (table.TryFrom(ref position, out LuaValue key, out LuaValue value))
        {
            Append(key, level);
            Append(value, level);
        }
    }

    private void Append(double number)
    {
        long integer = Arguments.ToInteger(number);
        if (integer == number)
        {
            Append(integer);
        }
        else if ((float)number == number)
        {
            BinaryPrimitives.WriteSingleBigEndian(Tagged(0xca, 4), (float)number);
        }
        else
        {
            BinaryPrimitives.WriteDoubleBigEndian(Tagged(0xcb, 8), number);
        }
    }

    private void Append(long number)
    {
        switch (number)
        {
            case >= -32 and <= 127:
                _builder.Append((byte)number);
                break;
            case >= 0 and <= byte.MaxValue:
            case < 0 and >= sbyte.MinValue:
                Tagged((byte)(number < 0 ? 0xd0 : 0xcc), 1)[0] = (byte)number;
                break;
            case >= 0 and <= ushort.MaxValue:
            case < 0 and >= short.MinValue:
                BinaryPrimitives.WriteUInt16BigEndian(Tagged((byte)(number < 0 ? 0xd1 : 0xcd), 2), (ushort)number);
                break;
            case >= 0 and <= uint.MaxValue:
            case < 0 and >= int.MinValue:
                BinaryPrimitives.WriteUInt32BigEndian(Tagged((byte)(number < 0 ? 0xd2 : 0xce), 4), (uint)number);
                break;
            default:
                BinaryPrimitives.WriteInt64BigEndian(Tagged((byte)(number < 0 ? 0xd3 : 0xcf), 8), number);
                break;
        }
    }

    private void Append(scoped ReadOnlySpan<byte> text)
    {
        switch (text.Length)
        {
            case < 32:
                _builder.Append((byte)(0xa0 | text.Length));
                break;
            case <= byte.MaxValue:
                Tagged(0xd9, 1)[0] = (byte)text.Length;
                break;
            case <= ushort.MaxValue:
                BinaryPrimitives.WriteUInt16BigEndian(Tagged(0xda, 2), (ushort)text.Length);
                break;
            default:
                BinaryPrimitives.WriteUInt32BigEndian(Tagged(0xdb, 4), (uint)text.Length);
                break;
        }

        _builder.Append(text);
    }

    /// <summary>
    /// Appends the head of an array or map: short lengths are part of the tag; otherwise, the tag for 16 bits is used, or the one after it for 32 bits.
    /// </summary>
    private void AppendLength(int count, byte shortTag, byte longTag)
    {
        if (count <= 15)
        {
            _builder.Append((byte)(shortTag | count));
        }
        else if (count <= ushort.MaxValue)
        {
            BinaryPrimitives.WriteUInt16BigEndian(Tagged(longTag, 2), (ushort)count);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(Tagged((byte)(longTag + 1), 4), (uint)count);
        }
    }

    /// <summary>Appends a tag and returns the bytes after it, which the caller must write.</summary>
    private Span<byte> Tagged(byte tag, int size)
    {
        Span<byte> room = _builder.Reserve(size + 1);
        room[0] = tag;
        _builder.Advance(size + 1);
        return room.Slice(1, size);
    }
}
