namespace ScriptGrid.EmbeddedRedis.Resp;

/// <summary>Reads words as C strings, which end at the first zero byte, in the places where Redis does.</summary>
internal static class CText
{
    internal static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> word)
    {
        int end = word.IndexOf((byte)0);
        return end < 0 ? word : word[..end];
    }

    internal static string Of(string text)
    {
        int end = text.IndexOf('\0', StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
    }

    /// <summary>Whether a word, read as a C string, is this one character.</summary>
    internal static bool Is(ReadOnlySpan<byte> word, char character) =>
        word.Length > 0 && word[0] == character && (word.Length == 1 || word[1] == 0);
}
