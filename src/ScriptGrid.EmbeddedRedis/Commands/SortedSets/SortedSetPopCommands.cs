using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.SortedSets;

/// <summary>Sorted sets: taking members from the ends.</summary>
internal static class SortedSetPopCommands
{
    internal static void Register(CommandTable table)
    {
        table.Add("zpopmin", static call => Pop(call, first: true));
        table.Add("zpopmax", static call => Pop(call, first: false));
        table.Add("zmpop", ZmPop);
    }

    /// <summary>Takes up to so many members with the lowest or the highest scores.</summary>
    internal static ScoredMember[] Pop(Database database, byte[] key, SortedSetValue set, long count, bool first)
    {
        int taken = (int)Math.Min(count, set.Count);
        ScoredMember[] items = set.Order.Slice(new IndexRange(first ? 0 : set.Count - taken, taken));
        if (!first)
        {
            Array.Reverse(items);
        }

        foreach (ScoredMember item in items)
        {
            set.Remove(item.Member);
        }

        if (taken > 0)
        {
            database.Changed(key, set);
        }

        return items;
    }

    private static void Pop(in CommandCall call, bool first)
    {
        bool hasCount = call.Words.Length == 3;
        long count = 1;
        if (call.Words.Length > 3)
        {
            call.Fail(DataErrors.Syntax);
            return;
        }

        if ((hasCount && !call.TryCount(2, out count)) || !call.TryFind(call.Words[1], out SortedSetValue? set))
        {
            return;
        }

        ScoredMember[] items = set is null ? [] : Pop(call.Database, call.Words[1], set, count, first);
        if (hasCount)
        {
            SortedSetReplies.Members(call.Reply, items, withScores: true);
            return;
        }

        call.Reply.Array(items.Length * 2);
        foreach (ScoredMember item in items)
        {
            call.Reply.Bulk(item.Member);
            call.Reply.Double(item.Score);
        }
    }

    internal static void ZmPop(CommandCall call)
    {
        if (!call.TryPopWords(1, out int keys, out bool first, out long count, "MIN", "MAX"))
        {
            return;
        }

        foreach (byte[] key in call.Words[2..(2 + keys)])
        {
            if (!call.TryFind(key, out SortedSetValue? set))
            {
                return;
            }

            if (set is not null)
            {
                call.Reply.Array(2);
                call.Reply.Bulk(key);
                SortedSetReplies.Pairs(call.Reply, Pop(call.Database, key, set, count, first));
                return;
            }
        }

        call.Reply.NullArray();
    }
}
