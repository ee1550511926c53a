using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Hashes;

/// <summary>Hashes: setting, getting and listing fields.</summary>
internal static class HashCommands
{
    internal static void Register(CommandTable table)
    {
        table.Add("hset", static call => Set(call, replyOk: false));
        table.Add("hmset", static call => Set(call, replyOk: true));
        table.Add("hsetnx", HSetNx);
        table.Add("hget", HGet);
        table.Add("hmget", HmGet);
        table.Add("hdel", HDel);
        table.Add("hlen", HLen);
        table.Add("hexists", HExists);
        table.Add("hstrlen", HStrLen);
        table.Add("hgetall", HGetAll);
        table.Add("hkeys", static call => List(call, static pair => pair.Key));
        table.Add("hvals", static call => List(call, static pair => pair.Value));
    }

    /// <summary>Gets the hash under a key, or a new one if there is none. Returns false after WRONGTYPE.</summary>
    internal static bool TryMake(in CommandCall call, byte[] key, out HashValue? hash)
    {
        bool found = call.TryFind(key, out hash);
        hash ??= found ? new HashValue(call.Database.Settings) : null;
        return found;
    }

    /// <summary>Stores a hash that was changed and may be new.</summary>
    internal static void Store(in CommandCall call, byte[] key, HashValue hash)
    {
        if (call.Database.Find(key, touch: false) is null)
        {
            call.Database.Set(key, hash);
        }
        else
        {
            call.Database.Changed(key, hash);
        }
    }

    private static void Set(in CommandCall call, bool replyOk)
    {
        byte[] key = call.Words[1];
        if (call.Words.Length % 2 == 1)
        {
            call.Fail(DataErrors.WrongArguments(call.Name()));
            return;
        }

        if (!TryMake(call, key, out HashValue? hash))
        {
            return;
        }

        hash!.Expect(call.Words[2..]);
        int added = 0;
        for (int i = 2; i < call.Words.Length; i += 2)
        {
            added += hash.Set(call.Words[i], call.Words[i + 1]) ? 1 : 0;
        }

        Store(call, key, hash);
        if (replyOk)
        {
            call.Reply.Ok();
        }
        else
        {
            call.Reply.Integer(added);
        }

        call.Database.Notify(KeyEventKinds.Hash, "hset", key);
    }

    private static void HSetNx(CommandCall call)
    {
        byte[] key = call.Words[1];
        if (!TryMake(call, key, out HashValue? hash))
        {
            return;
        }

        bool isNew = hash!.Get(call.Words[2]) is null;
        if (isNew)
        {
            hash.Set(call.Words[2], call.Words[3]);
            Store(call, key, hash);
        }

        call.Reply.Integer(isNew ? 1 : 0);
        if (isNew)
        {
            call.Database.Notify(KeyEventKinds.Hash, "hset", key);
        }
    }

    private static void HGet(CommandCall call)
    {
        if (call.TryRead(call.Words[1], out HashValue? hash))
        {
            call.Reply.BulkOrNull(hash?.Get(call.Words[2]));
        }
    }

    private static void HmGet(CommandCall call)
    {
        if (!call.TryRead(call.Words[1], out HashValue? hash))
        {
            return;
        }

        call.Reply.Array(call.Words.Length - 2);
        foreach (byte[] field in call.Words[2..])
        {
            call.Reply.BulkOrNull(hash?.Get(field));
        }
    }

    private static void HDel(CommandCall call)
    {
        byte[] key = call.Words[1];
        if (!call.TryFind(key, out HashValue? hash))
        {
            return;
        }

        int removed = 0;
        foreach (byte[] field in call.Words[2..])
        {
            removed += hash is not null && hash.Remove(field) ? 1 : 0;
        }

        if (removed > 0)
        {
            call.Database.Changed(key, hash!, KeyEventKinds.Hash, "hdel");
        }

        call.Reply.Integer(removed);
    }

    private static void HLen(CommandCall call)
    {
        if (call.TryRead(call.Words[1], out HashValue? hash))
        {
            call.Reply.Integer(hash?.Count ?? 0);
        }
    }

    private static void HExists(CommandCall call)
    {
        if (call.TryRead(call.Words[1], out HashValue? hash))
        {
            call.Reply.Integer(hash?.Get(call.Words[2]) is null ? 0 : 1);
        }
    }

    private static void HStrLen(CommandCall call)
    {
        if (call.TryRead(call.Words[1], out HashValue? hash))
        {
            call.Reply.Integer(hash?.Get(call.Words[2])?.Length ?? 0);
        }
    }

    private static void HGetAll(CommandCall call)
    {
        if (!call.TryRead(call.Words[1], out HashValue? hash))
        {
            return;
        }

        int count = hash?.Count ?? 0;
        call.Reply.Map(count);
        for (int i = 0; i < count; i++)
        {
            (byte[] field, byte[] value) = hash!.At(i);
            call.Reply.Bulk(field);
            call.Reply.Bulk(value);
        }
    }

    private static void List(in CommandCall call, Func<KeyValuePair<byte[], byte[]>, byte[]> part)
    {
        if (!call.TryRead(call.Words[1], out HashValue? hash))
        {
            return;
        }

        int count = hash?.Count ?? 0;
        call.Reply.Array(count);
        for (int i = 0; i < count; i++)
        {
            call.Reply.Bulk(part(hash!.At(i)));
        }
    }
}
