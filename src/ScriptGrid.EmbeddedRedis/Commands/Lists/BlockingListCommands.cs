using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Lists;

/// <summary>BLPOP, BRPOP, BLMOVE, BRPOPLPUSH and BLMPOP.</summary>
internal static class BlockingListCommands
{
    internal static void Register(CommandTable table)
    {
        table.Add("blpop", static call => Pop(call, "lpop"));
        table.Add("brpop", static call => Pop(call, "rpop"));
        table.Add("blmove", Move);
        table.Add("brpoplpush", PopAndPush);
        table.Add("blmpop", static call => PopMany<ListValue>(call, "lmpop", "LEFT", "RIGHT"));
    }

    /// <summary>The pop of several elements that waits, on top of the one that does not.</summary>
    internal static void PopMany<T>(CommandCall call, string nonBlocking, string firstWord, string lastWord)
        where T : RedisValue
    {
        if (!call.TryTimeout(1, out TimeSpan timeout) || !call.TryPopWords(2, out int count, out _, out _, firstWord, lastWord))
        {
            return;
        }

        byte[][] keys = call.Words.Slice(3, count).ToArray();
        call.ServeOrWait(keys, timeout, (in CommandCall current, bool isRetry) =>
        {
            foreach (byte[] key in keys)
            {
                RedisValue? value = current.Database.Find(key, touch: false);
                if (value is T || (value is not null && !isRetry))
                {
                    // The command that does not wait replies WRONGTYPE too where it must; at a retry it is asked for the one key that is ready.
                    byte[][] words = isRetry ? [current.Words[0], "1"u8.ToArray(), key, .. current.Words[(3 + keys.Length)..]] : [current.Words[0], .. current.Words[2..]];
                    Delegate(current, nonBlocking, words);
                    return true;
                }
            }

            return false;
        });
    }

    /// <summary>Lets another command reply.</summary>
    internal static void Delegate(in CommandCall call, string name, byte[][] words)
    {
        call.Server.Commands.TryFind(name, out Command? command);
        command!.Handler(new CommandCall { Server = call.Server, Client = call.Client, Words = words, Reply = call.Reply });
    }

    private static void Pop(CommandCall call, string nonBlocking)
    {
        if (!call.TryTimeout(call.Words.Length - 1, out TimeSpan timeout))
        {
            return;
        }

        byte[][] keys = call.Words[1..^1].ToArray();
        call.ServeOrWait(keys, timeout, (in CommandCall current, bool isRetry) =>
        {
            foreach (byte[] key in keys)
            {
                RedisValue? value = current.Database.Find(key);
                if (value is ListValue)
                {
                    current.Reply.Array(2);
                    current.Reply.Bulk(key);
                    Delegate(current, nonBlocking, [current.Words[0], key]);
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

    private static void Move(CommandCall call)
    {
        if (!IsEnd(call, 3) || !IsEnd(call, 4))
        {
            call.Reply.Error(DataErrors.Syntax);
        }
        else if (call.TryTimeout(5, out TimeSpan timeout))
        {
            Move(call, timeout, "lmove", call.Words[..5].ToArray());
        }
    }

    private static void PopAndPush(CommandCall call)
    {
        if (call.TryTimeout(3, out TimeSpan timeout))
        {
            Move(call, timeout, "rpoplpush", call.Words[..3].ToArray());
        }
    }

    private static void Move(CommandCall call, TimeSpan timeout, string nonBlocking, byte[][] words)
    {
        call.ServeOrWait([words[1]], timeout, (in CommandCall current, bool isRetry) =>
        {
            RedisValue? value = current.Database.Find(words[1], touch: false);
            bool isServed = value is ListValue || (value is not null && !isRetry) || (current.Client.DenyBlocking && !isRetry);
            if (isServed)
            {
                Delegate(current, nonBlocking, words);
            }

            return isServed;
        });
    }

    private static bool IsEnd(CommandCall call, int index) => call.Is(index, "LEFT") || call.Is(index, "RIGHT");
}
