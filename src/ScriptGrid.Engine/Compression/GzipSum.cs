namespace ScriptGrid.Engine.Compression;

/// <summary>The sum that a gzip stream ends with (RFC 1952), put together from the sums of its pieces.</summary>
/// <remarks>
/// A sum is the rest of a division of polynomials over two elements. Text behind other text moves that to the left by its own length, which multiplies the rest by a
/// power of x.
/// </remarks>
internal static class GzipSum
{
    /// <summary>CRC-32's polynomial, the lowest power in the highest bit.</summary>
    private const uint Polynomial = 0xedb8_8320;

    private const uint One = 1u << 31;

    /// <summary>x to the power of 8, 16, 32 and so on: one byte, two, four.</summary>
    private static readonly uint[] Powers = FindPowers();

    /// <summary>The sum of text and of what stands behind it.</summary>
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
