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

    /// <summary>Takes members with the lowest or highest scores, at most <paramref name="count"/>. <see cref="Reply"/> then sends the notification.</summary>
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

    /// <summary>
    /// Replies with members that were taken. Notifies in Redis's order: of the pop before the first member, of the key's removal after the last one.
    /// </summary>
    internal static void Reply(in CommandCall call, byte[] key, SortedSetValue set, ScoredMember[] items, bool first, bool inPairs)
    {
        call.Database.Notify(KeyEventKinds.SortedSet, first ? "zpopmin" : "zpopmax", key);
        foreach (ScoredMember item in items)
        {
            if (inPairs)
            {
                call.Reply.Array(2);
            }

            call.Reply.Bulk(item.Member);
            call.Reply.Double(item.Score);
        }

        call.Database.NotifyIfGone(key, set);
    }

    /// <summary>Returns the name of the command that takes members from an end.</summary>
    internal static byte[] PopName(bool first) => first ? "ZPOPMIN"u8.ToArray() : "ZPOPMAX"u8.ToArray();

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
        bool inPairs = hasCount && call.Reply.Protocol > 2;
        call.Reply.Array(items.Length * (inPairs ? 1 : 2));
        if (items.Length > 0)
        {
            Reply(call, call.Words[1], set!, items, first, inPairs);
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
                ScoredMember[] items = Pop(call.Database, key, set, count, first);
                call.Reply.Array(items.Length);
                Reply(call, key, set, items, first, inPairs: true);
                call.Keyspace.Propagation.Rewrite(PopName(first), key, Integers.ToBytes(items.Length));
                return;
            }
        }

        call.Reply.NullArray();
    }
}
