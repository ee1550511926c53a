using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Commands.SortedSets;

/// <summary>How commands on sorted sets reply members.</summary>
internal static class SortedSetReplies
{
    /// <summary>Members, with their scores if asked for: as pairs on RESP3, one after the other on RESP2.</summary>
    internal static void Members(IReply reply, ReadOnlySpan<ScoredMember> items, bool withScores)
    {
        if (withScores && reply.Protocol > 2)
        {
            Pairs(reply, items);
            return;
        }

        reply.Array(items.Length * (withScores ? 2 : 1));
        foreach (ScoredMember item in items)
        {
            reply.Bulk(item.Member);
            if (withScores)
            {
                reply.Double(item.Score);
            }
        }
    }

    /// <summary>An array of pairs of a member and its score.</summary>
    internal static void Pairs(IReply reply, ReadOnlySpan<ScoredMember> items)
    {
        reply.Array(items.Length);
        foreach (ScoredMember item in items)
        {
            reply.Array(2);
            reply.Bulk(item.Member);
            reply.Double(item.Score);
        }
    }
}
