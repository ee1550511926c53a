using System.Globalization;
using System.Text;
using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Keys;

/// <summary>KEYS and the SCAN family.</summary>
internal static class ScanCommands
{
    internal static void Register(CommandTable table)
    {
        table.Add("keys", Keys);
        table.Add("scan", Scan);
        table.Add("hscan", HScan);
        table.Add("sscan", SScan);
        table.Add("zscan", ZScan);
    }

    private static void Keys(CommandCall call)
    {
        List<byte[]> keys = call.Database.AllKeys();
        byte[] pattern = call.Words[1];
        keys.RemoveAll(key => !ScanWords.MatchesPattern(pattern, key));
        call.Reply.Array(keys.Count);
        foreach (byte[] key in keys)
        {
            call.Reply.Bulk(key);
        }
    }

    private static void Scan(CommandCall call)
    {
        if (!ScanWords.TryCursor(call, 1, out ulong cursor) || !ScanWords.TryParse(call, 2, takesType: true, out ScanWords words))
        {
            return;
        }

        Database database = call.Database;
        var keys = new List<byte[]>();
        cursor = words.Walk(cursor, keys, database.Scan);
        keys.RemoveAll(key => !words.Matches(key) || database.Find(key, touch: false) is not { } value || !words.MatchesType(value));
        Reply(call, cursor, keys);
    }

    private static void HScan(CommandCall call)
    {
        if (!TryStart(call, out HashValue? hash, out ulong cursor, out ScanWords words))
        {
            return;
        }

        var found = new List<int>();
        cursor = words.Walk(cursor, found, hash!.Scan);
        found.RemoveAll(index => !words.Matches(hash.At(index).Key));
        Reply(call, cursor, [.. found.SelectMany(index => new[] { hash.At(index).Key, hash.At(index).Value })]);
    }

    private static void SScan(CommandCall call)
    {
        if (TryStart(call, out SetValue? set, out ulong cursor, out ScanWords words))
        {
            var found = new List<int>();
            cursor = words.Walk(cursor, found, set!.Scan);
            Reply(call, cursor, [.. found.Select(index => set.At(index)).Where(words.Matches)]);
        }
    }

    private static void ZScan(CommandCall call)
    {
        if (TryStart(call, out SortedSetValue? set, out ulong cursor, out ScanWords words))
        {
            var found = new List<ScoredMember>();
            cursor = words.Walk(cursor, found, set!.Scan);
            found.RemoveAll(item => !words.Matches(item.Member));
            Reply(call, cursor, [.. found.SelectMany(item => new[] { item.Member, set.ScoreText(item.Score) })]);
        }
    }

    // The cursor is checked before the key, and the options only if there is something to scan.
    private static bool TryStart<T>(in CommandCall call, out T? value, out ulong cursor, out ScanWords words)
        where T : RedisValue
    {
        (value, words) = (null, default);
        if (!ScanWords.TryCursor(call, 2, out cursor) || !call.TryRead(call.Words[1], out value))
        {
            return false;
        }

        if (value is null)
        {
            Reply(call, 0, []);
            return false;
        }

        return ScanWords.TryParse(call, 3, takesType: false, out words);
    }

    private static void Reply(in CommandCall call, ulong cursor, List<byte[]> items)
    {
        call.Reply.Array(2);
        call.Reply.Bulk(Encoding.ASCII.GetBytes(cursor.ToString(CultureInfo.InvariantCulture)));
        call.Reply.Array(items.Count);
        foreach (byte[] item in items)
        {
            call.Reply.Bulk(item);
        }
    }
}
