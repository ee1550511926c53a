using System.Buffers.Binary;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>The payload of FUNCTION DUMP and RESTORE: for each library a type and its code as an RDB string, then the RDB version and a checksum.</summary>
internal static class FunctionPayload
{
    private const byte LibraryType = 245;
    private const byte PreReleaseType = 246;
    private const int RdbVersion = 10;
    private const int FooterBytes = 10;

    internal static byte[] Write(IEnumerable<FunctionLibrary> libraries)
    {
        var payload = new List<byte>();
        Span<byte> footer = stackalloc byte[FooterBytes];
        foreach (var library in libraries)
        {
            payload.Add(LibraryType);
            RdbString.Write(library.Code, payload);
        }

        BinaryPrimitives.WriteUInt16LittleEndian(footer, RdbVersion);
        payload.AddRange(footer[..2]);
        BinaryPrimitives.WriteUInt64LittleEndian(footer[2..], Crc64.Of([.. payload]));
        payload.AddRange(footer[2..]);
        return [.. payload];
    }

    /// <summary>Loads the libraries of a payload.</summary>
    /// <returns>The error with its code, or null.</returns>
    internal static string? Read(ScriptEngine engine, ReadOnlySpan<byte> payload, out List<FunctionLibrary> libraries)
    {
        var loaded = libraries = [];
        if (!HasValidFooter(payload))
        {
            return "ERR DUMP payload version or checksum are wrong";
        }

        var rest = payload[..^FooterBytes];
        while (!rest.IsEmpty)
        {
            byte type = rest[0];
            rest = rest[1..];
            if (type != LibraryType)
            {
                return type == PreReleaseType ? "ERR Pre-GA function format not supported" : "ERR given type is not a function";
            }

            if (!RdbString.TryRead(ref rest, out byte[] code))
            {
                return "ERR Failed loading library code";
            }

            if (FunctionLoader.Load(engine, code, out var library, name => loaded.Exists(other => other.Name == name)) is { } problem)
            {
                return problem;
            }

            libraries.Add(library!);
        }

        return null;
    }

    private static bool HasValidFooter(ReadOnlySpan<byte> payload) =>
        payload.Length >= FooterBytes
        && BinaryPrimitives.ReadUInt16LittleEndian(payload[^FooterBytes..]) <= RdbVersion
        && BinaryPrimitives.ReadUInt64LittleEndian(payload[^8..]) is var sum
        && (sum == 0 || sum == Crc64.Of(payload[..^8]));
}
