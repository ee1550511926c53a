using System.Text;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>The first line of a script, <c>#!lua flags=no-writes</c>, or of a function library, <c>#!lua name=lib</c>.</summary>
internal static class Shebang
{
    /// <summary>Reads the flags of a script. They are <see cref="ScriptFlags.Undeclared"/> if it has no shebang.</summary>
    /// <param name="body">The whole script.</param>
    /// <param name="flags">What the shebang declares.</param>
    /// <param name="length">The bytes of the shebang, which are not Lua. The line's end is not counted, so that lines keep their numbers.</param>
    /// <returns>The error without its code, or null if there is none.</returns>
    internal static string? ReadScript(ReadOnlySpan<byte> body, out ScriptFlags flags, out int length)
    {
        (flags, length) = (ScriptFlags.Undeclared, 0);
        if (!body.StartsWith("#!"u8))
        {
            return null;
        }

        if (!TryReadLine(body, out var words, out length))
        {
            return "Invalid script shebang";
        }

        if (words is null)
        {
            return "Invalid engine in script shebang";
        }

        flags = ScriptFlags.None;
        return words[0] == "#!lua" ? ReadOptions(words, ref flags) : $"Unexpected engine in script shebang: {words[0]}";
    }

    /// <summary>Reads the engine and the name of a function library.</summary>
    /// <returns>The error without its code, or null if there is none.</returns>
    internal static string? ReadLibrary(ReadOnlySpan<byte> code, out string engine, out string name, out int length)
    {
        (engine, name, length) = ("", "", 0);
        if (!code.StartsWith("#!"u8))
        {
            return "Missing library metadata";
        }

        if (!TryReadLine(code, out var words, out length) || words is null)
        {
            return "Invalid library metadata";
        }

        engine = words[0][2..];
        string? given = null;
        foreach (string word in words.Skip(1))
        {
            if (!word.StartsWith("name=", StringComparison.OrdinalIgnoreCase))
            {
                return $"Invalid metadata value given: {word}";
            }

            if (given is not null)
            {
                return "Invalid metadata value, name argument was given multiple times";
            }

            given = word[5..];
        }

        name = given ?? "";
        return given is null ? "Library name was not given" : null;
    }

    private static string? ReadOptions(List<string> words, ref ScriptFlags flags)
    {
        foreach (string word in words.Skip(1))
        {
            if (!word.StartsWith("flags=", StringComparison.Ordinal))
            {
                return $"Unknown lua shebang option: {word}";
            }

            foreach (string name in word.Length == 6 ? [] : word[6..].Split(','))
            {
                if (!ScriptFlagNames.TryParse(name, out var flag))
                {
                    return $"Unexpected flag in script shebang: {name}";
                }

                flags |= flag;
            }
        }

        return null;
    }

    /// <summary>Returns false if the line does not end. <paramref name="words"/> is null if the line cannot be split.</summary>
    private static bool TryReadLine(ReadOnlySpan<byte> code, out List<string>? words, out int length)
    {
        words = null;
        length = code.IndexOfAny((byte)'\n', (byte)0);
        if (length < 0 || code[length] == 0)
        {
            length = 0;
            return false;
        }

        var parts = new List<byte[]>();
        if (TypedLine.TrySplit(code[..length], parts))
        {
            words = parts.ConvertAll(Encoding.Latin1.GetString);
        }

        return true;
    }
}
