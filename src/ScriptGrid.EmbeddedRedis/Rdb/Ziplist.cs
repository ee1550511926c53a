using System.Buffers.Binary;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Rdb;

/// <summary>Reads ziplists, the predecessors of listpacks. Each element begins with the size of the previous one.</summary>
internal static class Ziplist
{
    private const int HeaderBytes = 10;
    private const int UnknownCount = ushort.MaxValue;
    private const byte End = 0xFF;
    private const byte LongSize = 0xFE;

    private const byte ShortText = 0x00;
    private const byte MediumText = 0x40;
    private const byte LongText = 0x80;
    private const byte Integer16 = 0xC0;
    private const byte Integer32 = 0xD0;
    private const byte Integer64 = 0xE0;
    private const byte Integer24 = 0xF0;
    private const byte Integer8 = 0xFE;

    /// <summary>The first of the kinds that contain an integer from 0 to 12 themselves.</summary>
    private const byte FirstImmediate = 0xF1;

    private const byte LastImmediate = 0xFD;

    /// <summary>Reads the elements as byte strings. Returns false if the ziplist is inconsistent.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> ziplist, out List<byte[]> elements)
    {
        elements = [];
        if (ziplist.Length <= HeaderBytes || BinaryPrimitives.ReadUInt32LittleEndian(ziplist) != (uint)ziplist.Length || ziplist[^1] != End)
        {
            return false;
        }

        ReadOnlySpan<byte> rest = ziplist[HeaderBytes..^1];
        int before = 0;
        int last = HeaderBytes;
        while (!rest.IsEmpty)
        {
            last = ziplist.Length - 1 - rest.Length;
            if (!TryReadElement(ref rest, ref before, out byte[] element))
            {
                return false;
            }

            elements.Add(element);
        }

        int count = BinaryPrimitives.ReadUInt16LittleEndian(ziplist[(2 * sizeof(int))..]);
        return (count == UnknownCount || count == elements.Count) && BinaryPrimitives.ReadUInt32LittleEndian(ziplist[sizeof(int)..]) == (uint)last;
    }

    private static bool TryReadElement(ref ReadOnlySpan<byte> rest, ref int before, out byte[] element)
    {
        element = [];
        int length = rest.Length;
        if (!TryReadSizeBefore(ref rest, out uint stated) || stated != (uint)before || rest.IsEmpty)
        {
            return false;
        }

        (int head, int size) = Layout(rest);
        if (size < 0 || size > rest.Length - head)
        {
            return false;
        }

        ReadOnlySpan<byte> body = rest.Slice(head, size);
        byte kind = rest[0];
        element = kind < Integer16 ? body.ToArray()
            : Integers.ToBytes(kind is >= FirstImmediate and <= LastImmediate ? kind - FirstImmediate : LittleEndian.Signed(body));
        rest = rest[(head + size)..];
        before = length - rest.Length;
        return true;
    }

    private static bool TryReadSizeBefore(ref ReadOnlySpan<byte> rest, out uint size)
    {
        bool isLong = rest[0] == LongSize;
        size = rest[0];
        if (isLong && rest.Length <= sizeof(uint))
        {
            return false;
        }

        size = isLong ? BinaryPrimitives.ReadUInt32LittleEndian(rest[1..]) : size;
        rest = rest[(isLong ? 1 + sizeof(uint) : 1)..];
        return true;
    }

    private static (int Head, int Size) Layout(ReadOnlySpan<byte> rest) => (rest[0] & 0xC0) switch
    {
        ShortText => (1, rest[0]),
        MediumText when rest.Length > 1 => (2, ((rest[0] & 0x3F) << 8) | rest[1]),
        LongText when rest.Length > sizeof(int) => (1 + sizeof(int), BinaryPrimitives.ReadInt32BigEndian(rest[1..])),
        Integer16 => rest[0] switch
        {
            Integer16 => (1, sizeof(short)),
            Integer32 => (1, sizeof(int)),
            Integer64 => (1, sizeof(long)),
            Integer24 => (1, 3),
            Integer8 => (1, 1),
            >= FirstImmediate and <= LastImmediate => (1, 0),
            _ => (0, -1),
        },
        _ => (0, -1),
    };
}
