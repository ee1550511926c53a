using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Streams;

/// <summary>XAUTOCLAIM: takes over entries that were delivered long ago.</summary>
internal static class StreamAutoClaimCommand
{
    private const int DefaultCount = 100;
    private const int AttemptsPerCount = 10;
    private const long MaxCount = long.MaxValue / 16;

    internal static void Register(CommandTable table) => table.Add("xautoclaim", XAutoClaim);

    private static void XAutoClaim(CommandCall call)
    {
        call.Database.Read(call.Words[1]); // The key is looked up before the words are read.
        if (!call.TryInteger(4, out long minIdle, "ERR Invalid min-idle-time argument for XAUTOCLAIM")
            || !call.TryStart(5, out StreamId start)
            || !TryParse(call, out long count, out bool justIds)
            || !StreamGroupCommands.TryGroup(call, call.Words[1], call.Words[2], out StreamValue? stream, out StreamGroup? group, isRead: false))
        {
            return;
        }

        long now = call.Clock.Milliseconds;
        var words = new ClaimWords { DeliveredAt = now, JustIds = justIds };
        (List<StreamId> claimed, List<StreamId> gone) = ([], []);
        StreamId[] pending = [.. group!.Pending.Keys.Where(id => id >= start)];
        int seen = 0;
        for (long attempts = count * AttemptsPerCount; attempts > 0 && claimed.Count + gone.Count < count && seen < pending.Length; attempts--)
        {
            StreamId id = pending[seen++];
            if (!stream!.Contains(id))
            {
                StreamClaimCommands.Forget(call, group, id);
                gone.Add(id);
            }
            else if (minIdle <= 0 || now - group.Pending[id].DeliveredAt >= minIdle)
            {
                StreamClaimCommands.Take(call, group, id, words);
                claimed.Add(id);
            }
        }

        call.Keyspace.Propagation.Prevent();
        call.Reply.Array(3);
        call.Reply.Bulk((seen < pending.Length ? pending[seen] : StreamId.Min).ToBytes());
        StreamClaimCommands.Reply(call, stream!, claimed, justIds);
        StreamClaimCommands.Reply(call, stream!, gone, justIds: true);
        if (claimed.Count + gone.Count > 0)
        {
            call.Database.Counted(call.Words[1], stream!);
        }
    }

    private static bool TryParse(in CommandCall call, out long count, out bool justIds)
    {
        (count, justIds) = (DefaultCount, false);
        for (int i = 6; i < call.Words.Length; i++)
        {
            if (call.Is(i, "JUSTID"))
            {
                justIds = true;
            }
            else if (!call.Is(i, "COUNT") || i + 1 == call.Words.Length)
            {
                return call.Fail(DataErrors.Syntax);
            }
            else if (!call.TryInteger(++i, 1, MaxCount, out count, "ERR COUNT must be > 0"))
            {
                return false;
            }
        }

        return true;
    }
}
