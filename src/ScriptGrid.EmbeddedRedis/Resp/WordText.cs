using System.Text;

namespace ScriptGrid.EmbeddedRedis.Resp;

/// <summary>Decodes words for error messages as Latin-1, one character per byte, so that the client gets the same bytes back.</summary>
internal static class WordText
{
    /// <summary>Returns the word as C sees it: up to the first zero byte.</summary>
    internal static string Of(ReadOnlySpan<byte> word) => Encoding.Latin1.GetString(CText.Of(word));
}
