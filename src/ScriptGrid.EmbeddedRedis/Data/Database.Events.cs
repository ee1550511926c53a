namespace ScriptGrid.EmbeddedRedis.Data;

/// <content>Changes that are told of as keyspace notifications.</content>
internal sealed partial class Database
{
    /// <summary>Tells of an event of a key.</summary>
    internal void Notify(KeyEventKinds kind, string name, byte[] key) => events.Notify(kind, name, key, index);

    /// <summary>Like <see cref="Changed(byte[], RedisValue)"/>, and tells of the event that it was, and of another where the value went.</summary>
    internal void Changed(byte[] key, RedisValue value, KeyEventKinds kind, string name)
    {
        Changed(key, value);
        Notify(kind, name, key);
        NotifyIfGone(key, value);
    }

    /// <summary>Tells that a key went, where a change in place has left nothing of its value.</summary>
    internal void NotifyIfGone(byte[] key, RedisValue value)
    {
        if (value.IsEmpty)
        {
            Notify(KeyEventKinds.Generic, "del", key);
        }
    }

    /// <summary>Stores what a command worked out, or removes the key for an empty result; false where there was nothing to remove.</summary>
    internal bool SetResult(byte[] key, RedisValue result)
    {
        if (result.IsEmpty)
        {
            return Find(key) is not null && Remove(key);
        }

        Set(key, result);
        return true;
    }

    /// <summary>Tells that a result was stored, or that it was empty and the key went.</summary>
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

    /// <summary>Removes a key, if it is there, and tells of it.</summary>
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
