using System.Buffers.Binary;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Rdb;

/// <summary>The first bytes of lengths and strings and their meaning, and forms of a fixed length.</summary>
internal static class RdbFormat
{
    internal const byte MediumTag = 0x40;
    internal const byte LongTag = 0x80;
    internal const byte HugeTag = 0x81;

    /// <summary>From this value on, the byte does not begin a length, but a string in a special form.</summary>
    internal const byte FirstSpecialTag = 0xC0;
    internal const byte ByteTag = 0xC0;
    internal const byte ShortTag = 0xC1;
    internal const byte IntegerTag = 0xC2;
    internal const byte CompressedTag = 0xC3;

    /// <summary>The container of a list's node that is a single element, stored as a plain string.</summary>
    internal const int PlainNode = 1;

    internal const int PackedNode = 2;
    internal const int IdBytes = 16;

    internal static byte[] Bytes(StreamId id)
    {
        byte[] bytes = new byte[IdBytes];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, id.Milliseconds);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(sizeof(ulong)), id.Sequence);
        return bytes;
    }

    internal static StreamId Id(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[sizeof(ulong)..]));
}
