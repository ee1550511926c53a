using System.Runtime.InteropServices;

namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>
/// The registers of a HyperLogLog as runs, in which Redis stores them while there are few elements. <c>00nnnnnn</c> is up to 64 zeros, <c>01nnnnnn nnnnnnnn</c>
/// up to 16,384 zeros, and <c>1vvvvvnn</c> up to four registers with the same value from 1 to 32. Each number is stored minus one.
/// </summary>
internal static class SparseRegisters
{
    internal const int MaxValue = 32;
    private const int MaxZeros = 64;
    private const int MaxRun = 4;
    private const int Merged = 5;

    /// <summary>Returns runs in which all registers are zero.</summary>
    internal static byte[] Empty(int registers)
    {
        List<byte> runs = [];
        AddZeros(runs, registers);
        return [.. runs];
    }

    /// <summary>Writes the value of each register. Returns false if the runs do not have exactly as many registers as expected.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> runs, Span<byte> registers)
    {
        int index = 0;
        for (int at = 0; at < runs.Length; at += WidthOf(runs[at]))
        {
            if (index + LengthOf(runs, at) > registers.Length)
            {
                return false;
            }

            registers.Slice(index, LengthOf(runs, at)).Fill((byte)ValueOf(runs[at]));
            index += LengthOf(runs, at);
        }

        return index == registers.Length;
    }

    /// <summary>
    /// Describes each run as PFDEBUG does: <c>z:3</c> for zeros in one byte, <c>Z:300</c> for zeros in two bytes, <c>v:5,2</c> for a value and its count.
    /// </summary>
    internal static IEnumerable<string> Describe(byte[] runs)
    {
        for (int at = 0; at < runs.Length; at += WidthOf(runs[at]))
        {
            int length = LengthOf(runs, at);
            yield return ValueOf(runs[at]) is > 0 and var value ? $"v:{value},{length}" : WidthOf(runs[at]) == 1 ? $"z:{length}" : $"Z:{length}";
        }
    }

    /// <summary>Raises a register. The resulting bytes are the same as Redis's.</summary>
    internal static SparseRaise Raise(List<byte> runs, int index, int value, long room)
    {
        Span<byte> bytes = CollectionsMarshal.AsSpan(runs);
        (int first, int at, int before) = (0, 0, 0);
        while (at < bytes.Length && first + LengthOf(bytes, at) <= index)
        {
            first += LengthOf(bytes, at);
            before = at;
            at += WidthOf(bytes[at]);
        }

        if (at >= bytes.Length)
        {
            return SparseRaise.Corrupted;
        }

        int old = ValueOf(bytes[at]);
        if (old >= value)
        {
            return SparseRaise.Unchanged;
        }

        List<byte> split = [];
        AddRun(split, old, index - first);
        AddRun(split, value, 1);
        AddRun(split, old, first + LengthOf(bytes, at) - 1 - index);
        int width = WidthOf(bytes[at]);
        if (split.Count > width && runs.Count + split.Count - width > room)
        {
            return SparseRaise.NoRoom;
        }

        runs.RemoveRange(at, Math.Min(width, runs.Count - at));
        runs.InsertRange(at, split);
        Merge(runs, before);
        return SparseRaise.Raised;
    }

    /// <summary>Joins neighbouring runs with the same value. Like Redis, it looks at a few runs only.</summary>
    private static void Merge(List<byte> runs, int at)
    {
        for (int looks = 0; looks < Merged && at < runs.Count; looks++)
        {
            byte run = runs[at];
            if (ValueOf(run) > 0 && at + 1 < runs.Count && ValueOf(runs[at + 1]) == ValueOf(run) && (run & 3) + (runs[at + 1] & 3) + 2 <= MaxRun)
            {
                runs[at + 1] = Run(ValueOf(run), (run & 3) + (runs[at + 1] & 3) + 2);
                runs.RemoveAt(at);
            }
            else
            {
                at += WidthOf(run);
            }
        }
    }

    private static void AddRun(List<byte> runs, int value, int length)
    {
        if (value == 0)
        {
            AddZeros(runs, length);
        }
        else if (length > 0)
        {
            runs.Add(Run(value, length));
        }
    }

    private static void AddZeros(List<byte> runs, int length)
    {
        if (length > MaxZeros)
        {
            runs.Add((byte)(0x40 | ((length - 1) >> 8)));
            runs.Add((byte)(length - 1));
        }
        else if (length > 0)
        {
            runs.Add((byte)(length - 1));
        }
    }

    private static byte Run(int value, int length) => (byte)(0x80 | ((value - 1) << 2) | (length - 1));

    private static int WidthOf(byte run) => run >> 6 == 1 ? 2 : 1;

    private static int ValueOf(byte run) => run < 0x80 ? 0 : ((run >> 2) & 0x1F) + 1;

    private static int LengthOf(ReadOnlySpan<byte> runs, int at) => (runs[at] >> 6) switch
    {
        0 => runs[at] + 1,
        1 => (((runs[at] & 0x3F) << 8) | (at + 1 < runs.Length ? runs[at + 1] : 0)) + 1,
        _ => (runs[at] & 3) + 1,
    };
}

/// <summary>The outcome of raising a register.</summary>
internal enum SparseRaise
{
    Unchanged,
    Raised,

    /// <summary>There is no room for more runs.</summary>
    NoRoom,

    /// <summary>The runs end before the register.</summary>
    Corrupted,
}
