using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Keys;

/// <summary>Keys as such: whether they exist, their names, and their databases.</summary>
internal static class KeyCommands
{
    internal static void Register(CommandTable table)
    {
        table.Add("del", Del);
        table.Add("unlink", Del);
        table.Add("exists", Exists);
        table.Add("touch", Touch);
        table.Add("type", Type);
        table.Add("randomkey", RandomKey);
        table.Add("rename", static call => Rename(call, replace: true));
        table.Add("renamenx", static call => Rename(call, replace: false));
        table.Add("copy", Copy);
        table.Add("move", Move);
    }

    private static void Del(CommandCall call)
    {
        int removed = 0;
        foreach (byte[] key in call.Words[1..])
        {
            removed += call.Database.Find(key) is not null && call.Database.Delete(key) ? 1 : 0;
        }

        call.Reply.Integer(removed);
    }

    private static void Exists(CommandCall call) => Count(call, touch: false);

    private static void Touch(CommandCall call) => Count(call, touch: true);

    private static void Count(in CommandCall call, bool touch)
    {
        int found = 0;
        foreach (byte[] key in call.Words[1..])
        {
            found += call.Database.Read(key, touch) is null ? 0 : 1;
        }

        call.Reply.Integer(found);
    }

    private static void Type(CommandCall call) => call.Reply.Status(call.Database.Read(call.Words[1], touch: false)?.Type ?? "none");

    private static void RandomKey(CommandCall call) => call.Reply.BulkOrNull(call.Database.RandomKey(call.Random));

    private static void Rename(in CommandCall call, bool replace)
    {
        (byte[] from, byte[] to) = (call.Words[1], call.Words[2]);
        Database database = call.Database;
        if (database.Find(from) is not { } value)
        {
            call.Fail(DataErrors.NoSuchKey);
            return;
        }

        bool same = from.AsSpan().SequenceEqual(to);
        bool moves = !same && (replace || database.Find(to) is null);
        if (moves)
        {
            database.Replace(to);
            MoveValue(database, from, database, to, value);
            database.Notify(KeyEventKinds.Generic, "rename_from", from);
            database.Notify(KeyEventKinds.Generic, "rename_to", to);
        }

        if (replace)
        {
            call.Reply.Ok();
        }
        else
        {
            call.Reply.Integer(moves ? 1 : 0);
        }
    }

    private static void Move(CommandCall call)
    {
        byte[] key = call.Words[1];
        if (!call.TryInt(2, out int index) || !TryDatabase(call, index, out Database? target))
        {
            return;
        }

        if (target == call.Database)
        {
            call.Fail(DataErrors.SameObject);
            return;
        }

        bool moves = call.Database.Find(key) is { } value && target!.Find(key) is null && MoveValue(call.Database, key, target, key, value);
        if (moves)
        {
            call.Database.Notify(KeyEventKinds.Generic, "move_from", key);
            target!.Notify(KeyEventKinds.Generic, "move_to", key);
        }

        call.Reply.Integer(moves ? 1 : 0);
    }

    private static bool MoveValue(Database source, byte[] from, Database target, byte[] to, RedisValue value)
    {
        long? expiry = source.ExpiryOf(from);
        source.Remove(from);
        target.Set(to, value);
        if (expiry is { } time)
        {
            target.SetExpiry(to, time);
        }

        return true;
    }

    private static void Copy(CommandCall call)
    {
        (byte[] from, byte[] to) = (call.Words[1], call.Words[2]);
        Database target = call.Database;
        bool replace = false;
        for (int i = 3; i < call.Words.Length; i++)
        {
            if (call.Is(i, "REPLACE"))
            {
                replace = true;
            }
            else if (!call.Is(i, "DB") || i + 1 == call.Words.Length)
            {
                call.Fail(DataErrors.Syntax);
                return;
            }
            else if (!call.TryInt(++i, out int index) || !TryDatabase(call, index, out target!))
            {
                return;
            }
        }

        if (target == call.Database && from.AsSpan().SequenceEqual(to))
        {
            call.Fail(DataErrors.SameObject);
            return;
        }

        bool copies = call.Database.Read(from) is { } value && (target.Find(to) is null || replace) && CopyValue(call.Database, from, target, to, value);
        call.Reply.Integer(copies ? 1 : 0);
    }

    private static bool CopyValue(Database source, byte[] from, Database target, byte[] to, RedisValue value)
    {
        target.Replace(to);
        target.Set(to, value.Copy());
        if (source.ExpiryOf(from) is { } expiry)
        {
            target.SetExpiry(to, expiry);
        }

        target.Notify(KeyEventKinds.Generic, "copy_to", to);
        return true;
    }

    private static bool TryDatabase(in CommandCall call, int index, out Database? database)
    {
        bool exists = (uint)index < (uint)call.Keyspace.Databases.Length;
        database = exists ? call.Keyspace.Databases[index] : null;
        return exists || call.Fail(DataErrors.DatabaseOutOfRange);
    }
}
