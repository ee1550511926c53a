using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Lists;

/// <summary>Lists: their ends, and elements by index.</summary>
internal static class ListCommands
{
    internal static void Register(CommandTable table)
    {
        table.Add("lpush", static call => Push(call, first: true, onlyExisting: false));
        table.Add("rpush", static call => Push(call, first: false, onlyExisting: false));
        table.Add("lpushx", static call => Push(call, first: true, onlyExisting: true));
        table.Add("rpushx", static call => Push(call, first: false, onlyExisting: true));
        table.Add("lpop", static call => Pop(call, first: true));
        table.Add("rpop", static call => Pop(call, first: false));
        table.Add("llen", LLen);
        table.Add("lrange", LRange);
        table.Add("lindex", LIndex);
        table.Add("lset", LSet);
    }

    /// <summary>Pushes elements in their order onto a list, which is created if there is none.</summary>
    internal static ListValue Push(Database database, byte[] key, ListValue? list, ReadOnlySpan<byte[]> items, bool first)
    {
        bool isNew = list is null;
        list ??= new ListValue();
        foreach (byte[] item in items)
        {
            list.Push(item, first);
        }

        database.Store(key, list, isNew);
        return list;
    }

    /// <summary>Takes elements from one end, at most <paramref name="count"/>, and replies with them.</summary>
    internal static void ReplyPopped(in CommandCall call, byte[] key, ListValue list, long count, bool first)
    {
        int taken = (int)Math.Min(count, list.Count);
        call.Reply.Array(taken);
        for (int i = 0; i < taken; i++)
        {
            call.Reply.Bulk(list.Pop(first));
        }

        if (taken > 0)
        {
            call.Database.Changed(key, list, KeyEventKinds.List, PopEvent(first));
        }
    }

    internal static string PushEvent(bool first) => first ? "lpush" : "rpush";

    /// <summary>Returns the name of the command that takes elements from an end.</summary>
    internal static byte[] PopName(bool first) => first ? "LPOP"u8.ToArray() : "RPOP"u8.ToArray();

    internal static string PopEvent(bool first) => first ? "lpop" : "rpop";

    private static void Push(in CommandCall call, bool first, bool onlyExisting)
    {
        byte[] key = call.Words[1];
        if (!call.TryFind(key, out ListValue? list))
        {
            return;
        }

        if (list is null && onlyExisting)
        {
            call.Reply.Integer(0);
            return;
        }

        list = Push(call.Database, key, list, call.Words[2..], first);
        call.Reply.Integer(list.Count);
        call.Database.Notify(KeyEventKinds.List, PushEvent(first), key);
    }

    internal static void Pop(in CommandCall call, bool first)
    {
        byte[] key = call.Words[1];
        bool hasCount = call.Words.Length == 3;
        long count = 1;
        if (call.Words.Length > 3)
        {
            call.Fail(DataErrors.WrongArguments(call.Name()));
            return;
        }

        if ((hasCount && !call.TryCount(2, out count)) || !call.TryFind(key, out ListValue? list))
        {
            return;
        }

        if (list is null && hasCount)
        {
            call.Reply.NullArray();
        }
        else if (list is null)
        {
            call.Reply.Null();
        }
        else if (hasCount)
        {
            ReplyPopped(call, key, list, count, first);
        }
        else
        {
            call.Reply.Bulk(list.Pop(first));
            call.Database.Changed(key, list, KeyEventKinds.List, PopEvent(first));
        }
    }

    private static void LLen(CommandCall call)
    {
        if (call.TryRead(call.Words[1], out ListValue? list))
        {
            call.Reply.Integer(list?.Count ?? 0);
        }
    }

    private static void LRange(CommandCall call)
    {
        if (!call.TryInteger(2, out long start) || !call.TryInteger(3, out long end) || !call.TryRead(call.Words[1], out ListValue? list))
        {
            return;
        }

        IndexRange range = IndexRange.Of(start, end, list?.Count ?? 0);
        call.Reply.Array(range.Count);
        for (int i = range.Start; i < range.Start + range.Count; i++)
        {
            call.Reply.Bulk(list![i]);
        }
    }

    private static void LIndex(CommandCall call)
    {
        if (!call.TryRead(call.Words[1], out ListValue? list))
        {
            return;
        }

        if (list is null)
        {
            call.Reply.Null();
        }
        else if (call.TryInteger(2, out long index))
        {
            index = index < 0 ? index + list.Count : index;
            call.Reply.BulkOrNull(index >= 0 && index < list.Count ? list[(int)index] : null);
        }
    }

    private static void LSet(CommandCall call)
    {
        byte[] key = call.Words[1];
        if (call.Database.Find(key) is null)
        {
            call.Fail(DataErrors.NoSuchKey);
            return;
        }

        if (!call.TryFind(key, out ListValue? list) || !call.TryInteger(2, out long index))
        {
            return;
        }

        index = index < 0 ? index + list!.Count : index;
        if (index < 0 || index >= list!.Count)
        {
            call.Fail(DataErrors.IndexOutOfRange);
            return;
        }

        list[(int)index] = call.Words[3];
        call.Reply.Ok();
        call.Database.Changed(key, list, KeyEventKinds.List, "lset");
    }
}
