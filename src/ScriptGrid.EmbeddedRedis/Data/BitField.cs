namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>An integer of 1 to 64 bits within a string, highest bit first.</summary>
internal readonly record struct BitField(bool IsSigned, int Bits)
{
    private Int128 Min => IsSigned ? -(Int128.One << (Bits - 1)) : 0;

    private Int128 Max => (Int128.One << (IsSigned ? Bits - 1 : Bits)) - 1;

    /// <summary>Parses <c>i1</c> to <c>i64</c> and <c>u1</c> to <c>u63</c>.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> word, out BitField field)
    {
        bool signed = word.StartsWith("i"u8);
        bool known = signed || word.StartsWith("u"u8);
        long bits = 0;
        bool parsed = known && Integers.TryParse(word[1..], out bits) && bits >= 1 && bits <= (signed ? 64 : 63);
        field = new BitField(signed, (int)bits);
        return parsed;
    }

    /// <summary>Reads the integer at a bit offset. Bits beyond the end of the string are zero.</summary>
    internal Int128 Read(ReadOnlySpan<byte> bytes, long offset)
    {
        Int128 value = 0;
        for (long bit = offset; bit < offset + Bits; bit++)
        {
            int one = bit >> 3 < bytes.Length ? (bytes[(int)(bit >> 3)] >> (int)(7 - (bit & 7))) & 1 : 0;
            value = (value << 1) | one;
        }

        return Wrap(value);
    }

    internal void Write(Span<byte> bytes, long offset, Int128 value)
    {
        for (int i = 0; i < Bits; i++)
        {
            long bit = offset + Bits - 1 - i;
            int mask = 0x80 >> (int)(bit & 7);
            ref byte cell = ref bytes[(int)(bit >> 3)];
            cell = (byte)(((value >> i) & 1) == 0 ? cell & ~mask : cell | mask);
        }
    }

    /// <summary>Makes a value fit. Returns null if it does not fit and <paramref name="overflow"/> does not allow changing it.</summary>
    internal Int128? Fit(Int128 value, BitOverflow overflow)
    {
        if (value >= Min && value <= Max)
        {
            return value;
        }

        return overflow switch
        {
            BitOverflow.Wrap => Wrap(value),
            BitOverflow.Saturate => value > Max ? Max : Min,
            _ => null,
        };
    }

    private Int128 Wrap(Int128 value)
    {
        Int128 low = value & ((Int128.One << Bits) - 1);
        return IsSigned && low > Max ? low - (Int128.One << Bits) : low;
    }
}

/// <summary>What happens to a value that a bit field cannot hold.</summary>
internal enum BitOverflow
{
    Wrap,
    Saturate,
    Fail,
}
