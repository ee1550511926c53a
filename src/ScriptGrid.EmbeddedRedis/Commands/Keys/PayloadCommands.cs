using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Rdb;

namespace ScriptGrid.EmbeddedRedis.Commands.Keys;

/// <summary>DUMP and RESTORE: values as payloads that any server of the same or a later version accepts.</summary>
internal static class PayloadCommands
{
    internal static void Register(CommandTable table)
    {
        table.Add("dump", Dump);
        table.Add("restore", Restore);
        table.Add("restore-asking", Restore);
    }

    private static void Dump(CommandCall call)
    {
        if (call.Database.Read(call.Words[1]) is { } value)
        {
            call.Reply.Bulk(ValueWriter.Dump(value, call.Keyspace.Settings));
        }
        else
        {
            call.Reply.Null();
        }
    }

    private static void Restore(CommandCall call)
    {
        byte[] key = call.Words[1];
        if (!RestoreWords.TryParse(call, out RestoreWords words))
        {
            return;
        }

        if (!words.Replace && call.Database.Find(key) is not null)
        {
            call.Fail("BUSYKEY Target key name already exists.");
            return;
        }

        if (!call.TryInteger(2, out long time))
        {
            return;
        }

        if (time < 0)
        {
            call.Fail("ERR Invalid TTL value, must be >= 0");
            return;
        }

        if (!RdbPayload.TryOpen(call.Words[3], out ReadOnlySpan<byte> content))
        {
            call.Fail("ERR DUMP payload version or checksum are wrong");
            return;
        }

        if (ValueReader.Read(content, call.Keyspace.Settings) is not { } value)
        {
            call.Fail("ERR Bad data format");
            return;
        }

        Store(call, key, value, time == 0 || words.IsAbsolute ? time : unchecked(time + call.Clock.Milliseconds), words);
        call.Reply.Ok();
    }

    /// <summary>Stores a value. If its time of expiry is over, only removes the old value.</summary>
    private static void Store(in CommandCall call, byte[] key, RedisValue value, long expiry, in RestoreWords words)
    {
        if (expiry != 0 && expiry < call.Clock.Milliseconds)
        {
            call.Database.Delete(key);
            return;
        }

        call.Database.Replace(key);
        call.Database.Set(key, value);
        if (expiry != 0)
        {
            call.Database.SetExpiry(key, expiry);
        }

        call.Keyspace.Usage.Resume(value, words.IdleSeconds, words.Frequency);
        call.Database.Notify(KeyEventKinds.Generic, "restore", key);
    }
}
