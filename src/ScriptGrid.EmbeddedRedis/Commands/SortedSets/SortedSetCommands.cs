using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.SortedSets;

/// <summary>Sorted sets: single members.</summary>
internal static class SortedSetCommands
{
    internal static void Register(CommandTable table)
    {
        table.Add("zrem", ZRem);
        table.Add("zcard", ZCard);
        table.Add("zscore", ZScore);
        table.Add("zmscore", ZmScore);
        table.Add("zrank", static call => Rank(call, reverse: false));
        table.Add("zrevrank", static call => Rank(call, reverse: true));
        table.Add("zrandmember", ZRandMember);
    }

    private static void ZRem(CommandCall call)
    {
        byte[] key = call.Words[1];
        if (!call.TryFind(key, out SortedSetValue? set))
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
            call.Database.Changed(key, set!, KeyEventKinds.SortedSet, "zrem");
        }

        call.Reply.Integer(removed);
    }

    private static void ZCard(CommandCall call)
    {
        if (call.TryRead(call.Words[1], out SortedSetValue? set))
        {
            call.Reply.Integer(set?.Count ?? 0);
        }
    }

    private static void ZScore(CommandCall call)
    {
        if (call.TryRead(call.Words[1], out SortedSetValue? set))
        {
            ReplyScore(call, set, call.Words[2]);
        }
    }

    private static void ZmScore(CommandCall call)
    {
        if (!call.TryRead(call.Words[1], out SortedSetValue? set))
        {
            return;
        }

        call.Reply.Array(call.Words.Length - 2);
        foreach (byte[] member in call.Words[2..])
        {
            ReplyScore(call, set, member);
        }
    }

    private static void ReplyScore(in CommandCall call, SortedSetValue? set, byte[] member)
    {
        if (set is not null && set.TryGetScore(member, out double score))
        {
            call.Reply.Double(score);
        }
        else
        {
            call.Reply.Null();
        }
    }

    private static void Rank(in CommandCall call, bool reverse)
    {
        if (!call.TryRead(call.Words[1], out SortedSetValue? set))
        {
            return;
        }

        if (set is null || !set.TryGetScore(call.Words[2], out double score))
        {
            call.Reply.Null();
            return;
        }

        int rank = set.Order.CountBefore(new ScoredMember(call.Words[2], score));
        call.Reply.Integer(reverse ? set.Count - 1 - rank : rank);
    }

    private static void ZRandMember(CommandCall call)
    {
        bool hasCount = call.Words.Length > 2;
        (long count, bool withScores) = (1, false);
        if ((hasCount && !RandomPicks.TryParse(call, "WITHSCORES", out count, out withScores)) || !call.TryRead(call.Words[1], out SortedSetValue? set))
        {
            return;
        }

        Random random = call.Random;
        if (hasCount)
        {
            var picked = RandomPicks.Indexes(random, set?.Count ?? 0, count);
            SortedSetReplies.Begin(call.Reply, picked.Count, withScores);
            foreach (int index in picked)
            {
                SortedSetReplies.Member(call.Reply, set!.At(index), withScores);
            }
        }
        else
        {
            call.Reply.BulkOrNull(set?.At(random.Next(set.Count)).Member);
        }
    }
}
