using System.Numerics;

namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>The sizes in bytes that Redis's allocator gives to Redis's data structures, so that MEMORY USAGE is close to Redis's.</summary>
internal static class MemorySize
{
    internal const int Object = 16;
    internal const int DictionaryEntry = 24;
    internal const int Dictionary = 56;

    /// <summary>Returns the size class of an allocation: multiples of 16 up to 128, then four classes for each power of two.</summary>
    internal static long Allocated(long bytes)
    {
        if (bytes <= 8)
        {
            return 8;
        }

        if (bytes <= 128)
        {
            return (bytes + 15) & ~15L;
        }

        long step = 1L << (61 - BitOperations.LeadingZeroCount((ulong)bytes - 1));
        return (bytes + step - 1) & -step;
    }

    /// <summary>Returns the size of a string in its own allocation, with its header and its terminating zero.</summary>
    internal static long String(long length) => Allocated(StringHeader(length) + length + 1);

    /// <summary>Returns the size of an element of a listpack: its encoding, its bytes and its back length. Integers are stored in binary.</summary>
    internal static int ListpackElement(ReadOnlySpan<byte> element)
    {
        int size = Integers.TryParse(element, out long number)
            ? ListpackInteger(number)
            : element.Length + (element.Length < 64 ? 1 : element.Length < 4096 ? 2 : 5);
        return size + (size < 128 ? 1 : size < 16384 ? 2 : size < 2097152 ? 3 : 4);
    }

    internal static int ListpackInteger(long number) => number switch
    {
        >= 0 and <= 127 => 1,
        >= -4096 and <= 4095 => 2,
        >= short.MinValue and <= short.MaxValue => 3,
        >= -8388608 and <= 8388607 => 4,
        >= int.MinValue and <= int.MaxValue => 5,
        _ => 9,
    };

    private static int StringHeader(long length) => length switch
    {
        < 32 => 1,
        < 256 => 3,
        < 65536 => 5,
        <= uint.MaxValue => 9,
        _ => 17,
    };
}
