using System.Text;
using ScriptGrid.EmbeddedRedis;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.Hosting;

/// <summary>A file of commands to begin with, one a line, quoted as <c>redis-cli</c> takes them. Empty lines and lines that begin with # do nothing.</summary>
internal static class SeedFile
{
    /// <summary>Carries the commands out, up to the first that fails.</summary>
    /// <returns>Null, or what is wrong, with the line.</returns>
    public static async Task<string?> RunAsync(EmbeddedRedisServer server, string path, CancellationToken cancellationToken)
    {
        byte[] bytes;
        try
        {
            bytes = await File.ReadAllBytesAsync(path, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"--seed: {path}: {e.Message}";
        }

        int number = 0;
        foreach (Range range in Lines(bytes))
        {
            number++;
            if (await RunLineAsync(server, bytes.AsMemory(range)) is { } problem)
            {
                return $"{path}:{number}: {problem}";
            }
        }

        return null;
    }

    private static async Task<string?> RunLineAsync(EmbeddedRedisServer server, ReadOnlyMemory<byte> line)
    {
        var words = new List<byte[]>();
        if (!TypedLine.TrySplit(line.Span, words))
        {
            return "a quote is not closed, or something follows it without a blank";
        }

        if (words.Count == 0 || words[0].AsSpan().StartsWith("#"u8))
        {
            return null;
        }

        byte[] reply = await server.ExecuteAsync([.. words.Select(static word => (ReadOnlyMemory<byte>)word)]);
        return reply[0] == (byte)'-' ? Encoding.UTF8.GetString(reply.AsSpan(1)).TrimEnd() : null;
    }

    private static IEnumerable<Range> Lines(byte[] bytes)
    {
        for (int start = 0; start < bytes.Length;)
        {
            int end = Array.IndexOf(bytes, (byte)'\n', start);
            end = end < 0 ? bytes.Length : end;
            yield return start..end;
            start = end + 1;
        }
    }
}
