using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis;

/// <summary>Reads seed commands, one per line, quoted as <c>redis-cli</c> accepts them. Empty lines and lines that begin with # are ignored.</summary>
internal static class SeedLines
{
    internal const string BadQuotes = "a quote is not closed, or text follows a closing quote without a space";

    /// <summary>Returns the words of each command with its line number; the words are null if the line cannot be split.</summary>
    internal static IEnumerable<(int Line, List<byte[]>? Words)> Read(ReadOnlyMemory<byte> text)
    {
        for (int line = 1; !text.IsEmpty; line++)
        {
            int end = text.Span.IndexOf((byte)'\n');
            ReadOnlyMemory<byte> current = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            var words = new List<byte[]>();
            if (!TypedLine.TrySplit(current.Span, words))
            {
                yield return (line, null);
            }
            else if (words.Count > 0 && !words[0].AsSpan().StartsWith("#"u8))
            {
                yield return (line, words);
            }
        }
    }
}
