using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Lists;

/// <summary>BLPOP, BRPOP, BLMOVE, BRPOPLPUSH and BLMPOP.</summary>
internal sealed class BlockingListCommands(BlockingCalls blocking)
{
    internal void Register(CommandTable table)
    {
        table.Add("blpop", call => Pop(call, first: true));
        table.Add("brpop", call => Pop(call, first: false));
        table.Add("blmove", Move);
        table.Add("brpoplpush", PopAndPush);
        table.Add("blmpop", call => blocking.PopMany<ListValue>(call, ListEditCommands.LmPop, "LEFT", "RIGHT"));
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
                if (value is ListValue)
                {
                    current.Reply.Array(2);
                    current.Reply.Bulk(key);
                    ListCommands.Pop(current.With([current.Words[0], key]), first);
                    current.Keyspace.Propagation.Rewrite(ListCommands.PopName(first), key);
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

    private void Move(CommandCall call)
    {
        if (!IsEnd(call, 3) || !IsEnd(call, 4))
        {
            call.Reply.Error(DataErrors.Syntax);
        }
        else if (call.TryTimeout(5, out TimeSpan timeout))
        {
            Move(call, timeout, ListEditCommands.LMove, "LMOVE"u8.ToArray(), call.Words[..5].ToArray());
        }
    }

    private void PopAndPush(CommandCall call)
    {
        if (call.TryTimeout(3, out TimeSpan timeout))
        {
            Move(call, timeout, ListEditCommands.RPopLPush, "RPOPLPUSH"u8.ToArray(), call.Words[..3].ToArray());
        }
    }

    private void Move(CommandCall call, TimeSpan timeout, CommandHandler moveNow, byte[] name, byte[][] words)
    {
        blocking.ServeOrWait(call, [words[1]], timeout, (in CommandCall current, byte[][] _, bool isRetry) =>
        {
            RedisValue? value = current.Database.Find(words[1], touch: false);
            bool isServed = value is ListValue || (value is not null && !isRetry) || (current.Client.DenyBlocking && !isRetry);
            if (isServed)
            {
                moveNow(current.With(words));
                current.Keyspace.Propagation.Rewrite([name, .. words[1..]]);
            }

            return isServed;
        });
    }

    private static bool IsEnd(CommandCall call, int index) => call.Is(index, "LEFT") || call.Is(index, "RIGHT");
}
