using System.Buffers.Binary;

namespace ScriptGrid.EmbeddedRedis.Rdb;

/// <summary>What DUMP and FUNCTION DUMP put behind what they write: the version of the format, and a checksum.</summary>
internal static class RdbPayload
{
    /// <summary>The version of the format.</summary>
    internal const int Version = 10;

    private const int FooterBytes = 10;
    private const int SumBytes = 8;

    internal static byte[] Seal(RdbWriter writer)
    {
        writer.ShortNumber(Version);
        writer.Number((long)Crc64.Of(writer.Written));
        return writer.Written.ToArray();
    }

    /// <summary>The content of a payload; false where its version is newer or its checksum another.</summary>
    internal static bool TryOpen(ReadOnlySpan<byte> payload, out ReadOnlySpan<byte> content)
    {
        content = payload.Length >= FooterBytes ? payload[..^FooterBytes] : [];
        return payload.Length >= FooterBytes
            && BinaryPrimitives.ReadUInt16LittleEndian(payload[^FooterBytes..]) <= Version
            && BinaryPrimitives.ReadUInt64LittleEndian(payload[^SumBytes..]) == Crc64.Of(payload[..^SumBytes]);
    }
}
