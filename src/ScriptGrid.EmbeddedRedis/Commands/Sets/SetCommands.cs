using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Sets;

/// <summary>Sets: single members.</summary>
internal static class SetCommands
{
    internal static void Register(CommandTable table)
    {
        table.Add("sadd", SAdd);
        table.Add("srem", SRem);
        table.Add("smove", SMove);
        table.Add("sismember", SIsMember);
        table.Add("smismember", SmIsMember);
        table.Add("scard", SCard);
        table.Add("spop", SPop);
        table.Add("srandmember", SRandMember);
    }

    private static void SAdd(CommandCall call)
    {
        byte[] key = call.Words[1];
        if (!call.TryFind(key, out SetValue? set))
        {
            return;
        }

        bool isNew = set is null;
        set ??= new SetValue(call.Database.Settings);
        int added = 0;
        foreach (byte[] member in call.Words[2..])
        {
            added += set.Add(member) ? 1 : 0;
        }

        if (added > 0)
        {
            call.Database.Store(key, set, isNew);
            call.Database.Notify(KeyEventKinds.Set, "sadd", key);
        }

        call.Reply.Integer(added);
    }

    private static void SRem(CommandCall call)
    {
        byte[] key = call.Words[1];
        if (!call.TryFind(key, out SetValue? set))
        {
            return;
        }

        int removed = 0;
        foreach (byte[] member in call.Words[2..])
        {
            removed += set is not null && set.Remove(member) ? 1 : 0;
        }

        if (removed > 0)
        {
            call.Database.Changed(key, set!, KeyEventKinds.Set, "srem");
        }

        call.Reply.Integer(removed);
    }

    private static void SMove(CommandCall call)
    {
        (byte[] from, byte[] to, byte[] member) = (call.Words[1], call.Words[2], call.Words[3]);
        Database database = call.Database;
        if (database.Find(from) is null)
        {
            call.Reply.Integer(0);
            return;
        }

        if (!call.TryFind(from, out SetValue? source) || !call.TryFind(to, out SetValue? target))
        {
            return;
        }

        bool moves = source == target ? source!.Contains(member) : source!.Remove(member);
        if (moves && source != target)
        {
            bool isNew = target is null;
            target ??= new SetValue(database.Settings);
            database.Changed(from, source, KeyEventKinds.Set, "srem");
            if (target.Add(member))
            {
                database.Store(to, target, isNew);
                database.Notify(KeyEventKinds.Set, "sadd", to);
            }
        }

        call.Reply.Integer(moves ? 1 : 0);
    }

    private static void SIsMember(CommandCall call)
    {
        if (call.TryRead(call.Words[1], out SetValue? set))
        {
            call.Reply.Integer(set is not null && set.Contains(call.Words[2]) ? 1 : 0);
        }
    }

    private static void SmIsMember(CommandCall call)
    {
        if (!call.TryRead(call.Words[1], out SetValue? set))
        {
            return;
        }

        call.Reply.Array(call.Words.Length - 2);
        foreach (byte[] member in call.Words[2..])
        {
            call.Reply.Integer(set is not null && set.Contains(member) ? 1 : 0);
        }
    }

    private static void SCard(CommandCall call)
    {
        if (call.TryRead(call.Words[1], out SetValue? set))
        {
            call.Reply.Integer(set?.Count ?? 0);
        }
    }

    private static void SPop(CommandCall call)
    {
        byte[] key = call.Words[1];
        bool hasCount = call.Words.Length == 3;
        long count = 1;
        if (call.Words.Length > 3)
        {
            call.Fail(DataErrors.Syntax);
            return;
        }

        if ((hasCount && !call.TryCount(2, out count)) || !call.TryFind(key, out SetValue? set))
        {
            return;
        }

        int size = set?.Count ?? 0;
        int[] picked = RandomPicks.Distinct(call.Random, size, count);
        byte[][] members = [.. picked.Select(index => set!.At(index))];
        foreach (byte[] member in members)
        {
            set!.Remove(member);
        }

        if (members.Length > 0)
        {
            call.Database.Changed(key, set!);
            call.Database.Notify(KeyEventKinds.Set, "spop", key);
            Propagate(call, members, isWhole: members.Length == size, hasCount);
        }

        ReplyPopped(call, members, hasCount);
        if (members.Length > 0)
        {
            call.Database.NotifyIfGone(key, set!);
        }
    }

    /// <summary>Sends the chosen members to replicas, because they must not choose again.</summary>
    private static void Propagate(in CommandCall call, byte[][] members, bool isWhole, bool hasCount)
    {
        Propagation propagation = call.Keyspace.Propagation;
        byte[] key = call.Words[1];
        byte[] remove = "SREM"u8.ToArray();
        if (!hasCount)
        {
            propagation.Rewrite(remove, key, members[0]);
        }
        else if (isWhole)
        {
            propagation.Rewrite("DEL"u8.ToArray(), key);
        }
        else
        {
            foreach (byte[] member in members)
            {
                propagation.Add(call.Database.Index, remove, key, member);
            }

            propagation.Prevent();
        }
    }

    private static void ReplyPopped(in CommandCall call, byte[][] members, bool asSet)
    {
        if (!asSet)
        {
            call.Reply.BulkOrNull(members.Length == 0 ? null : members[0]);
            return;
        }

        call.Reply.Set(members.Length);
        foreach (byte[] member in members)
        {
            call.Reply.Bulk(member);
        }
    }

    private static void SRandMember(CommandCall call)
    {
        bool hasCount = call.Words.Length > 2;
        long count = 1;
        if (call.Words.Length > 3)
        {
            call.Fail(DataErrors.Syntax);
            return;
        }

        if ((hasCount && !RandomPicks.TryParse(call, null, out count, out _)) || !call.TryRead(call.Words[1], out SetValue? set))
        {
            return;
        }

        if (!hasCount)
        {
            call.Reply.BulkOrNull(set?.At(call.Random.Next(set.Count)));
            return;
        }

        var picked = RandomPicks.Indexes(call.Random, set?.Count ?? 0, count);
        call.Reply.Array(picked.Count);
        foreach (int index in picked)
        {
            call.Reply.Bulk(set!.At(index));
        }
    }
}
