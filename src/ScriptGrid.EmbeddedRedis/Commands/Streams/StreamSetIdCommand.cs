using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Streams;

/// <summary>XSETID: sets the last id of a stream and its counters.</summary>
internal static class StreamSetIdCommand
{
    internal static void Register(CommandTable table) => table.Add("xsetid", XSetId);

    private static void XSetId(CommandCall call)
    {
        byte[] key = call.Words[1];
        if (!call.TryStrictId(2, out StreamId id) || !TrySetIdWords(call, id, out long? added, out StreamId maxDeleted))
        {
            return;
        }

        if (call.Database.Find(key) is null)
        {
            call.Fail(DataErrors.NoSuchKey);
            return;
        }

        if (!call.TryFind(key, out StreamValue? stream) || !MayHave(call, stream!, id, added))
        {
            return;
        }

        stream!.LastId = id;
        stream.EntriesAdded = added ?? stream.EntriesAdded;
        stream.MaxDeletedId = maxDeleted == StreamId.Min ? stream.MaxDeletedId : maxDeleted;
        call.Database.Counted(key, stream);
        call.Reply.Ok();
        call.Database.Notify(KeyEventKinds.Stream, "xsetid", key);
    }

    private static bool MayHave(in CommandCall call, StreamValue stream, StreamId id, long? added)
    {
        if (id < stream.LastValidId)
        {
            return call.Fail("ERR The ID specified in XSETID is smaller than the target stream top item");
        }

        return added is null || added >= stream.Count || call.Fail("ERR The entries_added specified in XSETID is smaller than the target stream length");
    }

    private static bool TrySetIdWords(in CommandCall call, StreamId id, out long? added, out StreamId maxDeleted)
    {
        (added, maxDeleted) = (null, default);
        for (int i = 3; i < call.Words.Length; i += 2)
        {
            bool hasValue = i + 1 < call.Words.Length;
            if (hasValue && call.Is(i, "ENTRIESADDED"))
            {
                if (!call.TryInteger(i + 1, out long count) || (count < 0 && !call.Fail("ERR entries_added must be positive")))
                {
                    return false;
                }

                added = count;
            }
            else if (!hasValue || !call.Is(i, "MAXDELETEDID"))
            {
                return call.Fail(DataErrors.Syntax);
            }
            else if (!call.TryStrictId(i + 1, out maxDeleted)
                || (id < maxDeleted && !call.Fail("ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id")))
            {
                return false;
            }
        }

        return true;
    }
}
