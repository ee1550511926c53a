using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Clients;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands;

/// <summary>
/// Tries to serve a command that may wait. Returns true once a reply is written. The first attempt uses all keys of the command. A retry uses the key that has
/// become ready, and ignores it if it holds something else.
/// </summary>
internal delegate bool BlockingAttempt(in CommandCall call, byte[][] keys, bool isRetry);

/// <summary>Commands that wait for keys.</summary>
internal sealed class BlockingCalls(BlockedClients blocked)
{
    /// <summary>
    /// Serves a command at once, or makes its client wait until one of the keys is ready or the timeout is over. A timeout of zero means forever.
    /// </summary>
    internal void ServeOrWait(in CommandCall call, byte[][] keys, TimeSpan timeout, BlockingAttempt attempt)
    {
        if (attempt(call, keys, isRetry: false))
        {
            return;
        }

        if (call.Client.DenyBlocking)
        {
            call.Reply.NullArray();
            return;
        }

        Keyspace keyspace = call.Keyspace;
        ClientSession client = call.Client;
        byte[][] words = call.Words.ToArray();
        blocked.Block(new BlockedCall
        {
            Client = client,
            DatabaseIndex = client.DatabaseIndex,
            Keys = keys,
            Words = words,
            TryServe = key => attempt(new CommandCall { Keyspace = keyspace, Client = client, Words = words, Reply = client.Reply! }, [key], isRetry: true),
            WriteTimeout = client.Reply!.NullArray,
            Duration = timeout,
        });
    }

    /// <summary>Pops several elements and waits for them if necessary, by means of the command that does not wait.</summary>
    internal void PopMany<T>(in CommandCall call, CommandHandler popNow, string firstWord, string lastWord)
        where T : RedisValue
    {
        // The words after the timeout are checked before it.
        if (!call.TryPopWords(2, out int count, out _, out _, firstWord, lastWord) || !call.TryTimeout(1, out TimeSpan timeout))
        {
            return;
        }

        ServeOrWait(call, call.Words.Slice(3, count).ToArray(), timeout, (in CommandCall current, byte[][] keys, bool isRetry) =>
        {
            foreach (byte[] key in keys)
            {
                RedisValue? value = current.Database.Find(key, touch: false);
                if (value is T || (value is not null && !isRetry))
                {
                    // The command that does not wait also replies with WRONGTYPE if necessary. At a retry, it gets only the key that is ready.
                    byte[][] words = isRetry ? [current.Words[0], "1"u8.ToArray(), key, .. current.Words[(3 + count)..]] : [current.Words[0], .. current.Words[2..]];
                    popNow(current.With(words));
                    return true;
                }
            }

            return false;
        });
    }
}
