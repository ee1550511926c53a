using System.Text;

namespace ScriptGrid.EmbeddedRedis.Calls;

/// <summary>How errors show a word: one character for each of its bytes, which reach the client as they came.</summary>
internal static class WordText
{
    /// <summary>The word as C sees it: up to the first zero.</summary>
    internal static string Of(ReadOnlySpan<byte> word)
    {
        int end = word.IndexOf((byte)0);
        return Encoding.Latin1.GetString(end < 0 ? word : word[..end]);
    }
}
