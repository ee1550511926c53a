using System.Buffers.Binary;
using System.Numerics;

namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>An estimate of how many different elements were seen, in a string of 16,384 registers of 6 bits behind a header of 16 bytes.</summary>
internal static class HyperLogLog
{
    private const int IndexBits = 14;
    private const int Registers = 1 << IndexBits;
    private const int RegisterBits = 6;
    private const int HeaderBytes = 16;
    private const int DenseBytes = HeaderBytes + (Registers * RegisterBits / 8);
    private const int MaxRank = 64 - IndexBits + 1;
    private const ulong HashSeed = 0xadc83b19;
    private const double Alpha = 0.721347520444481703680;

    internal static byte[] Empty()
    {
        byte[] bytes = new byte[DenseBytes];
        "HYLL"u8.CopyTo(bytes);
        return bytes;
    }

    internal static bool IsOne(ReadOnlySpan<byte> bytes) => bytes.Length == DenseBytes && bytes.StartsWith("HYLL"u8) && bytes[4] == 0;

    /// <summary>Counts an element; false where the estimate stays.</summary>
    internal static bool Add(Span<byte> bytes, ReadOnlySpan<byte> element)
    {
        ulong hash = Hash(element);
        int index = (int)(hash & (Registers - 1));
        int rank = BitOperations.TrailingZeroCount((hash >> IndexBits) | (1UL << (64 - IndexBits))) + 1;
        return Raise(bytes, index, rank);
    }

    /// <summary>Takes over what another has seen.</summary>
    internal static void Merge(Span<byte> bytes, ReadOnlySpan<byte> other)
    {
        for (int i = 0; i < Registers; i++)
        {
            Raise(bytes, i, Get(other, i));
        }
    }

    /// <summary>The estimate, by Ertl's improved estimator.</summary>
    internal static long Count(ReadOnlySpan<byte> bytes)
    {
        Span<int> histogram = stackalloc int[MaxRank + 1];
        for (int i = 0; i < Registers; i++)
        {
            histogram[Math.Min(Get(bytes, i), MaxRank)]++;
        }

        double z = Registers * Tau((Registers - histogram[MaxRank]) / (double)Registers);
        for (int rank = MaxRank - 1; rank >= 1; rank--)
        {
            z = 0.5 * (z + histogram[rank]);
        }

        z += Registers * Sigma(histogram[0] / (double)Registers);
        return (long)Math.Round(Alpha * Registers * Registers / z, MidpointRounding.AwayFromZero);
    }

    private static bool Raise(Span<byte> bytes, int index, int rank)
    {
        if (Get(bytes, index) >= rank)
        {
            return false;
        }

        int bit = index * RegisterBits;
        int at = HeaderBytes + (bit / 8);
        int shift = bit & 7;
        bytes[at] = (byte)((bytes[at] & ~(0x3F << shift)) | (rank << shift));
        if (shift > 8 - RegisterBits)
        {
            bytes[at + 1] = (byte)((bytes[at + 1] & ~(0x3F >> (8 - shift))) | (rank >> (8 - shift)));
        }

        return true;
    }

    private static int Get(ReadOnlySpan<byte> bytes, int index)
    {
        int bit = index * RegisterBits;
        int at = HeaderBytes + (bit / 8);
        int next = at + 1 < bytes.Length ? bytes[at + 1] : 0;
        return ((bytes[at] | (next << 8)) >> (bit & 7)) & 0x3F;
    }

    private static double Tau(double x)
    {
        if (x is 0 or 1)
        {
            return 0;
        }

        double y = 1;
        double z = 1 - x;
        double before;
        do
        {
            x = Math.Sqrt(x);
            before = z;
            y *= 0.5;
            z -= Math.Pow(1 - x, 2) * y;
        }
        while (before != z);
        return z / 3;
    }

    private static double Sigma(double x)
    {
        if (x == 1)
        {
            return double.PositiveInfinity;
        }

        double y = 1;
        double z = x;
        double before;
        do
        {
            x *= x;
            before = z;
            z += x * y;
            y += y;
        }
        while (before != z);
        return z;
    }

    // MurmurHash64A.
    private static ulong Hash(ReadOnlySpan<byte> element)
    {
        const ulong Multiplier = 0xc6a4a7935bd1e995;
        const int Shift = 47;
        ulong hash = HashSeed ^ ((ulong)element.Length * Multiplier);
        for (; element.Length >= sizeof(ulong); element = element[sizeof(ulong)..])
        {
            ulong block = BinaryPrimitives.ReadUInt64LittleEndian(element) * Multiplier;
            block ^= block >> Shift;
            hash = (hash ^ (block * Multiplier)) * Multiplier;
        }

        if (!element.IsEmpty)
        {
            Span<byte> rest = stackalloc byte[sizeof(ulong)];
            rest.Clear();
            element.CopyTo(rest);
            hash = (hash ^ BinaryPrimitives.ReadUInt64LittleEndian(rest)) * Multiplier;
        }

        hash = (hash ^ (hash >> Shift)) * Multiplier;
        return hash ^ (hash >> Shift);
    }
}
