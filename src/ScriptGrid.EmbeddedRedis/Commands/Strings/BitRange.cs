using System.Numerics;
using System.Runtime.InteropServices;
using ScriptGrid.EmbeddedRedis.Calls;

namespace ScriptGrid.EmbeddedRedis.Commands.Strings;

/// <summary>A range of bits of a string, from the first one to the one after the last.</summary>
internal readonly record struct BitRange(long Start, long End)
{
    internal bool IsEmpty => Start >= End;

    // The bytes of which all bits are in the range, from the first one to the one after the last.
    private (long First, long Last) WholeBytes
    {
        get
        {
            long first = (Start + 7) / 8;
            return (first, Math.Max(first, End / 8));
        }
    }

    internal static BitRange All(int length) => new(0, length * 8L);

    /// <summary>
    /// Reads the first and last byte, or bit if a third word says so. Negative ones count from the end. Without a last one, the range extends to the end. If
    /// both count from the end and the range ends before it starts, it is empty for BITCOUNT, regardless of the third word.
    /// </summary>
    internal static bool TryParse(in CommandCall call, int first, int? last, int unit, int length, out BitRange range, bool forCount = false)
    {
        range = default;
        long end = -1;
        if (!call.TryInteger(first, out long start) || (last is { } index && !call.TryInteger(index, out end)))
        {
            return false;
        }

        if (forCount && start < 0 && end < 0 && start > end)
        {
            return true;
        }

        bool inBits = call.Is(unit, "BIT");
        if (unit < call.Words.Length && !inBits && !call.Is(unit, "BYTE"))
        {
            return call.Fail(DataErrors.Syntax);
        }

        long size = inBits ? length * 8L : length;
        start = Math.Max(0, start < 0 ? start + size : start);
        end = Math.Min(size - 1, Math.Max(0, end < 0 ? end + size : end));
        range = start > end ? default : inBits ? new BitRange(start, end + 1) : new BitRange(start * 8, (end + 1) * 8);
        return true;
    }

    internal long CountOnes(ReadOnlySpan<byte> bytes)
    {
        (long first, long last) = WholeBytes;
        ReadOnlySpan<byte> whole = bytes[(int)first..(int)last];
        long ones = 0;
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(whole))
        {
            ones += BitOperations.PopCount(word);
        }

        foreach (byte rest in whole[(whole.Length & -sizeof(ulong))..])
        {
            ones += BitOperations.PopCount(rest);
        }

        return ones + CountOnes(bytes, Start, Math.Min(End, first * 8)) + CountOnes(bytes, last * 8, End);
    }

    /// <summary>Returns the index of the first bit with a value; -1 if there is none.</summary>
    internal long IndexOf(ReadOnlySpan<byte> bytes, bool one)
    {
        (long first, long last) = WholeBytes;
        long found = IndexOf(bytes, Start, Math.Min(End, first * 8), one);
        if (found >= 0)
        {
            return found;
        }

        int skipped = bytes[(int)first..(int)last].IndexOfAnyExcept(one ? (byte)0 : (byte)0xFF);
        return IndexOf(bytes, (skipped < 0 ? last : first + skipped) * 8, End, one);
    }

    private static long CountOnes(ReadOnlySpan<byte> bytes, long from, long to)
    {
        long ones = 0;
        for (long bit = from; bit < to; bit++)
        {
            ones += At(bytes, bit) ? 1 : 0;
        }

        return ones;
    }

    private static long IndexOf(ReadOnlySpan<byte> bytes, long from, long to, bool one)
    {
        while (from < to && At(bytes, from) != one)
        {
            from++;
        }

        return from < to ? from : -1;
    }

    private static bool At(ReadOnlySpan<byte> bytes, long bit) => ((bytes[(int)(bit >> 3)] >> (int)(7 - (bit & 7))) & 1) == 1;
}
