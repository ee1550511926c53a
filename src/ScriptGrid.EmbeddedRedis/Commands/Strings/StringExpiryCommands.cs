using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Strings;

/// <summary>Strings that are stored or read along with an expiry.</summary>
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

        byte[]? oldBytes = old?.ToArray();
        bool isThere = (words.IfMissing || words.IfPresent) && call.Database.Find(key) is not null;
        bool refused = isThere ? words.IfMissing : words.IfPresent;
        if (!refused)
        {
            call.Database.Set(key, new StringValue(call.Words[2]), keepExpiry: words.KeepExpiry);
            if (words.IsSet)
            {
                call.Database.SetExpiry(key, expiry);
            }
        }

        if (words.Get || refused)
        {
            call.Reply.BulkOrNull(oldBytes);
        }
        else
        {
            call.Reply.Ok();
        }
    }

    private static void SetEx(in CommandCall call, bool inSeconds)
    {
        if (ExpiryWords.TryTime(call, 2, inSeconds, isAbsolute: false, out long expiry))
        {
            call.Database.Set(call.Words[1], new StringValue(call.Words[3]));
            call.Database.SetExpiry(call.Words[1], expiry);
            call.Reply.Ok();
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
            call.Database.Remove(key);
        }
        else if (words.IsSet)
        {
            call.Database.SetExpiry(key, expiry);
            call.Database.Changed(key, value);
        }
        else if (words.Persist && call.Database.Persist(key))
        {
            call.Database.Changed(key, value);
        }
    }
}
