using System.Text;
using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Commands.Streams;

/// <summary>XINFO.</summary>
internal static class StreamInfoCommands
{
    private const int DefaultFullCount = 10;

    internal static void Register(CommandTable table)
    {
        table.Add("xinfo stream", Stream);
        table.Add("xinfo groups", Groups);
        table.Add("xinfo consumers", Consumers);
        table.AddHelp("xinfo");
    }

    private static void Stream(CommandCall call)
    {
        bool isFull = call.Is(3, "FULL");
        long count = DefaultFullCount;
        bool hasCount = call.Words.Length == 6;
        if (!TryStream(call, out StreamValue? stream))
        {
            return;
        }

        if (call.Words.Length > 3 && (!isFull || (call.Words.Length != 4 && !(hasCount && call.Is(4, "COUNT")))))
        {
            call.FailSubcommand();
        }
        else if (isFull && (!hasCount || call.TryInteger(5, out count)))
        {
            StreamFullInfo.Reply(call, stream!, count < 0 ? DefaultFullCount : count);
        }
        else if (!isFull)
        {
            call.Reply.Map(10);
            Common(call, stream!);
            call.Name("groups").Integer(stream!.Groups.Count);
            Edge(call, "first-entry", stream, 0);
            Edge(call, "last-entry", stream, stream.Count - 1);
        }
    }

    /// <summary>Replies with the seven pairs at the beginning of both forms of XINFO STREAM.</summary>
    internal static void Common(in CommandCall call, StreamValue stream)
    {
        call.Name("length").Integer(stream.Count);
        call.Name("radix-tree-keys").Integer(stream.Nodes);
        call.Name("radix-tree-nodes").Integer(stream.Nodes < 2 ? stream.Nodes + 1 : (2 * stream.Nodes) + 2);
        call.Name("last-generated-id").Bulk(stream.LastId.ToBytes());
        call.Name("max-deleted-entry-id").Bulk(stream.MaxDeletedId.ToBytes());
        call.Name("entries-added").Integer(stream.EntriesAdded);
        call.Name("recorded-first-entry-id").Bulk(stream.FirstId.ToBytes());
    }

    /// <summary>Replies with the name of a pair.</summary>
    internal static IReply Name(this in CommandCall call, string name)
    {
        call.Reply.Bulk(Encoding.ASCII.GetBytes(name));
        return call.Reply;
    }

    /// <summary>Replies with the two pairs that show how far a group has read.</summary>
    internal static void Progress(in CommandCall call, StreamValue stream, StreamGroup group)
    {
        IntegerOrNull(call.Name("entries-read"), group.EntriesRead);
        IntegerOrNull(call.Name("lag"), stream.Lag(group));
    }

    private static void Edge(in CommandCall call, string name, StreamValue stream, int index)
    {
        call.Name(name);
        if (stream.Count == 0)
        {
            call.Reply.Null();
        }
        else
        {
            call.Entry(stream[index]);
        }
    }

    private static void Groups(CommandCall call)
    {
        if (!TryStream(call, out StreamValue? stream))
        {
            return;
        }

        call.Reply.Array(stream!.Groups.Count);
        foreach (StreamGroup group in stream.Groups.Values)
        {
            call.Reply.Map(6);
            call.Name("name").Bulk(group.Name);
            call.Name("consumers").Integer(group.Consumers.Count);
            call.Name("pending").Integer(group.Pending.Count);
            call.Name("last-delivered-id").Bulk(group.LastId.ToBytes());
            Progress(call, stream, group);
        }
    }

    private static void Consumers(CommandCall call)
    {
        if (!TryStream(call, out StreamValue? stream))
        {
            return;
        }

        if (!stream!.Groups.TryGetValue(call.Words[3], out StreamGroup? group))
        {
            call.Fail($"NOGROUP No such consumer group '{WordText.Of(call.Words[3])}' for key name '{WordText.Of(call.Words[2])}'");
            return;
        }

        call.Reply.Array(group.Consumers.Count);
        foreach (StreamConsumer consumer in group.Consumers.Values)
        {
            call.Reply.Map(3);
            call.Name("name").Bulk(consumer.Name);
            call.Name("pending").Integer(consumer.Pending.Count);
            call.Name("idle").Integer(Math.Max(0, call.Clock.Milliseconds - consumer.SeenAt));
        }
    }

    private static void IntegerOrNull(IReply reply, long? value)
    {
        if (value is { } number)
        {
            reply.Integer(number);
        }
        else
        {
            reply.Null();
        }
    }

    private static bool TryStream(in CommandCall call, out StreamValue? stream) =>
        call.TryRead(call.Words[2], out stream) && (stream is not null || call.Fail(DataErrors.NoSuchKey));
}
