using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Commands.Keys;

/// <summary>Commands that set, show or remove the expiry of keys.</summary>
internal static class ExpiryCommands
{
    private const int NoKey = -2;
    private const int NoExpiry = -1;

    internal static void Register(CommandTable table)
    {
        table.Add("expire", static call => Expire(call, 1000, isAbsolute: false));
        table.Add("pexpire", static call => Expire(call, 1, isAbsolute: false));
        table.Add("expireat", static call => Expire(call, 1000, isAbsolute: true));
        table.Add("pexpireat", static call => Expire(call, 1, isAbsolute: true));
        table.Add("ttl", static call => Tell(call, 1000, isAbsolute: false));
        table.Add("pttl", static call => Tell(call, 1, isAbsolute: false));
        table.Add("expiretime", static call => Tell(call, 1000, isAbsolute: true));
        table.Add("pexpiretime", static call => Tell(call, 1, isAbsolute: true));
        table.Add("persist", Persist);
    }

    private static void Expire(in CommandCall call, int unit, bool isAbsolute)
    {
        byte[] key = call.Words[1];
        if (!TryConditions(call, out Conditions conditions) || !call.TryInteger(2, out long amount) || !TryTime(call, amount, unit, isAbsolute, out long expiry))
        {
            return;
        }

        Database database = call.Database;
        bool applies = database.Find(key) is not null && Allows(conditions, database.ExpiryOf(key), expiry);
        if (applies && expiry <= call.Clock.Milliseconds)
        {
            database.Delete(key);
        }
        else if (applies)
        {
            database.SetExpiry(key, expiry);
            database.Changed(key, database.Peek(key)!);
        }

        call.Reply.Integer(applies ? 1 : 0);
        if (applies && expiry > call.Clock.Milliseconds)
        {
            database.Notify(KeyEventKinds.Generic, "expire", key);
        }
    }

    private static bool TryTime(in CommandCall call, long amount, int unit, bool isAbsolute, out long milliseconds)
    {
        long origin = isAbsolute ? 0 : call.Clock.Milliseconds;
        bool fits = amount <= long.MaxValue / unit && amount >= long.MinValue / unit && amount * unit <= long.MaxValue - origin;
        milliseconds = fits ? (amount * unit) + origin : 0;
        return fits || call.Fail(DataErrors.InvalidExpiry(call.Name()));
    }

    private static bool TryConditions(in CommandCall call, out Conditions conditions)
    {
        conditions = Conditions.None;
        for (int i = 3; i < call.Words.Length; i++)
        {
            Conditions one = call.Is(i, "NX") ? Conditions.IfNotSet
                : call.Is(i, "XX") ? Conditions.IfSet
                : call.Is(i, "GT") ? Conditions.IfLater
                : call.Is(i, "LT") ? Conditions.IfEarlier
                : Conditions.None;
            if (one == Conditions.None)
            {
                return call.Fail($"ERR Unsupported option {WordText.Of(call.Words[i])}".TrimEnd('\r', '\n'));
            }

            conditions |= one;
        }

        if (conditions.HasFlag(Conditions.IfNotSet) && conditions != Conditions.IfNotSet)
        {
            return call.Fail("ERR NX and XX, GT or LT options at the same time are not compatible");
        }

        return !conditions.HasFlag(Conditions.IfLater | Conditions.IfEarlier) || call.Fail("ERR GT and LT options at the same time are not compatible");
    }

    // A key without expiry counts as one that lives forever.
    private static bool Allows(Conditions conditions, long? old, long expiry) =>
        !(conditions.HasFlag(Conditions.IfNotSet) && old is not null)
        && !(conditions.HasFlag(Conditions.IfSet) && old is null)
        && !(conditions.HasFlag(Conditions.IfLater) && (old is null || expiry <= old))
        && !(conditions.HasFlag(Conditions.IfEarlier) && old is not null && expiry >= old);

    private static void Tell(in CommandCall call, int unit, bool isAbsolute)
    {
        byte[] key = call.Words[1];
        if (call.Database.Read(key, touch: false) is null)
        {
            call.Reply.Integer(NoKey);
        }
        else if (call.Database.ExpiryOf(key) is not { } expiry)
        {
            call.Reply.Integer(NoExpiry);
        }
        else
        {
            long time = isAbsolute ? expiry : Math.Max(0, expiry - call.Clock.Milliseconds);
            call.Reply.Integer((long)(((ulong)time + (uint)(unit / 2)) / (uint)unit)); // Unsigned, as in Redis, so that the latest times do not overflow.
        }
    }

    private static void Persist(CommandCall call)
    {
        byte[] key = call.Words[1];
        bool persisted = call.Database.Find(key) is { } value && Persist(call.Database, key, value);
        call.Reply.Integer(persisted ? 1 : 0);
    }

    private static bool Persist(Database database, byte[] key, RedisValue value)
    {
        bool persisted = database.Persist(key);
        if (persisted)
        {
            database.Changed(key, value, KeyEventKinds.Generic, "persist");
        }

        return persisted;
    }

    [Flags]
    private enum Conditions
    {
        None = 0,
        IfNotSet = 1,
        IfSet = 2,
        IfLater = 4,
        IfEarlier = 8,
    }
}
