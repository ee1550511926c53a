using System.Buffers.Binary;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>Strings as RDB files have them: a length of one, two, five or nine bytes and the bytes, or a compressed or a numeric form.</summary>
internal static class RdbString
{
    private const int ShortLimit = 1 << 6;
    private const int MediumLimit = 1 << 14;
    private const byte MediumTag = 0x40;
    private const byte LongTag = 0x80;
    private const byte HugeTag = 0x81;
    private const byte CompressedTag = 0xC3;
    private const int MaxBytes = 512 << 20;

    /// <summary>Writes a string without compression.</summary>
    internal static void Write(ReadOnlySpan<byte> text, List<byte> target)
    {
        if (text.Length < ShortLimit)
        {
            target.Add((byte)text.Length);
        }
        else if (text.Length < MediumLimit)
        {
            target.AddRange([(byte)(MediumTag | (text.Length >> 8)), (byte)text.Length]);
        }
        else
        {
            Span<byte> length = stackalloc byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, text.Length);
            target.Add(LongTag);
            target.AddRange(length);
        }

        target.AddRange(text);
    }

    /// <summary>Takes a string from the beginning of <paramref name="source"/>.</summary>
    internal static bool TryRead(ref ReadOnlySpan<byte> source, out byte[] text)
    {
        text = [];
        if (source.IsEmpty)
        {
            return false;
        }

        if (source[0] == CompressedTag)
        {
            return TryReadCompressed(ref source, out text);
        }

        if (source[0] > CompressedTag - 4)
        {
            return TryReadInteger(ref source, out text);
        }

        if (!TryReadLength(ref source, out int length) || length > source.Length)
        {
            return false;
        }

        text = source[..length].ToArray();
        source = source[length..];
        return true;
    }

    private static bool TryReadLength(ref ReadOnlySpan<byte> source, out int length)
    {
        length = 0;
        if (source.IsEmpty)
        {
            return false;
        }

        byte first = source[0];
        int size = first switch { < MediumTag => 1, < LongTag => 2, LongTag => 5, HugeTag => 9, _ => int.MaxValue };
        if (source.Length < size)
        {
            return false;
        }

        ulong value = size switch
        {
            1 => first,
            2 => (ulong)(((first & (ShortLimit - 1)) << 8) | source[1]),
            5 => BinaryPrimitives.ReadUInt32BigEndian(source[1..]),
            _ => BinaryPrimitives.ReadUInt64BigEndian(source[1..]),
        };
        source = source[size..];
        length = (int)Math.Min(value, MaxBytes + 1UL);
        return value <= MaxBytes;
    }

    /// <summary>Integers of one, two and four bytes stand for their text.</summary>
    private static bool TryReadInteger(ref ReadOnlySpan<byte> source, out byte[] text)
    {
        text = [];
        int size = source[0] switch { 0xC0 => 1, 0xC1 => 2, 0xC2 => 4, _ => int.MaxValue };
        if (source.Length - 1 < size)
        {
            return false;
        }

        var number = source[1..];
        text = Integers.ToBytes(size switch
        {
            1 => (sbyte)number[0],
            2 => BinaryPrimitives.ReadInt16LittleEndian(number),
            _ => BinaryPrimitives.ReadInt32LittleEndian(number),
        });
        source = number[size..];
        return true;
    }

    private static bool TryReadCompressed(ref ReadOnlySpan<byte> source, out byte[] text)
    {
        text = [];
        source = source[1..];
        if (!TryReadLength(ref source, out int compressed) || !TryReadLength(ref source, out int length) || compressed > source.Length)
        {
            return false;
        }

        text = new byte[length];
        bool isWhole = Lzf.TryExpand(source[..compressed], text);
        source = source[compressed..];
        return isWhole;
    }
}
