using System.Buffers.Binary;
using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary>The values that <c>struct.pack</c> appends.</summary>
internal static partial class StructLibrary
{
    /// <summary>Returns a number argument. Like the real function, the error for a missing argument says that it is nil.</summary>
    private static double Number(Arguments arguments, int index) => index < arguments.Count
        ? arguments.CheckNumber(index)
        : throw arguments.Bad(index, "number expected, got nil");

    private static void AppendString(in StructFormat format, Arguments arguments, int index, ref ByteBuilder builder)
    {
        LuaString text = index < arguments.Count ? arguments.CheckString(index) : throw arguments.Bad(index, "string expected, got nil");
        long size = format.Size == 0 ? text.Length : format.Size;
        if (text.Length < size)
        {
            throw arguments.Bad(index + 1, "string too short");
        }

        builder.Append(text.Span[..(int)size]);
        if (format.Option == 's')
        {
            builder.Append((byte)0);
        }
    }

    private static void AppendInteger(in StructFormat format, double number, ref ByteBuilder builder)
    {
        ulong value = number < 0 ? (ulong)Arguments.ToInteger(number) : CNumber.ToUnsigned(number);
        int size = (int)format.Size;
        Span<byte> bytes = builder.Reserve(size)[..size];
        for (int i = 0; i < size; i++)
        {
            bytes[format.IsBigEndian ? size - 1 - i : i] = (byte)value;
            value >>= 8;
        }

        builder.Advance(size);
    }

    private static void AppendFloat(in StructFormat format, float number, ref ByteBuilder builder)
    {
        Span<byte> bytes = builder.Reserve(4);
        if (format.IsBigEndian)
        {
            BinaryPrimitives.WriteSingleBigEndian(bytes, number);
        }
        else
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes, number);
        }

        builder.Advance(4);
    }

    private static void AppendDouble(in StructFormat format, double number, ref ByteBuilder builder)
    {
        Span<byte> bytes = builder.Reserve(8);
        if (format.IsBigEndian)
        {
            BinaryPrimitives.WriteDoubleBigEndian(bytes, number);
        }
        else
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes, number);
        }

        builder.Advance(8);
    }

    private static void AppendZeros(ref ByteBuilder builder, long count)
    {
        for (; count > 0; count--)
        {
            builder.Append((byte)0);
        }
    }
}
