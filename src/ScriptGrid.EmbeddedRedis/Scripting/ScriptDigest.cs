using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>The SHA1 by which a script is cached: twenty bytes.</summary>
internal readonly record struct ScriptDigest(ulong High, ulong Middle, uint Low)
{
    internal const int HexLength = 40;

    internal static ScriptDigest Of(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // Redis names scripts by their SHA1; nothing is protected by it
        SHA1.HashData(body, hash);
#pragma warning restore CA5350
        return FromBytes(hash);
    }

    /// <summary>Reads forty hexadecimal digits, ignoring case.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> hex, out ScriptDigest digest)
    {
        digest = default;
        Span<byte> bytes = stackalloc byte[SHA1.HashSizeInBytes];
        if (hex.Length != HexLength || Convert.FromHexString(hex, bytes, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        digest = FromBytes(bytes);
        return true;
    }

    /// <summary>Returns forty hexadecimal digits in lower case.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[SHA1.HashSizeInBytes];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Middle);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[16..], Low);
        return Convert.ToHexStringLower(bytes);
    }

    private static ScriptDigest FromBytes(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64BigEndian(bytes),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
        BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]));
}
