using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis;

/// <summary>Commands to begin with, one a line, quoted as <c>redis-cli</c> takes them. Empty lines and lines that begin with # do nothing.</summary>
internal static class SeedLines
{
    internal const string BadQuotes = "a quote is not closed, or something follows it without a blank";

    /// <summary>The words of each command and the line that it stands in; null words where the line cannot be split.</summary>
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
