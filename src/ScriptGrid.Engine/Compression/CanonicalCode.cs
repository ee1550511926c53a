namespace ScriptGrid.Engine.Compression;

/// <summary>Computes canonical Huffman codes, which follow from their lengths alone (RFC 1951, 3.2.2).</summary>
internal static class CanonicalCode
{
    private const int Longest = 15;

    /// <summary>Returns the code of each symbol; empty for a symbol of length 0.</summary>
    public static PageBits[] Of(ReadOnlySpan<byte> lengths)
    {
        var codes = new PageBits[lengths.Length];
        uint next = 0;
        for (int length = 1; length <= Longest; length++, next <<= 1)
        {
            for (int symbol = 0; symbol < lengths.Length; symbol++)
            {
                if (lengths[symbol] == length)
                {
                    codes[symbol] = new PageBits(Reverse(next++, length), length);
                }
            }
        }

        return codes;
    }

    /// <summary>Reverses a code, because codes are written from their highest bit on.</summary>
    private static uint Reverse(uint code, int length)
    {
        uint reversed = 0;
        for (int bit = 0; bit < length; bit++)
        {
            reversed = (reversed << 1) | ((code >> bit) & 1);
        }

        return reversed;
    }
}
