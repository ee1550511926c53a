using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.SortedSets;

/// <summary>BZPOPMIN, BZPOPMAX and BZMPOP.</summary>
internal sealed class BlockingSortedSetCommands(BlockingCalls blocking)
{
    internal void Register(CommandTable table)
    {
        table.Add("bzpopmin", call => Pop(call, first: true));
        table.Add("bzpopmax", call => Pop(call, first: false));
        table.Add("bzmpop", call => blocking.PopMany<SortedSetValue>(call, SortedSetPopCommands.ZmPop, "MIN", "MAX"));
    }

    private void Pop(CommandCall call, bool first)
    {
        if (!call.TryTimeout(call.Words.Length - 1, out TimeSpan timeout))
        {
            return;
        }

        blocking.ServeOrWait(call, call.Words[1..^1].ToArray(), timeout, (in CommandCall current, byte[][] keys, bool isRetry) =>
        {
            foreach (byte[] key in keys)
            {
                RedisValue? value = current.Database.Find(key);
                if (value is SortedSetValue set)
                {
                    ScoredMember[] popped = SortedSetPopCommands.Pop(current.Database, key, set, 1, first);
                    current.Reply.Array(3);
                    current.Reply.Bulk(key);
                    SortedSetPopCommands.Reply(current, key, set, popped, first, inPairs: false);
                    current.Keyspace.Propagation.Rewrite(SortedSetPopCommands.PopName(first), key);
                    return true;
                }

                if (value is not null && !isRetry)
                {
                    current.Reply.Error(DataErrors.WrongType);
                    return true;
                }
            }

            return false;
        });
    }
}
