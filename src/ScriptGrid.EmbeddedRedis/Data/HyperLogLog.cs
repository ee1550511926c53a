using System.Buffers.Binary;
using System.Numerics;

namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>
/// An estimate of how many different elements were seen, stored in a string: a header of 16 bytes, which includes the last estimate, and 16,384 registers. The
/// sparse form stores the registers as runs (<see cref="SparseRegisters"/>), the dense form with 6 bits each.
/// </summary>
internal static class HyperLogLog
{
    private const int IndexBits = 14;
    private const int Registers = 1 << IndexBits;
    private const int RegisterBits = 6;
    private const int EncodingAt = 4;
    private const int EstimateAt = 8;
    private const int HeaderBytes = 16;
    private const int DenseBytes = HeaderBytes + (Registers * RegisterBits / 8);
    private const int MaxRank = 64 - IndexBits + 1;
    private const ulong HashSeed = 0xadc83b19;
    private const double Alpha = 0.721347520444481703680;

    /// <summary>The highest bit of the stored estimate: the registers have changed since.</summary>
    private const ulong Outdated = 1UL << 63;

    internal static byte[] Empty() => [.. "HYLL\x01"u8, 0, 0, 0, .. new byte[sizeof(ulong)], .. SparseRegisters.Empty(Registers)];

    internal static bool IsOne(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= HeaderBytes && bytes.StartsWith("HYLL"u8) && (IsSparse(bytes) || (bytes[EncodingAt] == 0 && bytes.Length == DenseBytes));

    internal static bool IsSparse(ReadOnlySpan<byte> bytes) => bytes[EncodingAt] == 1;

    /// <summary>Counts an element, in place or in new bytes. Returns false if the registers stay the same, and null if they cannot be read.</summary>
    /// <param name="bytes">The bytes of a HyperLogLog.</param>
    /// <param name="element">The element.</param>
    /// <param name="sparseLimit">The most bytes of the sparse form.</param>
    internal static bool? Add(ref byte[] bytes, ReadOnlySpan<byte> element, long sparseLimit)
    {
        ulong hash = Hash(element);
        int index = (int)(hash & (Registers - 1));
        int rank = BitOperations.TrailingZeroCount((hash >> IndexBits) | (1UL << (64 - IndexBits))) + 1;
        return Raise(ref bytes, index, rank, sparseLimit);
    }

    /// <summary>Raises each register to the given value if that is higher.</summary>
    internal static void Merge(ref byte[] bytes, ReadOnlySpan<byte> registers, long sparseLimit)
    {
        for (int i = 0; i < Registers; i++)
        {
            if (registers[i] > 0)
            {
                Raise(ref bytes, i, registers[i], sparseLimit);
            }
        }
    }

    /// <summary>Notes that the registers have changed since the estimate was stored.</summary>
    internal static void Outdate(Span<byte> bytes) => bytes[HeaderBytes - 1] |= (byte)(Outdated >> 56);

    /// <summary>Reads the estimate in the header. Returns false if the registers have changed since.</summary>
    internal static bool TryEstimate(ReadOnlySpan<byte> bytes, out long estimate)
    {
        ulong kept = BinaryPrimitives.ReadUInt64LittleEndian(bytes[EstimateAt..]);
        estimate = (long)kept;
        return (kept & Outdated) == 0;
    }

    /// <summary>Stores an estimate in the header.</summary>
    internal static void Keep(Span<byte> bytes, long estimate) => BinaryPrimitives.WriteInt64LittleEndian(bytes[EstimateAt..], estimate);

    /// <summary>Returns one byte for each register; null if the runs are invalid.</summary>
    internal static byte[]? Read(ReadOnlySpan<byte> bytes)
    {
        byte[] registers = new byte[Registers];
        if (IsSparse(bytes))
        {
            return SparseRegisters.TryRead(bytes[HeaderBytes..], registers) ? registers : null;
        }

        for (int i = 0; i < Registers; i++)
        {
            registers[i] = (byte)Get(bytes, i);
        }

        return registers;
    }

    /// <summary>Returns the runs of a HyperLogLog in sparse form.</summary>
    internal static byte[] RunsOf(byte[] bytes) => bytes[HeaderBytes..];

    /// <summary>Converts a HyperLogLog to the dense form.</summary>
    internal static byte[] ToDense(ReadOnlySpan<byte> bytes)
    {
        byte[] dense = new byte[DenseBytes];
        bytes[..HeaderBytes].CopyTo(dense);
        dense[EncodingAt] = 0;
        byte[] registers = Read(bytes) ?? [];
        for (int i = 0; i < registers.Length; i++)
        {
            RaiseDense(dense, i, registers[i]);
        }

        return dense;
    }

    /// <summary>Returns the estimate, by Ertl's improved estimator.</summary>
    internal static long Count(ReadOnlySpan<byte> registers)
    {
        Span<int> histogram = stackalloc int[MaxRank + 1];
        histogram.Clear();
        foreach (byte register in registers)
        {
            histogram[Math.Min((int)register, MaxRank)]++;
        }

        double z = Registers * Tau((Registers - histogram[MaxRank]) / (double)Registers);
        for (int rank = MaxRank - 1; rank >= 1; rank--)
        {
            z = 0.5 * (z + histogram[rank]);
        }

        z += Registers * Sigma(histogram[0] / (double)Registers);
        return (long)Math.Round(Alpha * Registers * Registers / z, MidpointRounding.AwayFromZero);
    }

    private static bool? Raise(ref byte[] bytes, int index, int rank, long sparseLimit)
    {
        if (IsSparse(bytes) && rank <= SparseRegisters.MaxValue)
        {
            List<byte> runs = [.. bytes.AsSpan(HeaderBytes)];
            SparseRaise outcome = SparseRegisters.Raise(runs, index, rank, sparseLimit - HeaderBytes);
            if (outcome != SparseRaise.NoRoom)
            {
                bytes = outcome == SparseRaise.Raised ? [.. bytes.AsSpan(0, HeaderBytes), .. runs] : bytes;
                return outcome == SparseRaise.Corrupted ? null : outcome == SparseRaise.Raised;
            }
        }

        if (IsSparse(bytes))
        {
            if (Read(bytes) is null)
            {
                return null;
            }

            bytes = ToDense(bytes);
        }

        return RaiseDense(bytes, index, rank);
    }

    private static bool RaiseDense(Span<byte> bytes, int index, int rank)
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
