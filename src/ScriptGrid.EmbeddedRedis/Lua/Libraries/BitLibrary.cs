using System.Buffers.Binary;
using System.Numerics;
using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary>The library <c>bit</c> (BitOp 1.0.2): operations on 32 bits, with signed results.</summary>
internal static class BitLibrary
{
    /// <summary>2^52 + 2^51. If it is added to a double, the low 32 bits of the rounded number are in the low bits of the mantissa.</summary>
    private const double Magic = 6755399441055744.0;

    private const int MaxHexDigits = 8;

    internal static void Register(LuaState state)
    {
        var library = new LuaTable();
        library.Add("arshift", arguments => Return(arguments, (uint)((int)Bits(arguments, 0) >> Count(arguments))));
        library.Add("band", arguments => Fold(arguments, (left, right) => left & right));
        library.Add("bnot", arguments => Return(arguments, ~Bits(arguments, 0)));
        library.Add("bor", arguments => Fold(arguments, (left, right) => left | right));
        library.Add("bswap", arguments => Return(arguments, BinaryPrimitives.ReverseEndianness(Bits(arguments, 0))));
        library.Add("bxor", arguments => Fold(arguments, (left, right) => left ^ right));
        library.Add("lshift", arguments => Return(arguments, Bits(arguments, 0) << Count(arguments)));
        library.Add("rol", arguments => Return(arguments, BitOperations.RotateLeft(Bits(arguments, 0), Count(arguments))));
        library.Add("ror", arguments => Return(arguments, BitOperations.RotateRight(Bits(arguments, 0), Count(arguments))));
        library.Add("rshift", arguments => Return(arguments, Bits(arguments, 0) >> Count(arguments)));
        library.Add("tobit", arguments => Return(arguments, Bits(arguments, 0)));
        library.Add("tohex", ToHex);
        state.Globals["bit"] = library;
    }

    private static uint Bits(Arguments arguments, int index) => (uint)BitConverter.DoubleToInt64Bits(arguments.CheckNumber(index) + Magic);

    private static int Count(Arguments arguments) => (int)Bits(arguments, 1) & 31;

    private static int Return(Arguments arguments, uint bits) => arguments.Return((int)bits);

    /// <summary>Combines all arguments. Reads the first one, and then the others from the last to the second.</summary>
    private static int Fold(Arguments arguments, Func<uint, uint, uint> combine)
    {
        uint bits = Bits(arguments, 0);
        for (int i = arguments.Count - 1; i > 0; i--)
        {
            bits = combine(bits, Bits(arguments, i));
        }

        return Return(arguments, bits);
    }

    /// <summary>Returns as many of the low digits as asked for, in capitals if the number is negative.</summary>
    private static int ToHex(Arguments arguments)
    {
        uint bits = Bits(arguments, 0);
        long asked = arguments.Count < 2 ? MaxHexDigits : (int)Bits(arguments, 1);
        ReadOnlySpan<byte> digits = asked < 0 ? "0123456789ABCDEF"u8 : "0123456789abcdef"u8;
        byte[] text = new byte[Math.Min(Math.Abs(asked), MaxHexDigits)];
        for (int i = text.Length - 1; i >= 0; i--)
        {
            text[i] = digits[(int)bits & 15];
            bits >>= 4;
        }

        return arguments.Return(new LuaString(text));
    }
}
