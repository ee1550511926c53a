using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Commands.SortedSets;

/// <summary>How commands on sorted sets reply members.</summary>
internal static class SortedSetReplies
{
    /// <summary>Members, with their scores if asked for: as pairs on RESP3, one after the other on RESP2.</summary>
    internal static void Members(IReply reply, ReadOnlySpan<ScoredMember> items, bool withScores)
    {
        Begin(reply, items.Length, withScores);
        foreach (ScoredMember item in items)
        {
            Member(reply, item, withScores);
        }
    }

    /// <summary>The head of as many members, each of which <see cref="Member"/> is to write.</summary>
    internal static void Begin(IReply reply, int count, bool withScores) => reply.Array(withScores && reply.Protocol <= 2 ? count * 2 : count);

    internal static void Member(IReply reply, ScoredMember item, bool withScore)
    {
        if (withScore && reply.Protocol > 2)
        {
            reply.Array(2);
        }

        reply.Bulk(item.Member);
        if (withScore)
        {
            reply.Double(item.Score);
        }
    }
}
