using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Commands.Streams;

/// <summary>Streams: adding, removing and listing entries.</summary>
internal static class StreamCommands
{
    internal static void Register(CommandTable table)
    {
        table.Add("xadd", XAdd);
        table.Add("xlen", XLen);
        table.Add("xdel", XDel);
        table.Add("xtrim", XTrim);
        table.Add("xrange", static call => Range(call, reverse: false));
        table.Add("xrevrange", static call => Range(call, reverse: true));
    }

    /// <summary>Whether a word can be the id of a new entry.</summary>
    internal static bool IsAddId(byte[] word) => StreamId.TryParseStrictly(word, 0, out _) || StreamId.TryParsePartial(word, out _);

    private static void XAdd(CommandCall call)
    {
        byte[] key = call.Words[1];
        if (!StreamTrimWords.TryParse(call, forAdd: true, out StreamTrimWords words))
        {
            return;
        }

        int from = words.IdIndex + 1;
        int count = call.Words.Length - from;
        if (count < 2 || count % 2 == 1)
        {
            call.Fail(DataErrors.WrongArguments("xadd"));
            return;
        }

        byte[] idWord = call.Words[words.IdIndex];
        if (StreamId.TryParseStrictly(idWord, 0, out StreamId given) && given == StreamId.Min)
        {
            call.Fail("ERR The ID specified in XADD must be greater than 0-0");
            return;
        }

        if (!call.TryFind(key, out StreamValue? stream))
        {
            return;
        }

        if (stream is null && words.NoMakeStream)
        {
            call.Reply.Null();
            return;
        }

        bool isNew = stream is null;
        stream ??= new StreamValue(call.Database.Settings);
        if (TryNewId(call, stream, idWord, out StreamId id))
        {
            stream.Append(id, call.Words[from..].ToArray());
            long trimmed = words.Trim is { } trim ? stream.Trim(trim) : 0;
            call.Database.Store(key, stream, isNew);
            call.Reply.Bulk(id.ToBytes());
            call.Database.Notify(KeyEventKinds.Stream, "xadd", key);
            if (trimmed > 0)
            {
                call.Database.Notify(KeyEventKinds.Stream, "xtrim", key);
            }

            call.Database.Ready(key);
            if (call.Keyspace.Propagation.IsUsed)
            {
                call.Keyspace.Propagation.Rewrite(words.Exact(call.Words, stream, StreamId.TryParseStrictly(idWord, 0, out _) ? null : id));
            }
        }
    }

    private static bool TryNewId(in CommandCall call, StreamValue stream, byte[] word, out StreamId id)
    {
        id = default;
        if (stream.LastId == StreamId.Max)
        {
            return call.Fail("ERR The stream has exhausted the last possible ID, unable to add more items");
        }

        if (CText.Is(word, '*'))
        {
            ulong now = (ulong)call.Clock.Milliseconds;
            id = now > stream.LastId.Milliseconds ? new StreamId(now, 0) : stream.LastId.Next!.Value;
        }
        else if (StreamId.TryParsePartial(word, out ulong milliseconds))
        {
            id = milliseconds == stream.LastId.Milliseconds ? new StreamId(milliseconds, stream.LastId.Sequence + 1) : new StreamId(milliseconds, 0);
        }
        else
        {
            _ = StreamId.TryParseStrictly(word, 0, out id);
        }

        return id > stream.LastId || call.Fail("ERR The ID specified in XADD is equal or smaller than the target stream top item");
    }

    private static void XLen(CommandCall call)
    {
        if (call.TryRead(call.Words[1], out StreamValue? stream))
        {
            call.Reply.Integer(stream?.Count ?? 0);
        }
    }

    private static void XDel(CommandCall call)
    {
        byte[] key = call.Words[1];
        if (!call.TryFind(key, out StreamValue? stream))
        {
            return;
        }

        if (stream is null)
        {
            call.Reply.Integer(0);
            return;
        }

        var ids = new StreamId[call.Words.Length - 2];
        for (int i = 0; i < ids.Length; i++)
        {
            if (!call.TryStrictId(i + 2, out ids[i]))
            {
                return;
            }
        }

        int removed = ids.Count(stream.Remove);
        if (removed > 0)
        {
            call.Database.Changed(key, stream, KeyEventKinds.Stream, "xdel");
        }

        call.Reply.Integer(removed);
    }

    private static void XTrim(CommandCall call)
    {
        byte[] key = call.Words[1];
        if (!StreamTrimWords.TryParse(call, forAdd: false, out StreamTrimWords words) || !call.TryFind(key, out StreamValue? stream))
        {
            return;
        }

        long removed = stream?.Trim(words.Trim!.Value) ?? 0;
        if (removed > 0)
        {
            call.Database.Changed(key, stream!, KeyEventKinds.Stream, "xtrim");
            if (call.Keyspace.Propagation.IsUsed)
            {
                call.Keyspace.Propagation.Rewrite(words.Exact(call.Words, stream!, id: null));
            }
        }

        call.Reply.Integer(removed);
    }

    private static void Range(in CommandCall call, bool reverse)
    {
        if (!call.TryInterval(reverse ? 3 : 2, reverse ? 2 : 3, out StreamId start, out StreamId end) || !TryRangeCount(call, out long count))
        {
            return;
        }

        if (!call.TryRead(call.Words[1], out StreamValue? stream))
        {
            return;
        }

        if (stream is not null && count == 0)
        {
            call.Reply.NullArray();
            return;
        }

        IndexRange range = stream?.Range(start, end) ?? default;
        int shown = (int)Math.Min(count, range.Count);
        call.Reply.Array(shown);
        for (int i = 0; i < shown; i++)
        {
            call.Entry(stream![reverse ? range.Start + range.Count - 1 - i : range.Start + i]);
        }
    }

    private static bool TryRangeCount(in CommandCall call, out long count)
    {
        count = long.MaxValue;
        for (int i = 4; i < call.Words.Length; i += 2)
        {
            if (!call.Is(i, "COUNT") || i + 1 == call.Words.Length)
            {
                return call.Fail(DataErrors.Syntax);
            }

            if (!call.TryInteger(i + 1, out count))
            {
                return false;
            }

            count = Math.Max(0, count);
        }

        return true;
    }
}
