using System.Text;

namespace ScriptGrid.EmbeddedRedis.Catalogue;

/// <summary>Hides passwords from the slow log and from MONITOR.</summary>
internal static class Redaction
{
    private static readonly byte[] Hidden = "(redacted)"u8.ToArray();
    private static readonly string[] SecretParameters = ["requirepass", "masterauth", "masteruser", "tls-key-file-pass", "tls-client-key-file-pass"];

    /// <summary>Returns the words with secrets replaced.</summary>
    internal static ReadOnlySpan<byte[]> Of(CommandFacts facts, ReadOnlySpan<byte[]> words) => facts.Name switch
    {
        "auth" => Hide(words, 1, words.Length),
        "acl setuser" => Hide(words, 2, words.Length),
        "hello" => HideLogin(words),
        "config set" => HideParameters(words),
        _ => words,
    };

    private static byte[][] Hide(ReadOnlySpan<byte[]> words, int from, int to)
    {
        byte[][] copy = words.ToArray();
        Array.Fill(copy, Hidden, from, to - from);
        return copy;
    }

    private static ReadOnlySpan<byte[]> HideLogin(ReadOnlySpan<byte[]> words)
    {
        for (int i = 2; i + 2 < words.Length; i++)
        {
            if (Ascii.EqualsIgnoreCase(words[i], "AUTH"))
            {
                return Hide(words, i + 1, i + 3);
            }
        }

        return words;
    }

    private static ReadOnlySpan<byte[]> HideParameters(ReadOnlySpan<byte[]> words)
    {
        ReadOnlySpan<byte[]> shown = words;
        for (int i = 2; i + 1 < words.Length; i += 2)
        {
            if (SecretParameters.Contains(Encoding.Latin1.GetString(words[i]), StringComparer.OrdinalIgnoreCase))
            {
                shown = Hide(shown, i + 1, i + 2);
            }
        }

        return shown;
    }
}
