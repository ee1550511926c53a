using System.Buffers.Binary;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Rdb;

/// <summary>The bytes of listpacks and their meaning, and a reader that checks every byte.</summary>
internal static class Listpack
{
    internal const int HeaderBytes = 6;
    internal const int MaxBackLengthBytes = 5;
    internal const int UnknownCount = ushort.MaxValue;
    internal const byte End = 0xFF;

    internal const byte ShortText = 0x80;
    internal const byte SmallInteger = 0xC0;
    internal const byte MediumText = 0xE0;
    internal const byte LongText = 0xF0;
    internal const byte Integer16 = 0xF1;
    internal const byte Integer24 = 0xF2;
    internal const byte Integer32 = 0xF3;
    internal const byte Integer64 = 0xF4;

    /// <summary>Reads the elements as byte strings. Returns false if the listpack is inconsistent.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> listpack, out List<byte[]> elements)
    {
        elements = [];
        if (listpack.Length <= HeaderBytes || BinaryPrimitives.ReadUInt32LittleEndian(listpack) != (uint)listpack.Length || listpack[^1] != End)
        {
            return false;
        }

        ReadOnlySpan<byte> rest = listpack[HeaderBytes..^1];
        while (!rest.IsEmpty)
        {
            if (!TryReadElement(ref rest, out byte[] element))
            {
                return false;
            }

            elements.Add(element);
        }

        int count = BinaryPrimitives.ReadUInt16LittleEndian(listpack[sizeof(int)..]);
        return count == UnknownCount || count == elements.Count;
    }

    /// <summary>Writes the length of an element in groups of seven bits, the highest group first, and returns how many bytes that takes.</summary>
    internal static int WriteBackLength(int length, Span<byte> target)
    {
        int bytes = length switch { < 1 << 7 => 1, < (1 << 14) - 1 => 2, < (1 << 21) - 1 => 3, < (1 << 28) - 1 => 4, _ => MaxBackLengthBytes };
        for (int i = bytes - 1; i >= 0; i--, length >>= 7)
        {
            target[i] = (byte)((length & 0x7F) | (i == 0 ? 0 : 0x80));
        }

        return bytes;
    }

    private static bool TryReadElement(ref ReadOnlySpan<byte> rest, out byte[] element)
    {
        element = [];
        (int head, int size) = Layout(rest);
        if (size < 0 || size > rest.Length - head)
        {
            return false;
        }

        Span<byte> back = stackalloc byte[MaxBackLengthBytes];
        int backBytes = WriteBackLength(head + size, back);
        if (!rest[(head + size)..].StartsWith(back[..backBytes]))
        {
            return false;
        }

        ReadOnlySpan<byte> body = rest.Slice(head, size);
        element = IsText(rest[0]) ? body.ToArray() : Integers.ToBytes(Integer(rest[0], body));
        rest = rest[(head + size + backBytes)..];
        return true;
    }

    private static bool IsText(byte kind) => kind is (>= ShortText and < SmallInteger) or (>= MediumText and <= LongText);

    /// <summary>Returns the size of an element's head and the size of its content. The content's size is negative if there is no such element.</summary>
    private static (int Head, int Size) Layout(ReadOnlySpan<byte> rest) => rest[0] switch
    {
        < ShortText => (1, 0),
        < SmallInteger => (1, rest[0] & 0x3F),
        < MediumText => (1, 1),
        < LongText when rest.Length > 1 => (2, ((rest[0] & 0x0F) << 8) | rest[1]),
        LongText when rest.Length > sizeof(int) => (1 + sizeof(int), BinaryPrimitives.ReadInt32LittleEndian(rest[1..])),
        Integer16 => (1, sizeof(short)),
        Integer24 => (1, 3),
        Integer32 => (1, sizeof(int)),
        Integer64 => (1, sizeof(long)),
        _ => (0, -1),
    };

    private static long Integer(byte kind, ReadOnlySpan<byte> body) => kind switch
    {
        < ShortText => kind,
        < MediumText => (((kind & 0x1F) << 27 >> 19) | body[0]),
        _ => LittleEndian.Signed(body),
    };
}
