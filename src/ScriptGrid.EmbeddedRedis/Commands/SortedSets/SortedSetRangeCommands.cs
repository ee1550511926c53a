using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.SortedSets;

/// <summary>Sorted sets: ranges by rank, score and member.</summary>
internal static class SortedSetRangeCommands
{
    internal static void Register(CommandTable table)
    {
        table.Add("zrange", static call => Range(call, null, null));
        table.Add("zrevrange", static call => Range(call, RangeBy.Rank, true));
        table.Add("zrangebyscore", static call => Range(call, RangeBy.Score, false));
        table.Add("zrevrangebyscore", static call => Range(call, RangeBy.Score, true));
        table.Add("zrangebylex", static call => Range(call, RangeBy.Member, false));
        table.Add("zrevrangebylex", static call => Range(call, RangeBy.Member, true));
        table.Add("zrangestore", Store);
        table.Add("zcount", static call => Count(call, RangeBy.Score));
        table.Add("zlexcount", static call => Count(call, RangeBy.Member));
        table.Add("zremrangebyrank", static call => Remove(call, RangeBy.Rank, "zremrangebyrank"));
        table.Add("zremrangebyscore", static call => Remove(call, RangeBy.Score, "zremrangebyscore"));
        table.Add("zremrangebylex", static call => Remove(call, RangeBy.Member, "zremrangebylex"));
    }

    private static void Range(in CommandCall call, RangeBy? by, bool? reverse)
    {
        if (TryRange(call, 1, by, reverse, out ScoredMember[] items, out RangeWords words))
        {
            SortedSetReplies.Members(call.Reply, items, words.WithScores);
        }
    }

    private static void Store(CommandCall call)
    {
        if (!TryRange(call, 2, null, null, out ScoredMember[] items, out _))
        {
            return;
        }

        byte[] key = call.Words[1];
        var result = new SortedSetValue(call.Database.Settings);
        foreach (ScoredMember item in items)
        {
            result.Set(item.Member, item.Score);
        }

        SortedSetAlgebraCommands.StoreResult(call, key, result, "zrangestore");
    }

    private static void Count(in CommandCall call, RangeBy by)
    {
        if (SortedSetBounds.TryParse(call, by, 2, 3, out Func<SortedSetValue, IndexRange> ranks) && call.TryRead(call.Words[1], out SortedSetValue? set))
        {
            call.Reply.Integer(set is null ? 0 : ranks(set).Count);
        }
    }

    private static void Remove(in CommandCall call, RangeBy by, string name)
    {
        byte[] key = call.Words[1];
        if (!SortedSetBounds.TryParse(call, by, 2, 3, out Func<SortedSetValue, IndexRange> ranks) || !call.TryFind(key, out SortedSetValue? set))
        {
            return;
        }

        ScoredMember[] items = set?.Order.Slice(ranks(set)) ?? [];
        foreach (ScoredMember item in items)
        {
            set!.Remove(item.Member);
        }

        if (items.Length > 0)
        {
            call.Database.Changed(key, set!, KeyEventKinds.SortedSet, name);
        }

        call.Reply.Integer(items.Length);
    }

    private static bool TryRange(in CommandCall call, int key, RangeBy? by, bool? reverse, out ScoredMember[] items, out RangeWords words)
    {
        items = [];
        if (!RangeWords.TryParse(call, key + 3, forStore: key > 1, by, reverse, out words))
        {
            return false;
        }

        bool turned = words.Reverse && words.By != RangeBy.Rank;
        (int min, int max) = turned ? (key + 2, key + 1) : (key + 1, key + 2);
        if (!SortedSetBounds.TryParse(call, words.By, min, max, out Func<SortedSetValue, IndexRange> ranks, words.Reverse) || !call.TryRead(call.Words[key], out SortedSetValue? set))
        {
            return false;
        }

        items = set is null ? [] : Take(set, ranks(set), words);
        return true;
    }

    private static ScoredMember[] Take(SortedSetValue set, IndexRange range, RangeWords words)
    {
        if (words.By == RangeBy.Rank && words.Reverse)
        {
            range = range with { Start = set.Count - range.Start - range.Count };
        }
        else if (words.By != RangeBy.Rank)
        {
            int skipped = words.Offset < 0 ? range.Count : (int)Math.Min(words.Offset, range.Count);
            int count = words.Limit < 0 ? range.Count - skipped : (int)Math.Min(words.Limit, range.Count - skipped);
            range = new IndexRange(words.Reverse ? range.Start + range.Count - skipped - count : range.Start + skipped, count);
        }

        ScoredMember[] items = set.Order.Slice(range);
        if (words.Reverse)
        {
            Array.Reverse(items);
        }

        return items;
    }
}
