using System.Buffers.Binary;

namespace ScriptGrid.EmbeddedRedis.Rdb;

/// <summary>Reads zipmaps, the oldest form of small hashes: alternating fields and values, each after its length, with room to grow after a value.</summary>
internal static class Zipmap
{
    private const byte End = 0xFF;
    private const byte LongLength = 0xFE;

    /// <summary>Reads alternating fields and values. Returns false if the zipmap is inconsistent.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> zipmap, out List<byte[]> elements)
    {
        elements = [];
        if (zipmap.Length < 2 || zipmap[^1] != End)
        {
            return false;
        }

        byte count = zipmap[0];
        ReadOnlySpan<byte> rest = zipmap[1..^1];
        while (!rest.IsEmpty)
        {
            bool isValue = elements.Count % 2 != 0;
            if (!TryReadLength(ref rest, out uint length) || (isValue && rest.IsEmpty))
            {
                return false;
            }

            int free = isValue ? rest[0] : 0;
            rest = isValue ? rest[1..] : rest;
            if (length + (ulong)free > (ulong)rest.Length)
            {
                return false;
            }

            elements.Add(rest[..(int)length].ToArray());
            rest = rest[((int)length + free)..];
        }

        return elements.Count % 2 == 0 && (count >= LongLength || count == elements.Count / 2);
    }

    private static bool TryReadLength(ref ReadOnlySpan<byte> rest, out uint length)
    {
        length = rest[0];
        bool isLong = length == LongLength;
        if (length == End || (isLong && rest.Length <= sizeof(uint)))
        {
            return false;
        }

        length = isLong ? BinaryPrimitives.ReadUInt32LittleEndian(rest[1..]) : length;
        rest = rest[(isLong ? 1 + sizeof(uint) : 1)..];
        return true;
    }
}
