using System.Buffers.Binary;

namespace ScriptGrid.EmbeddedRedis.Rdb;

/// <summary>Reads and writes intsets: the number of bytes of each integer, the number of integers, and the integers in ascending order.</summary>
internal static class Intset
{
    private const int HeaderBytes = 8;

    internal static byte[] Write(IReadOnlyList<long> integers, int width)
    {
        byte[] intset = new byte[HeaderBytes + (integers.Count * width)];
        BinaryPrimitives.WriteInt32LittleEndian(intset, width);
        BinaryPrimitives.WriteInt32LittleEndian(intset.AsSpan(sizeof(int)), integers.Count);
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        for (int i = 0; i < integers.Count; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, integers[i]);
            bytes[..width].CopyTo(intset.AsSpan(HeaderBytes + (i * width)));
        }

        return intset;
    }

    /// <summary>Reads the integers, of which there must be at least one. Returns false if the intset is inconsistent.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> intset, out List<long> integers, out int width)
    {
        integers = [];
        width = intset.Length > HeaderBytes ? BinaryPrimitives.ReadInt32LittleEndian(intset) : 0;
        if (width is not (sizeof(short) or sizeof(int) or sizeof(long))
            || BinaryPrimitives.ReadUInt32LittleEndian(intset[sizeof(int)..]) * (long)width != intset.Length - HeaderBytes)
        {
            return false;
        }

        for (int at = HeaderBytes; at < intset.Length; at += width)
        {
            long integer = LittleEndian.Signed(intset.Slice(at, width));
            if (integers.Count > 0 && integer <= integers[^1])
            {
                return false;
            }

            integers.Add(integer);
        }

        return true;
    }
}
