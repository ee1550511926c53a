using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Commands.SortedSets;

/// <summary>Ranges of scores, members or ranks: turns two words into the ranks that they cover.</summary>
internal static class SortedSetBounds
{
    private const string NotFloat = "ERR min or max is not a float";
    private const string NotMember = "ERR min or max not valid string range item";

    /// <summary>Reads two words as bounds. Returns false after an error.</summary>
    /// <param name="call">The call of the command.</param>
    /// <param name="by">What the bounds are.</param>
    /// <param name="min">The index of the word with the lower bound.</param>
    /// <param name="max">The index of the word with the upper bound.</param>
    /// <param name="ranks">The ranks that the bounds cover.</param>
    /// <param name="reverse">Whether the range is read from its end. This matters if members with different scores are compared.</param>
    internal static bool TryParse(in CommandCall call, RangeBy by, int min, int max, out Func<SortedSetValue, IndexRange> ranks, bool reverse = false)
    {
        ranks = static _ => default;
        switch (by)
        {
            case RangeBy.Score:
                if (!TryScore(call.Words[min], isMin: true, out ScoreBound lowest) || !TryScore(call.Words[max], isMin: false, out ScoreBound highest))
                {
                    return call.Fail(NotFloat);
                }

                ranks = set => Between(set.Order.CountBefore(lowest), set.Order.CountBefore(highest));
                return true;
            case RangeBy.Member:
                if (!TryMember(call.Words[min], isMin: true, out LexBound first) || !TryMember(call.Words[max], isMin: false, out LexBound last))
                {
                    return call.Fail(NotMember);
                }

                ranks = set => set.IsListpack ? Within(set.Order.Slice(new IndexRange(0, set.Count)), first, last, reverse) : Between(set.Order.CountBefore(first), set.Order.CountBefore(last));
                return true;
            default:
                if (!call.TryInteger(min, out long start) || !call.TryInteger(max, out long end))
                {
                    return false;
                }

                ranks = set => IndexRange.Of(start, end, set.Count);
                return true;
        }
    }

    private static IndexRange Between(int start, int end) => start >= end ? default : new IndexRange(start, end - start);

    // Compares element by element, as Redis walks a listpack: if the scores differ, the members are not in order.
    private static IndexRange Within(ReadOnlySpan<ScoredMember> items, LexBound first, LexBound last, bool reverse)
    {
        if (items.IsEmpty || first.LiesBehind(items[^1]) || !last.LiesBehind(items[0]))
        {
            return default;
        }

        int start = reverse ? items.Length - 1 : 0;
        int step = reverse ? -1 : 1;
        while ((uint)start < (uint)items.Length && (reverse ? !last.LiesBehind(items[start]) : first.LiesBehind(items[start])))
        {
            start += step;
        }

        int end = start;
        while ((uint)end < (uint)items.Length && (reverse ? !first.LiesBehind(items[end]) : last.LiesBehind(items[end])))
        {
            end += step;
        }

        return reverse ? new IndexRange(end + 1, start - end) : new IndexRange(start, end - start);
    }

    // The lower bound lies before its score, the upper one after it. A parenthesis reverses this.
    private static bool TryScore(ReadOnlySpan<byte> word, bool isMin, out ScoreBound bound)
    {
        bool exclusive = word.StartsWith("("u8);
        bool parsed = Doubles.TryParseLoosely(exclusive ? word[1..] : word, out double score);
        bound = new ScoreBound(score, After: exclusive == isMin);
        return parsed;
    }

    private static bool TryMember(ReadOnlySpan<byte> word, bool isMin, out LexBound bound)
    {
        if (CText.Is(word, '-') || CText.Is(word, '+'))
        {
            bound = new LexBound(null, After: word[0] == '+');
            return true;
        }

        bool exclusive = word.StartsWith("("u8);
        bool parsed = exclusive || word.StartsWith("["u8);
        bound = parsed ? new LexBound(word[1..].ToArray(), After: exclusive == isMin) : default;
        return parsed;
    }
}

/// <summary>What the bounds of a range consist of.</summary>
internal enum RangeBy
{
    Rank,
    Score,
    Member,
}
