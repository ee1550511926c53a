using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Calls;

/// <summary>Which commands replicas get, and in which words: results that depend on the clock or on rounding are written out.</summary>
internal static class PropagatedWords
{
    /// <summary>Whether replicas get a command.</summary>
    /// <param name="name">The command's name in the catalogue.</param>
    /// <param name="isChange">Whether the command changed something.</param>
    /// <param name="hasFailed">Whether the command replied with an error.</param>
    internal static bool AreDue(string name, bool isChange, bool hasFailed) => name switch
    {
        // Replicas get the commands that run within these.
        "exec" or "eval" or "eval_ro" or "evalsha" or "evalsha_ro" or "fcall" or "fcall_ro" => false,
        "debug" => false,
        "publish" or "spublish" or "flushall" or "flushdb" or "swapdb" => !hasFailed,
        "function load" or "function delete" or "function flush" or "function restore" => !hasFailed,
        _ => isChange,
    };

    /// <summary>Whether a command meets keys that it was not asked for, whose expiry is unrelated to it.</summary>
    internal static bool TouchesAnyKeys(string name) => name is "scan" or "randomkey";

    /// <summary>Returns the words for a command that was executed and changed something.</summary>
    internal static byte[][] Of(string name, Keyspace keyspace, int databaseIndex, ReadOnlySpan<byte[]> words)
    {
        Database database = keyspace.Databases[databaseIndex];
        switch (name)
        {
            case "set":
                return Set(database, words);
            case "setex" or "psetex":
                return WithExpiry(database, words[1], words[3])!;
            case "getset":
                return ["SET"u8.ToArray(), words[1], words[2]];
            case "getdel":
                return [keyspace.Propagation.RemovalOfTaken, words[1]];
            case "incrbyfloat" when database.Peek(words[1]) is StringValue number:
                return ["SET"u8.ToArray(), words[1], number.Span.ToArray(), "KEEPTTL"u8.ToArray()];
            case "hincrbyfloat" when database.Peek(words[1]) is HashValue hash && hash.Get(words[2]) is { } number:
                return ["HSET"u8.ToArray(), words[1], words[2], number];
            case "getex":
                return Expiry(keyspace, database, words[1]) ?? ["PERSIST"u8.ToArray(), words[1]];
            case "expire" or "pexpire" or "expireat" or "pexpireat":
                return Expiry(keyspace, database, words[1], words[3..]) ?? words.ToArray();
            case "restore" or "restore-asking":
                return Restore(database, words);
            default:
                return words.ToArray();
        }
    }

    /// <summary>Returns SET with the time at which the key expires, or without GET.</summary>
    private static byte[][] Set(Database database, ReadOnlySpan<byte[]> words)
    {
        if (!KeepsExpiry(words) && WithExpiry(database, words[1], words[2]) is { } told)
        {
            return told;
        }

        var kept = new List<byte[]>();
        for (int i = 0; i < words.Length; i++)
        {
            if (i < 3 || !System.Text.Ascii.EqualsIgnoreCase(words[i], "GET"))
            {
                kept.Add(words[i]);
            }
        }

        return [.. kept];
    }

    private static byte[][]? WithExpiry(Database database, byte[] key, byte[] value) =>
        database.ExpiryOf(key) is { } expiry ? ["SET"u8.ToArray(), key, value, "PXAT"u8.ToArray(), Integers.ToBytes(expiry)] : null;

    private static bool KeepsExpiry(ReadOnlySpan<byte[]> words)
    {
        for (int i = 3; i < words.Length; i++)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(words[i], "KEEPTTL"))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Returns the command that sets when a key expires, or that removes it if that time is over; null if the key does not expire.</summary>
    private static byte[][]? Expiry(Keyspace keyspace, Database database, byte[] key, ReadOnlySpan<byte[]> options = default) =>
        database.Peek(key) is null ? [keyspace.Propagation.RemovalOfExpired, key]
        : database.ExpiryOf(key) is { } expiry ? ["PEXPIREAT"u8.ToArray(), key, Integers.ToBytes(expiry), .. options]
        : null;

    /// <summary>Returns RESTORE with the time at which the key expires instead of the time that is left.</summary>
    private static byte[][] Restore(Database database, ReadOnlySpan<byte[]> words)
    {
        if (database.Peek(words[1]) is null)
        {
            return ["DEL"u8.ToArray(), words[1]];
        }

        byte[][] told = words.ToArray();
        bool isAbsolute = told.Skip(4).Any(static word => System.Text.Ascii.EqualsIgnoreCase(word, "ABSTTL"));
        if (!isAbsolute && database.ExpiryOf(words[1]) is { } expiry)
        {
            told = [.. told, "ABSTTL"u8.ToArray()];
            told[2] = Integers.ToBytes(expiry);
        }

        return told;
    }
}
