using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ScriptGrid.Engine.Compression;

/// <summary>Searches nearby text, one vector at a time. It reads up to <see cref="Step"/> bytes past the given limit; these bytes must exist.</summary>
internal static class TextScan
{
    /// <summary>The number of bytes examined in one step.</summary>
    public const int Step = 32;

    /// <summary>Returns how many bytes are the same at two positions, at most <paramref name="limit"/>. The ranges may overlap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int CommonLength(ref byte text, int one, int other, int limit)
    {
        for (int same = 0; ; same += Step)
        {
            uint equal = Vector256.Equals(
                Vector256.LoadUnsafe(ref text, (nuint)(one + same)), Vector256.LoadUnsafe(ref text, (nuint)(other + same))).ExtractMostSignificantBits();
            if (equal != uint.MaxValue)
            {
                return Math.Min(same + BitOperations.TrailingZeroCount(~equal), limit);
            }

            if (same + Step >= limit)
            {
                return limit;
            }
        }
    }

    /// <summary>Returns the position of the next quote or line end before <paramref name="end"/>; <paramref name="end"/> if there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IndexOfQuoteOrLineEnd(ref byte text, int start, int end)
    {
        for (; start < end; start += Step)
        {
            Vector256<byte> bytes = Vector256.LoadUnsafe(ref text, (nuint)start);
            uint found = (Vector256.Equals(bytes, Vector256.Create((byte)'"')) | Vector256.Equals(bytes, Vector256.Create((byte)'\n'))).ExtractMostSignificantBits();
            if (found != 0)
            {
                return Math.Min(start + BitOperations.TrailingZeroCount(found), end);
            }
        }

        return end;
    }

    /// <summary>Returns the position of the next such byte before <paramref name="end"/>; negative if there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IndexOf(byte value, ref byte text, int start, int end)
    {
        for (; start < end; start += Step)
        {
            uint found = Vector256.Equals(Vector256.LoadUnsafe(ref text, (nuint)start), Vector256.Create(value)).ExtractMostSignificantBits();
            if (found != 0)
            {
                start += BitOperations.TrailingZeroCount(found);
                return start < end ? start : -1;
            }
        }

        return -1;
    }
}
