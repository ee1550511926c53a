namespace ScriptGrid.EmbeddedRedis.Data;

/// <content>Changes that send keyspace notifications.</content>
internal sealed partial class Database
{
    /// <summary>Sends a notification about a key.</summary>
    internal void Notify(KeyEventKinds kind, string name, byte[] key) => events.Notify(kind, name, key, index);

    /// <summary>
    /// Does the same as <see cref="Changed(byte[], RedisValue)"/>, and sends a notification about the change, and another if the key was removed because its
    /// value became empty.
    /// </summary>
    internal void Changed(byte[] key, RedisValue value, KeyEventKinds kind, string name)
    {
        Changed(key, value);
        Notify(kind, name, key);
        NotifyIfGone(key, value);
    }

    /// <summary>Sends a notification that a key was removed, if a change in place left its value empty.</summary>
    internal void NotifyIfGone(byte[] key, RedisValue value)
    {
        if (value.IsEmpty)
        {
            Notify(KeyEventKinds.Generic, "del", key);
        }
    }

    /// <summary>Stores the result of a command, or removes the key if the result is empty. Returns false if there was nothing to remove.</summary>
    internal bool SetResult(byte[] key, RedisValue result)
    {
        if (result.IsEmpty)
        {
            return Find(key) is not null && Remove(key);
        }

        Set(key, result);
        return true;
    }

    /// <summary>Sends a notification that a result was stored, or that the key was removed because the result was empty.</summary>
    internal void NotifyResult(byte[] key, RedisValue result, KeyEventKinds kind, string name)
    {
        if (result.IsEmpty)
        {
            Notify(KeyEventKinds.Generic, "del", key);
        }
        else
        {
            Notify(kind, name, key);
        }
    }

    /// <summary>Removes a key, if it exists, and sends a notification.</summary>
    internal bool Delete(byte[] key)
    {
        bool removed = Remove(key);
        if (removed)
        {
            Notify(KeyEventKinds.Generic, "del", key);
        }

        return removed;
    }
}
