using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Strings;

/// <summary>Strings that are stored or read together with an expiry.</summary>
internal static class StringExpiryCommands
{
    internal static void Register(CommandTable table)
    {
        table.Add("set", Set);
        table.Add("setex", call => SetEx(call, inSeconds: true));
        table.Add("psetex", call => SetEx(call, inSeconds: false));
        table.Add("getex", GetEx);
    }

    private static void Set(CommandCall call)
    {
        byte[] key = call.Words[1];
        if (!ExpiryWords.TryParse(call, 3, forSet: true, out ExpiryWords words) || !words.TryTime(call, out long expiry))
        {
            return;
        }

        StringValue? old = null;
        if (words.Get && !call.TryRead(key, out old))
        {
            return;
        }

        if (words.Get)
        {
            call.Reply.BulkOrNull(old?.ToArray());
        }

        bool isThere = (words.IfMissing || words.IfPresent) && call.Database.Find(key, touch: false) is not null;
        bool refused = isThere ? words.IfMissing : words.IfPresent;
        if (!refused)
        {
            Store(call, key, call.Words[2], words.IsSet ? expiry : null, words.KeepExpiry);
        }

        if (refused && !words.Get)
        {
            call.Reply.Null();
        }
        else if (!words.Get)
        {
            call.Reply.Ok();
        }
    }

    private static void SetEx(in CommandCall call, bool inSeconds)
    {
        if (ExpiryWords.TryTime(call, 2, inSeconds, isAbsolute: false, out long expiry))
        {
            Store(call, call.Words[1], call.Words[3], expiry, keepExpiry: false);
            call.Reply.Ok();
        }
    }

    private static void Store(in CommandCall call, byte[] key, byte[] value, long? expiry, bool keepExpiry)
    {
        call.Database.Set(key, new StringValue(value), keepExpiry);
        call.Database.Notify(KeyEventKinds.String, "set", key);
        if (expiry is { } time)
        {
            call.Database.SetExpiry(key, time);
            call.Database.Notify(KeyEventKinds.Generic, "expire", key);
        }
    }

    private static void GetEx(CommandCall call)
    {
        byte[] key = call.Words[1];
        if (!ExpiryWords.TryParse(call, 2, forSet: false, out ExpiryWords words) || !call.TryRead(key, out StringValue? value))
        {
            return;
        }

        if (value is null)
        {
            call.Reply.Null();
            return;
        }

        if (!words.TryTime(call, out long expiry))
        {
            return;
        }

        call.Reply.Bulk(value.ToArray());
        if (words.IsAbsolute && expiry <= call.Clock.Milliseconds)
        {
            call.Database.Delete(key);
        }
        else if (words.IsSet)
        {
            call.Database.SetExpiry(key, expiry);
            call.Database.Changed(key, value, KeyEventKinds.Generic, "expire");
        }
        else if (words.Persist && call.Database.Persist(key))
        {
            call.Database.Changed(key, value, KeyEventKinds.Generic, "persist");
        }
    }
}
