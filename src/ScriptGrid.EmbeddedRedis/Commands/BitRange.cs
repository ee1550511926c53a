using System.Numerics;

namespace ScriptGrid.EmbeddedRedis.Commands;

/// <summary>Some bits of a string, the first one to the one behind the last.</summary>
internal readonly record struct BitRange(long Start, long End)
{
    internal bool IsEmpty => Start >= End;

    internal static BitRange All(int length) => new(0, length * 8L);

    /// <summary>Reads first and last byte, or bit where a third word says so; negative ones count from the end. Without last the range goes on to the end.</summary>
    internal static bool TryParse(in CommandCall call, int first, int? last, int unit, int length, out BitRange range)
    {
        range = default;
        long end = -1;
        if (!call.TryInteger(first, out long start) || (last is { } index && !call.TryInteger(index, out end)))
        {
            return false;
        }

        bool inBits = call.Is(unit, "BIT");
        if (unit < call.Words.Length && !inBits && !call.Is(unit, "BYTE"))
        {
            return call.Fail(DataErrors.Syntax);
        }

        long size = inBits ? length * 8L : length;
        if (!(start < 0 && end < 0 && start > end && last is not null))
        {
            start = Math.Max(0, start < 0 ? start + size : start);
            end = Math.Min(size - 1, Math.Max(0, end < 0 ? end + size : end));
            range = start > end ? default : inBits ? new BitRange(start, end + 1) : new BitRange(start * 8, (end + 1) * 8);
        }

        return true;
    }

    internal long CountOnes(ReadOnlySpan<byte> bytes)
    {
        long ones = 0;
        for (long bit = Start; bit < End;)
        {
            if ((bit & 7) == 0 && bit + 8 <= End)
            {
                ones += BitOperations.PopCount(bytes[(int)(bit >> 3)]);
                bit += 8;
            }
            else
            {
                ones += At(bytes, bit) ? 1 : 0;
                bit++;
            }
        }

        return ones;
    }

    /// <summary>The place of the first bit of a kind; -1 where there is none.</summary>
    internal long IndexOf(ReadOnlySpan<byte> bytes, bool one)
    {
        byte without = one ? (byte)0 : (byte)0xFF;
        for (long bit = Start; bit < End;)
        {
            if ((bit & 7) == 0 && bit + 8 <= End && bytes[(int)(bit >> 3)] == without)
            {
                bit += 8;
            }
            else if (At(bytes, bit) == one)
            {
                return bit;
            }
            else
            {
                bit++;
            }
        }

        return -1;
    }

    private static bool At(ReadOnlySpan<byte> bytes, long bit) => ((bytes[(int)(bit >> 3)] >> (int)(7 - (bit & 7))) & 1) == 1;
}
