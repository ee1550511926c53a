using System.Buffers.Binary;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Rdb;

/// <summary>What the first byte of a length or a string says, and the forms that have a fixed length.</summary>
internal static class RdbFormat
{
    internal const byte MediumTag = 0x40;
    internal const byte LongTag = 0x80;
    internal const byte HugeTag = 0x81;

    /// <summary>From here on it is no length, but a string of another form.</summary>
    internal const byte FirstSpecialTag = 0xC0;
    internal const byte ByteTag = 0xC0;
    internal const byte ShortTag = 0xC1;
    internal const byte IntegerTag = 0xC2;
    internal const byte CompressedTag = 0xC3;

    /// <summary>In which node a list goes on in a string of its own.</summary>
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
