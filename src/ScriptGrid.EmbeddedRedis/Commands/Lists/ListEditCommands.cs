using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Lists;

/// <summary>Lists: searching, inserting, removing and moving.</summary>
internal static class ListEditCommands
{
    internal static void Register(CommandTable table)
    {
        table.Add("linsert", LInsert);
        table.Add("lrem", LRem);
        table.Add("ltrim", LTrim);
        table.Add("lmove", LMove);
        table.Add("rpoplpush", RPopLPush);
        table.Add("lmpop", LmPop);
    }

    private static void LInsert(CommandCall call)
    {
        byte[] key = call.Words[1];
        bool before = call.Is(2, "BEFORE");
        if (!before && !call.Is(2, "AFTER"))
        {
            call.Fail(DataErrors.Syntax);
            return;
        }

        if (!call.TryFind(key, out ListValue? list))
        {
            return;
        }

        int index = list?.IndexOf(call.Words[3]) ?? -1;
        if (index >= 0)
        {
            list!.Insert(before ? index : index + 1, call.Words[4]);
            call.Database.Changed(key, list, KeyEventKinds.List, "linsert");
        }

        call.Reply.Integer(list is null ? 0 : index < 0 ? -1 : list.Count);
    }

    private static void LRem(CommandCall call)
    {
        byte[] key = call.Words[1];
        if (!call.TryInteger(2, out long count) || !call.TryFind(key, out ListValue? list))
        {
            return;
        }

        long limit = count == long.MinValue ? long.MaxValue : Math.Abs(count);
        int removed = list?.RemoveEqual(call.Words[3], limit, fromBack: count < 0) ?? 0;
        if (removed > 0)
        {
            call.Database.Changed(key, list!, KeyEventKinds.List, "lrem");
        }

        call.Reply.Integer(removed);
    }

    private static void LTrim(CommandCall call)
    {
        byte[] key = call.Words[1];
        if (!call.TryInteger(2, out long start) || !call.TryInteger(3, out long end) || !call.TryFind(key, out ListValue? list))
        {
            return;
        }

        if (list is not null)
        {
            IndexRange range = IndexRange.Of(start, end, list.Count);
            int behind = list.Count - range.Start - range.Count;
            for (int i = 0; i < behind; i++)
            {
                list.Pop(first: false);
            }

            for (int i = 0; i < range.Start; i++)
            {
                list.Pop(first: true);
            }

            call.Database.Changed(key, list, KeyEventKinds.List, "ltrim");
        }

        call.Reply.Ok();
    }

    internal static void RPopLPush(CommandCall call) => Move(call, fromFirst: false, toFirst: true);

    internal static void LMove(CommandCall call)
    {
        if (TryEnd(call, 3, out bool fromFirst) && TryEnd(call, 4, out bool toFirst))
        {
            Move(call, fromFirst, toFirst);
        }
    }

    private static void Move(in CommandCall call, bool fromFirst, bool toFirst)
    {
        (byte[] from, byte[] to) = (call.Words[1], call.Words[2]);
        if (!call.TryFind(from, out ListValue? source))
        {
            return;
        }

        if (source is null)
        {
            call.Reply.Null();
            return;
        }

        if (!call.TryFind(to, out ListValue? target))
        {
            return;
        }

        byte[] item = source.Pop(fromFirst);
        ListCommands.Push(call.Database, to, target, [item], toFirst);
        call.Database.Notify(KeyEventKinds.List, ListCommands.PushEvent(toFirst), to);
        call.Reply.Bulk(item);
        call.Database.Changed(from, source, KeyEventKinds.List, ListCommands.PopEvent(fromFirst));
    }

    internal static void LmPop(CommandCall call)
    {
        if (!call.TryPopWords(1, out int keys, out bool first, out long count))
        {
            return;
        }

        foreach (byte[] key in call.Words[2..(2 + keys)])
        {
            if (!call.TryFind(key, out ListValue? list))
            {
                return;
            }

            if (list is not null)
            {
                call.Reply.Array(2);
                call.Reply.Bulk(key);
                call.Keyspace.Propagation.Rewrite(ListCommands.PopName(first), key, Integers.ToBytes(Math.Min(count, list.Count)));
                ListCommands.ReplyPopped(call, key, list, count, first);
                return;
            }
        }

        call.Reply.NullArray();
    }

    private static bool TryEnd(in CommandCall call, int index, out bool first)
    {
        first = call.Is(index, "LEFT");
        return first || call.Is(index, "RIGHT") || call.Fail(DataErrors.Syntax);
    }
}
