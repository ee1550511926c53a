using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Commands.Streams;

/// <summary>XGROUP and XACK.</summary>
internal static class StreamGroupCommands
{
    private const string KeyRequired =
        "ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.";

    internal static void Register(CommandTable table)
    {
        table.Add("xgroup create", Create);
        table.Add("xgroup setid", SetId);
        table.Add("xgroup destroy", Destroy);
        table.Add("xgroup createconsumer", CreateConsumer);
        table.Add("xgroup delconsumer", DelConsumer);
        table.AddHelp("xgroup");
        table.Add("xack", XAck);
    }

    /// <summary>Finds the group that two words name. Returns false after an error if the stream or the group is missing.</summary>
    internal static bool TryGroup(in CommandCall call, byte[] key, byte[] name, out StreamValue? stream, out StreamGroup? group, bool isRead = true)
    {
        group = null;
        if (!(isRead ? call.TryRead(key, out stream) : call.TryFind(key, out stream)))
        {
            return false;
        }

        return (stream is not null && stream.Groups.TryGetValue(name, out group))
            || call.Fail($"NOGROUP No such key '{WordText.Of(key)}' or consumer group '{WordText.Of(name)}'");
    }

    /// <summary>Returns the consumer with a name in a group of the stream under a key. Creates it if it is new.</summary>
    internal static StreamConsumer Consumer(in CommandCall call, byte[] key, StreamGroup group, byte[] name)
    {
        StreamConsumer consumer = group.Consumer(name, call.Clock.Milliseconds, out bool isNew);
        if (isNew)
        {
            call.Database.Notify(KeyEventKinds.Stream, "xgroup-createconsumer", key);
        }

        return consumer;
    }

    private static void Create(CommandCall call)
    {
        (byte[] key, byte[] name) = (call.Words[2], call.Words[3]);
        if (!TryWords(call, takesMakeStream: true, out bool makeStream, out long? read) || !TryStream(call, makeStream, out StreamValue? stream) || !TryStart(call, stream, isStrict: true, out StreamId id))
        {
            return;
        }

        if (stream is null)
        {
            stream = new StreamValue(call.Database.Settings);
            call.Database.Set(key, stream);
        }

        if (stream.Groups.TryAdd(name, new StreamGroup(name) { LastId = id, EntriesRead = read }))
        {
            call.Database.Counted(key, stream);
            call.Reply.Ok();
            call.Database.Notify(KeyEventKinds.Stream, "xgroup-create", key);
        }
        else
        {
            call.Fail("BUSYGROUP Consumer Group name already exists");
        }
    }

    private static void SetId(CommandCall call)
    {
        if (!TryWords(call, takesMakeStream: false, out _, out long? read) || !TryExisting(call, out StreamValue? stream, out StreamGroup? group) || !TryStart(call, stream, isStrict: false, out StreamId id))
        {
            return;
        }

        (group!.LastId, group.EntriesRead) = (id, read);
        call.Database.Counted(call.Words[2], stream!);
        call.Reply.Ok();
        call.Database.Notify(KeyEventKinds.Stream, "xgroup-setid", call.Words[2]);
    }

    private static void Destroy(CommandCall call)
    {
        byte[] key = call.Words[2];
        if (!TryStream(call, mayBeMissing: false, out StreamValue? stream))
        {
            return;
        }

        bool destroyed = stream!.Groups.Remove(call.Words[3]);
        if (destroyed)
        {
            call.Database.Counted(key, stream);
            call.Database.Ready(key);
        }

        call.Reply.Integer(destroyed ? 1 : 0);
        if (destroyed)
        {
            call.Database.Notify(KeyEventKinds.Stream, "xgroup-destroy", key);
        }
    }

    private static void CreateConsumer(CommandCall call)
    {
        if (!TryExisting(call, out StreamValue? stream, out StreamGroup? group))
        {
            return;
        }

        bool isNew = !group!.Consumers.ContainsKey(call.Words[4]);
        if (isNew)
        {
            Consumer(call, call.Words[2], group, call.Words[4]);
            call.Database.Counted(call.Words[2], stream!);
        }

        call.Reply.Integer(isNew ? 1 : 0);
    }

    private static void DelConsumer(CommandCall call)
    {
        if (TryExisting(call, out StreamValue? stream, out StreamGroup? group))
        {
            bool isThere = group!.Consumers.ContainsKey(call.Words[4]);
            call.Reply.Integer(group.RemoveConsumer(call.Words[4]));
            if (isThere)
            {
                call.Database.Counted(call.Words[2], stream!);
                call.Database.Notify(KeyEventKinds.Stream, "xgroup-delconsumer", call.Words[2]);
            }
        }
    }

    private static void XAck(CommandCall call)
    {
        byte[] key = call.Words[1];
        if (!call.TryRead(key, out StreamValue? stream))
        {
            return;
        }

        if (stream is null || !stream.Groups.TryGetValue(call.Words[2], out StreamGroup? group))
        {
            call.Reply.Integer(0);
            return;
        }

        var ids = new StreamId[call.Words.Length - 3];
        for (int i = 0; i < ids.Length; i++)
        {
            if (!call.TryStrictId(i + 3, out ids[i]))
            {
                return;
            }
        }

        int forgotten = ids.Count(group.Forget);
        call.Reply.Integer(forgotten);
        if (forgotten > 0)
        {
            call.Database.Counted(key, stream);
        }
    }

    private static bool TryStream(in CommandCall call, bool mayBeMissing, out StreamValue? stream) =>
        call.TryFind(call.Words[2], out stream) && (stream is not null || mayBeMissing || call.Fail(KeyRequired));

    private static bool TryExisting(in CommandCall call, out StreamValue? stream, out StreamGroup? group)
    {
        group = null;
        if (!TryStream(call, mayBeMissing: false, out stream))
        {
            return false;
        }

        return stream!.Groups.TryGetValue(call.Words[3], out group)
            || call.Fail($"NOGROUP No such consumer group '{WordText.Of(call.Words[3])}' for key name '{WordText.Of(call.Words[2])}'");
    }

    // CREATE does not accept "-" and "+" as an id, but SETID does.
    private static bool TryStart(in CommandCall call, StreamValue? stream, bool isStrict, out StreamId id)
    {
        id = stream?.LastId ?? StreamId.Min;
        return CText.Is(call.Words[4], '$') || (isStrict ? call.TryStrictId(4, out id) : call.TryId(4, out id));
    }

    private static bool TryWords(in CommandCall call, bool takesMakeStream, out bool makeStream, out long? read)
    {
        (makeStream, read) = (false, null);
        for (int i = 5; i < call.Words.Length; i++)
        {
            if (takesMakeStream && call.Is(i, "MKSTREAM"))
            {
                makeStream = true;
            }
            else if (!call.Is(i, "ENTRIESREAD") || i + 1 == call.Words.Length)
            {
                return call.FailSubcommand();
            }
            else if (!call.TryInteger(++i, out long count) || (count < -1 && !call.Fail("ERR value for ENTRIESREAD must be positive or -1")))
            {
                return false;
            }
            else
            {
                read = count == -1 ? null : count;
            }
        }

        return true;
    }
}
