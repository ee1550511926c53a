using System.Buffers.Binary;

namespace ScriptGrid.EmbeddedRedis.Rdb;

/// <summary>Adds what DUMP and FUNCTION DUMP put after their content: the version of the format, and a checksum.</summary>
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

    /// <summary>Returns the content of a payload. Returns false if its version is newer or its checksum is wrong.</summary>
    internal static bool TryOpen(ReadOnlySpan<byte> payload, out ReadOnlySpan<byte> content)
    {
        content = payload.Length >= FooterBytes ? payload[..^FooterBytes] : [];
        return payload.Length >= FooterBytes
            && BinaryPrimitives.ReadUInt16LittleEndian(payload[^FooterBytes..]) <= Version
            && BinaryPrimitives.ReadUInt64LittleEndian(payload[^SumBytes..]) == Crc64.Of(payload[..^SumBytes]);
    }
}
