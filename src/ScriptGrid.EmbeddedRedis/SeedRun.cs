using System.Text;

namespace ScriptGrid.EmbeddedRedis;

/// <summary>Follows the commands of a seed and their replies, and finds what did not do what its line says.</summary>
internal sealed class SeedRun
{
    /// <summary>What is wrong with a command that ended the server.</summary>
    internal const string EndedServer = "the command ended the server";

    private static readonly HashSet<string> WithoutData = ["QUIT", "WAIT", "WAITAOF"];

    private static readonly HashSet<string> Waiting = ["BLPOP", "BRPOP", "BLMOVE", "BRPOPLPUSH", "BLMPOP", "BZPOPMIN", "BZPOPMAX", "BZMPOP"];

    private readonly List<int> _queued = [];

    /// <summary>The line of the MULTI whose EXEC or DISCARD is still to come; 0 if there is none.</summary>
    private int _multi;

    /// <summary>Whether a MULTI of the seed waits for its EXEC.</summary>
    internal bool IsInTransaction => _multi > 0;

    /// <summary>Returns why a command cannot be in a seed, whatever the data; null if it can. The server itself refuses those that need a connection.</summary>
    internal static string? Refusal(IReadOnlyList<byte[]> words) =>
        NameOf(words) is var name && WithoutData.Contains(name) ? $"{name} cannot be in a seed: it adds no data" : null;

    /// <summary>Takes note of a reply. Returns null, or what is wrong and the line that it is about.</summary>
    internal SeedProblem? Check(int line, IReadOnlyList<byte[]> words, RedisReply reply)
    {
        string name = NameOf(words);
        if (name != "EXEC" && FirstError(reply) is { } error)
        {
            return new(line, error);
        }

        if (reply.Kind == RedisReplyKind.Status && reply.Bytes.Span.SequenceEqual("QUEUED"u8))
        {
            _queued.Add(line);
            return IsInTransaction ? null : new(line, "the command was only queued, because MULTI had been executed before the seed");
        }

        if (name is "MULTI" or "EXEC" or "DISCARD" or "RESET")
        {
            SeedProblem? problem = name == "EXEC" ? OfExec(line, reply) : null;
            _multi = name == "MULTI" ? line : 0;
            _queued.Clear();
            return problem;
        }

        return reply.IsNil && MayWait(name, words)
            ? new(line, $"{name} would wait, because there is nothing for it; put the data before it, or use the command that does not wait")
            : null;
    }

    /// <summary>Returns null, or what is wrong if the seed ends here.</summary>
    internal SeedProblem? AtEnd() => IsInTransaction ? new(_multi, "EXEC is missing for this MULTI, so nothing after it was executed") : null;

    private SeedProblem? OfExec(int line, RedisReply reply)
    {
        if (reply.IsNil)
        {
            return new(line, "EXEC executed nothing, because a watched key had changed");
        }

        for (int i = 0; i < reply.Items.Length; i++)
        {
            if (FirstError(reply.Items[i]) is { } error)
            {
                return new(i < _queued.Count ? _queued[i] : line, error);
            }
        }

        return FirstError(reply) is { } refused ? new(line, refused) : null;
    }

    /// <summary>Returns the first error in a reply, however deep it is; null if there is none.</summary>
    private static string? FirstError(RedisReply reply) =>
        reply.Kind == RedisReplyKind.Error ? reply.AsText() : reply.Items.Select(FirstError).FirstOrDefault(static error => error is not null);

    private static string NameOf(IReadOnlyList<byte[]> words) => Encoding.Latin1.GetString(words[0]).ToUpperInvariant();

    private static bool MayWait(string name, IReadOnlyList<byte[]> words) =>
        Waiting.Contains(name) || (name is "XREAD" or "XREADGROUP" && words.Any(static word => Ascii.EqualsIgnoreCase(word, "block"u8)));
}

/// <summary>What is wrong with a seed.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Text">Why it did not do what it says.</param>
internal sealed record SeedProblem(int Line, string Text);
