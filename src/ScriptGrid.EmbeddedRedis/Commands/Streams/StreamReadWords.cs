using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Commands.Streams;

/// <summary>The options of XREAD and XREADGROUP: streams, and the ids after which to read.</summary>
internal sealed class StreamReadWords
{
    private const string NoTime = "ERR timeout is not an integer or out of range";

    internal bool ForGroup { get; private init; }

    internal byte[]? GroupName { get; private set; }

    internal byte[] ConsumerName { get; private set; } = [];

    internal bool NoAcknowledge { get; private set; }

    /// <summary>At most this many entries of each stream; 0 means all.</summary>
    internal long Count { get; private set; }

    /// <summary>For how many milliseconds to wait, 0 meaning forever; null if it must not wait.</summary>
    internal long? Block { get; private set; }

    internal byte[][] Keys { get; private set; } = [];

    /// <summary>The ids after which to read; null for entries that no consumer of the group was given.</summary>
    internal StreamId?[] Ids { get; private set; } = [];

    internal StreamGroup?[] Groups { get; private set; } = [];

    /// <summary>Reads all words. Returns false after an error.</summary>
    internal static bool TryParse(in CommandCall call, bool forGroup, out StreamReadWords words)
    {
        words = new StreamReadWords { ForGroup = forGroup };
        int index = 1;
        while (index < call.Words.Length && !(call.Is(index, "STREAMS") && index + 1 < call.Words.Length))
        {
            if (!words.TryTake(call, ref index))
            {
                return false;
            }
        }

        if (index >= call.Words.Length)
        {
            return call.Fail(DataErrors.Syntax);
        }

        return words.TryStreams(call, index + 1);
    }

    /// <summary>Looks up the group of a stream again after a wait. Returns false after an error if the group was removed.</summary>
    internal bool TryFindGroup(in CommandCall call, int position)
    {
        if (!ForGroup)
        {
            return true;
        }

        StreamGroup? group = null;
        if (call.Database.Find(Keys[position]) is StreamValue stream && !stream.Groups.TryGetValue(GroupName!, out group))
        {
            return call.Fail("NOGROUP the consumer group this client was blocked on no longer exists");
        }

        Groups[position] = group;
        return true;
    }

    private bool TryTake(in CommandCall call, ref int index)
    {
        int more = call.Words.Length - 1 - index;
        if (more >= 1 && call.Is(index, "BLOCK"))
        {
            return TryBlock(call, ++index) && index++ > 0;
        }

        if (more >= 1 && call.Is(index, "COUNT"))
        {
            bool parsed = call.TryInteger(index + 1, out long count);
            Count = Math.Max(0, count);
            index += 2;
            return parsed;
        }

        if (more >= 2 && call.Is(index, "GROUP"))
        {
            (GroupName, ConsumerName) = (call.Words[index + 1], call.Words[index + 2]);
            index += 3;
            return ForGroup || call.Fail("ERR The GROUP option is only supported by XREADGROUP. You called XREAD instead.");
        }

        if (call.Is(index, "NOACK"))
        {
            NoAcknowledge = true;
            index++;
            return ForGroup || call.Fail("ERR The NOACK option is only supported by XREADGROUP. You called XREAD instead.");
        }

        return call.Fail(DataErrors.Syntax);
    }

    private bool TryBlock(in CommandCall call, int index)
    {
        if (call.Client.IsScript)
        {
            return call.Fail($"ERR {WordText.Of(call.Words[0])} command is not allowed with BLOCK option from scripts");
        }

        bool parsed = call.TryInteger(index, out long block, NoTime);
        Block = block;
        return parsed && (block >= 0 || call.Fail("ERR timeout is negative"));
    }

    private bool TryStreams(in CommandCall call, int from)
    {
        int streams = (call.Words.Length - from) / 2;
        if ((call.Words.Length - from) % 2 != 0)
        {
            return call.Fail("ERR Unbalanced XREAD list of streams: for each stream key an ID or '$' must be specified.");
        }

        if (ForGroup && GroupName is null)
        {
            return call.Fail("ERR Missing GROUP option for XREADGROUP");
        }

        Keys = call.Words.Slice(from, streams).ToArray();
        Ids = new StreamId?[streams];
        Groups = new StreamGroup?[streams];
        for (int i = 0; i < streams; i++)
        {
            if (!TryStream(call, i, from + streams + i))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryStream(in CommandCall call, int position, int idIndex)
    {
        if (!call.TryRead(Keys[position], out StreamValue? stream))
        {
            return false;
        }

        if (ForGroup && (stream is null || !stream.Groups.TryGetValue(GroupName!, out Groups[position])))
        {
            return call.Fail(
                $"NOGROUP No such key '{WordText.Of(Keys[position])}' or consumer group '{WordText.Of(GroupName!)}' in XREADGROUP with GROUP option");
        }

        switch (call.Words[idIndex])
        {
            case [(byte)'$', ..] word when CText.Is(word, '$'):
                Ids[position] = stream?.LastId ?? StreamId.Min;
                return !ForGroup || call.Fail(
                    "ERR The $ ID is meaningless in the context of XREADGROUP: you want to read the history of this consumer by specifying a proper ID, or use the > ID to get new messages. The $ ID would just return an empty result set.");
            case [(byte)'>', ..] word when CText.Is(word, '>'):
                return ForGroup || call.Fail("ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option.");
            default:
                bool parsed = call.TryStrictId(idIndex, out StreamId id);
                Ids[position] = id == StreamId.Max && ForGroup ? null : id;
                return parsed;
        }
    }
}
