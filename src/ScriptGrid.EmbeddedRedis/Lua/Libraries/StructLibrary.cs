using System.Buffers.Binary;
using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary>The library <c>struct</c>, which packs values into bytes according to a format.</summary>
internal static partial class StructLibrary
{
    private const string TooShort = "data string too short";

    internal static void Register(LuaState state)
    {
        var library = new LuaTable();
        library.Add("pack", Pack);
        library.Add("size", Size);
        library.Add("unpack", Unpack);
        state.Globals["struct"] = library;
    }

    private static int Pack(Arguments arguments)
    {
        LuaString text = arguments.CheckString(0);
        var format = new StructFormat(arguments, text.Span);
        var builder = new ByteBuilder(arguments.State, stackalloc byte[256]);
        int argument = 0;
        while (format.TryNext())
        {
            AppendZeros(ref builder, format.Padding((ulong)builder.Length));
            switch (format.Option)
            {
                case (byte)'b' or (byte)'B' or (byte)'h' or (byte)'H' or (byte)'l' or (byte)'L' or (byte)'T' or (byte)'i' or (byte)'I':
                    AppendInteger(in format, Number(arguments, ++argument), ref builder);
                    break;
                case (byte)'x':
                    builder.Append((byte)0);
                    break;
                case (byte)'f':
                    AppendFloat(in format, (float)Number(arguments, ++argument), ref builder);
                    break;
                case (byte)'d':
                    AppendDouble(in format, Number(arguments, ++argument), ref builder);
                    break;
                case (byte)'c' or (byte)'s':
                    AppendString(in format, arguments, ++argument, ref builder);
                    break;
                default:
                    format.Control();
                    break;
            }
        }

        return arguments.Return(builder.Finish());
    }

    private static int Size(Arguments arguments)
    {
        LuaString text = arguments.CheckString(0);
        var format = new StructFormat(arguments, text.Span);
        ulong position = 0;
        while (format.TryNext())
        {
            position += (ulong)format.Padding(position);
            if (format.Option == 's')
            {
                throw arguments.Bad(0, "option 's' has no fixed size");
            }

            if (format.Option == 'c' && format.Size == 0)
            {
                throw arguments.Bad(0, "option 'c0' has no fixed size");
            }

            if (!char.IsAsciiLetterOrDigit((char)format.Option))
            {
                format.Control();
            }

            position += (ulong)format.Size;
        }

        return arguments.Return((double)position);
    }

    private static int Unpack(Arguments arguments)
    {
        LuaString text = arguments.CheckString(0);
        var format = new StructFormat(arguments, text.Span);
        LuaString data = arguments.CheckString(1);
        ulong position = (ulong)arguments.OptionalInteger(2, 1) - 1;
        if (position == ulong.MaxValue)
        {
            throw arguments.Bad(2, "offset must be 1 or greater");
        }

        var results = new List<LuaValue>();
        while (format.TryNext())
        {
            position += (ulong)format.Padding(position);
            ulong size = (ulong)format.Size;
            RequireData(arguments, data, position, size);
            arguments.CheckStack(results.Count + 2, "too many results");
            switch (format.Option)
            {
                case (byte)'x':
                    break;
                case (byte)'c' when size == 0:
                    size = PopSize(arguments, results);
                    RequireData(arguments, data, position, size);
                    results.Add(Slice(arguments, data, position, size));
                    break;
                case (byte)'s':
                    int length = position <= (ulong)data.Length ? data.Span[(int)position..].IndexOf((byte)0) : -1;
                    size = length >= 0 ? (ulong)length + 1 : throw arguments.Error("unfinished string in data");
                    results.Add(Slice(arguments, data, position, (ulong)length));
                    break;
                case (byte)'c':
                    results.Add(Slice(arguments, data, position, size));
                    break;
                case (byte)'b' or (byte)'B' or (byte)'h' or (byte)'H' or (byte)'l' or (byte)'L' or (byte)'T' or (byte)'i' or (byte)'I' or (byte)'f' or (byte)'d':
                    results.Add(ReadNumber(in format, data.Span.Slice((int)position, (int)size)));
                    break;
                default:
                    format.Control();
                    break;
            }

            position += size;
        }

        results.Add((double)(long)(position + 1));
        return arguments.Return(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(results));
    }

    private static LuaString Slice(Arguments arguments, LuaString data, ulong position, ulong size)
    {
        arguments.State.ChargeMemory((long)size);
        return StringLibrary.Slice(data, (int)position, (int)size);
    }

    private static void RequireData(Arguments arguments, LuaString data, ulong position, ulong size)
    {
        ulong length = (ulong)data.Length;
        if (size > length || position > length - size)
        {
            throw arguments.Bad(1, TooShort);
        }
    }

    /// <summary>Removes and returns the number before a <c>c0</c>, which is its size.</summary>
    private static ulong PopSize(Arguments arguments, List<LuaValue> results)
    {
        LuaValue last = results.Count == 0 ? LuaValue.Nil : results[^1];
        double size = last.Number;
        if (!last.IsNumber && !(last.AsString is { } text && LuaNumber.TryParse(text.Span, out size)))
        {
            throw arguments.Error("format 'c0' needs a previous size");
        }

        results.RemoveAt(results.Count - 1);
        return CNumber.ToUnsigned(size);
    }

    private static double ReadNumber(in StructFormat format, ReadOnlySpan<byte> bytes)
    {
        switch (format.Option)
        {
            case (byte)'f':
                return format.IsBigEndian ? BinaryPrimitives.ReadSingleBigEndian(bytes) : BinaryPrimitives.ReadSingleLittleEndian(bytes);
            case (byte)'d':
                return format.IsBigEndian ? BinaryPrimitives.ReadDoubleBigEndian(bytes) : BinaryPrimitives.ReadDoubleLittleEndian(bytes);
        }

        ulong value = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            value = (value << 8) | bytes[format.IsBigEndian ? i : bytes.Length - 1 - i];
        }

        if (!char.IsAsciiLetterLower((char)format.Option))
        {
            return value;
        }

        // For sizes above eight the shift is modulo 64, as on x86-64.
        ulong mask = ulong.MaxValue << ((bytes.Length * 8) - 1);
        return (long)((value & mask) != 0 ? value | mask : value);
    }
}
