namespace ScriptGrid.Engine.Compression;

/// <summary>Computes the checksum at the end of a gzip stream (CRC-32, RFC 1952) from the checksums of its pieces.</summary>
/// <remarks>
/// The checksum is the remainder of a division of polynomials over the field of two elements. If other text follows a text, that shifts the text to the left by
/// the length of the other, which multiplies the remainder by a power of x.
/// </remarks>
internal static class GzipSum
{
    /// <summary>CRC-32's polynomial, with the lowest power in the highest bit.</summary>
    private const uint Polynomial = 0xedb8_8320;

    private const uint One = 1u << 31;

    /// <summary>x to the power of 8, 16, 32 and so on: for one byte, two, four.</summary>
    private static readonly uint[] Powers = FindPowers();

    /// <summary>Returns the checksum of a text followed by another.</summary>
    public static uint Combine(uint front, uint back, int backLength)
    {
        uint shifted = front;
        for (int power = 0; backLength != 0; power++, backLength >>= 1)
        {
            shifted = (backLength & 1) == 0 ? shifted : Multiply(shifted, Powers[power]);
        }

        return shifted ^ back;
    }

    private static uint[] FindPowers()
    {
        uint[] powers = new uint[31];
        uint power = One >> 8;
        for (int i = 0; i < powers.Length; i++)
        {
            powers[i] = power;
            power = Multiply(power, power);
        }

        return powers;
    }

    private static uint Multiply(uint one, uint other)
    {
        uint product = 0;
        for (; other != 0; other <<= 1)
        {
            product ^= (other & One) == 0 ? 0 : one;
            one = (one >> 1) ^ ((one & 1) * Polynomial);
        }

        return product;
    }
}
