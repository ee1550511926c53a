namespace ScriptGrid.EmbeddedRedis.Resp;

/// <summary>Words as C reads them where Redis does: up to their first zero.</summary>
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

    /// <summary>Whether a word is one character, whatever follows a zero behind it.</summary>
    internal static bool Is(ReadOnlySpan<byte> word, char character) =>
        word.Length > 0 && word[0] == character && (word.Length == 1 || word[1] == 0);
}
