using System.Text;

namespace ScriptGrid.EmbeddedRedis.Resp;

/// <summary>How errors show a word: one character for each of its bytes, which reach the client as they came.</summary>
internal static class WordText
{
    /// <summary>The word as C sees it: up to the first zero.</summary>
    internal static string Of(ReadOnlySpan<byte> word) => Encoding.Latin1.GetString(CText.Of(word));
}
