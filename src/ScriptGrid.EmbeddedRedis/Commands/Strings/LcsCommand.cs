using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Strings;

/// <summary>LCS: the longest common subsequence of two strings.</summary>
internal static class LcsCommand
{
    /// <summary>The most bytes of the table of lengths, whatever <c>proto-max-bulk-len</c> says.</summary>
    private const long MaxTableBytes = 1L << 30;

    internal static void Register(CommandTable table) => table.Add("lcs", Lcs);

    private static void Lcs(CommandCall call)
    {
        if (call.Database.Read(call.Words[1]) is not (null or StringValue) || call.Database.Read(call.Words[2]) is not (null or StringValue))
        {
            call.Fail("ERR The specified keys must contain string values");
            return;
        }

        if (!TryParse(call, out Options options))
        {
            return;
        }

        byte[] a = (call.Database.Find(call.Words[1]) as StringValue)?.ToArray() ?? [];
        byte[] b = (call.Database.Find(call.Words[2]) as StringValue)?.ToArray() ?? [];
        if ((a.Length + 1L) * (b.Length + 1L) > Math.Min(call.Database.Settings.MaxBulkBytes, MaxTableBytes) / sizeof(uint))
        {
            call.Fail("ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len");
            return;
        }

        uint[,] lengths = Lengths(a, b);
        if (options.OnlyLength)
        {
            call.Reply.Integer(lengths[a.Length, b.Length]);
        }
        else if (options.Indexes)
        {
            ReplyMatches(call, Matches(a, b, lengths), lengths[a.Length, b.Length], options);
        }
        else
        {
            byte[] common = [.. Matches(a, b, lengths).SelectMany(match => a[match.A..(match.A + match.Length)].Reverse()).Reverse()];
            call.Reply.Bulk(common);
        }
    }

    private static uint[,] Lengths(byte[] a, byte[] b)
    {
        uint[,] lengths = new uint[a.Length + 1, b.Length + 1];
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                lengths[i, j] = a[i - 1] == b[j - 1] ? lengths[i - 1, j - 1] + 1 : Math.Max(lengths[i - 1, j], lengths[i, j - 1]);
            }
        }

        return lengths;
    }

    // Runs of common bytes, from the end of the strings to their beginning.
    private static List<Match> Matches(byte[] a, byte[] b, uint[,] lengths)
    {
        var matches = new List<Match>();
        (int i, int j) = (a.Length, b.Length);
        while (i > 0 && j > 0)
        {
            if (a[i - 1] == b[j - 1])
            {
                (i, j) = (i - 1, j - 1);
                bool goesOn = matches.Count > 0 && matches[^1].A == i + 1 && matches[^1].B == j + 1;
                Match match = goesOn ? new Match(i, j, matches[^1].Length + 1) : new Match(i, j, 1);
                if (goesOn)
                {
                    matches[^1] = match;
                }
                else
                {
                    matches.Add(match);
                }
            }
            else if (lengths[i - 1, j] > lengths[i, j - 1])
            {
                i--;
            }
            else
            {
                j--;
            }
        }

        return matches;
    }

    private static void ReplyMatches(in CommandCall call, List<Match> matches, long length, Options options)
    {
        matches.RemoveAll(match => match.Length < options.MinLength);
        call.Reply.Map(2);
        call.Reply.Bulk("matches"u8.ToArray());
        call.Reply.Array(matches.Count);
        foreach (Match match in matches)
        {
            call.Reply.Array(options.WithLength ? 3 : 2);
            foreach (int start in (ReadOnlySpan<int>)[match.A, match.B])
            {
                call.Reply.Array(2);
                call.Reply.Integer(start);
                call.Reply.Integer(start + match.Length - 1);
            }

            if (options.WithLength)
            {
                call.Reply.Integer(match.Length);
            }
        }

        call.Reply.Bulk("len"u8.ToArray());
        call.Reply.Integer(length);
    }

    private static bool TryParse(in CommandCall call, out Options options)
    {
        options = default;
        for (int i = 3; i < call.Words.Length; i++)
        {
            if (call.Is(i, "IDX"))
            {
                options = options with { Indexes = true };
            }
            else if (call.Is(i, "LEN"))
            {
                options = options with { OnlyLength = true };
            }
            else if (call.Is(i, "WITHMATCHLEN"))
            {
                options = options with { WithLength = true };
            }
            else if (!call.Is(i, "MINMATCHLEN") || i + 1 == call.Words.Length)
            {
                return call.Fail(DataErrors.Syntax);
            }
            else if (!call.TryInteger(++i, out long minimum))
            {
                return false;
            }
            else
            {
                options = options with { MinLength = Math.Max(0, minimum) };
            }
        }

        return !(options.Indexes && options.OnlyLength)
            || call.Fail("ERR If you want both the length and indexes, please just use IDX.");
    }

    private readonly record struct Match(int A, int B, int Length);

    private readonly record struct Options(bool Indexes, bool OnlyLength, bool WithLength, long MinLength);
}
