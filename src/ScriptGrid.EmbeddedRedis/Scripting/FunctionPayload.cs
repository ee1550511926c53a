using ScriptGrid.EmbeddedRedis.Rdb;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>The payload of FUNCTION DUMP and RESTORE: for each library, a type and its code as an RDB string; then the RDB version and a checksum.</summary>
internal static class FunctionPayload
{
    internal static byte[] Write(IEnumerable<FunctionLibrary> libraries, bool compresses)
    {
        var writer = new RdbWriter(compresses);
        foreach (var library in libraries)
        {
            writer.Type(RdbType.Function);
            writer.String(library.Code);
        }

        return RdbPayload.Seal(writer);
    }

    /// <summary>Loads the libraries of a payload.</summary>
    /// <returns>The error with its code, or null.</returns>
    internal static string? Read(ScriptEngine engine, ReadOnlySpan<byte> payload, out List<FunctionLibrary> libraries)
    {
        var loaded = libraries = [];
        if (!RdbPayload.TryOpen(payload, out var content))
        {
            return "ERR DUMP payload version or checksum are wrong";
        }

        var reader = new RdbReader(content);
        while (!reader.IsAtEnd)
        {
            var type = reader.Type();
            if (type != RdbType.Function)
            {
                return type == RdbType.FunctionPreRelease ? "ERR Pre-GA function format not supported" : "ERR given type is not a function";
            }

            byte[] code = reader.String();
            if (reader.IsBroken)
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
}
