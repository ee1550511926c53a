using System.Text;

namespace ScriptGrid.EmbeddedRedis;

/// <summary>Follows the commands of a seed and their replies, and finds what did not do what its line says.</summary>
internal sealed class SeedRun
{
    private static readonly HashSet<string> Waiting = ["BLPOP", "BRPOP", "BLMOVE", "BRPOPLPUSH", "BLMPOP", "BZPOPMIN", "BZPOPMAX", "BZMPOP"];

    private readonly List<int> _queued = [];

    /// <summary>The line of the MULTI whose EXEC or DISCARD is still to come; 0 if there is none.</summary>
    private int _multi;

    /// <summary>Whether a MULTI of the seed waits for its EXEC.</summary>
    internal bool IsInTransaction => _multi > 0;

    /// <summary>Takes note of a reply. Returns null, or what is wrong and the line that it is about.</summary>
    internal SeedProblem? Check(int line, IReadOnlyList<byte[]> words, RedisReply reply)
    {
        string name = Encoding.Latin1.GetString(words[0]).ToUpperInvariant();
        if (reply.Kind == RedisReplyKind.Error)
        {
            return new(line, reply.AsText()!);
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

        return reply.IsNil && MayWait(name, words) ? new(line, $"{name} would wait, which a seed cannot; use a command that does not") : null;
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
            if (reply.Items[i].Kind == RedisReplyKind.Error)
            {
                return new(i < _queued.Count ? _queued[i] : line, reply.Items[i].AsText()!);
            }
        }

        return null;
    }

    private static bool MayWait(string name, IReadOnlyList<byte[]> words) =>
        Waiting.Contains(name) || (name is "XREAD" or "XREADGROUP" && words.Any(static word => Ascii.EqualsIgnoreCase(word, "block"u8)));
}

/// <summary>What is wrong with a seed.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Text">Why it did not do what it says.</param>
internal sealed record SeedProblem(int Line, string Text);
