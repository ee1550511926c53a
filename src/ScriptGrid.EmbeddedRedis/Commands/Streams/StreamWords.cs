using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Streams;

/// <summary>Ids and replies that commands on streams share. Methods that return false have replied.</summary>
internal static class StreamWords
{
    private const string InvalidId = "ERR Invalid stream ID specified as stream command argument";

    /// <summary>Reads an id of the form <c>ms</c> or <c>ms-seq</c>.</summary>
    internal static bool TryStrictId(this in CommandCall call, int index, out StreamId id) =>
        StreamId.TryParseStrictly(call.Words[index], 0, out id) || call.Fail(InvalidId);

    /// <summary>Reads an id, or <c>-</c> or <c>+</c>.</summary>
    internal static bool TryId(this in CommandCall call, int index, out StreamId id) =>
        StreamId.TryParse(call.Words[index], 0, out id) || call.Fail(InvalidId);

    internal static bool FailId(this in CommandCall call) => call.Fail(InvalidId);

    /// <summary>Reads the lower bound of an interval. A parenthesis excludes the id itself.</summary>
    internal static bool TryStart(this in CommandCall call, int index, out StreamId id) => TryBound(call, index, isStart: true, out id, out _);

    /// <summary>Reads both bounds of an interval.</summary>
    internal static bool TryInterval(this in CommandCall call, int startIndex, int endIndex, out StreamId start, out StreamId end)
    {
        end = default;
        return TryBound(call, startIndex, isStart: true, out start, out _) && TryBound(call, endIndex, isStart: false, out end, out _);
    }

    /// <summary>Replies with an entry as its id and an array of fields and values.</summary>
    internal static void Entry(this in CommandCall call, StreamEntry entry)
    {
        call.Reply.Array(2);
        call.Reply.Bulk(entry.Id.ToBytes());
        call.Reply.Array(entry.Fields.Length);
        foreach (byte[] field in entry.Fields)
        {
            call.Reply.Bulk(field);
        }
    }

    private static bool TryBound(in CommandCall call, int index, bool isStart, out StreamId id, out bool exclusive)
    {
        byte[] word = call.Words[index];
        exclusive = word.Length > 1 && word[0] == '(';
        ulong missing = isStart ? 0 : ulong.MaxValue;
        bool parsed = exclusive ? StreamId.TryParseStrictly(word.AsSpan(1), missing, out id) : StreamId.TryParse(word, missing, out id);
        if (!parsed || !exclusive)
        {
            return parsed || call.Fail(InvalidId);
        }

        StreamId? inner = isStart ? id.Next : id.Previous;
        id = inner ?? id;
        return inner is not null || call.Fail(isStart ? "ERR invalid start ID for the interval" : "ERR invalid end ID for the interval");
    }
}
