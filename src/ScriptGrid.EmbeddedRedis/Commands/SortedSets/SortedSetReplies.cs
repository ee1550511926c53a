using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Commands.SortedSets;

/// <summary>How commands on sorted sets reply with members.</summary>
internal static class SortedSetReplies
{
    /// <summary>Replies with members, and with their scores if asked for: in pairs over RESP3, in alternation over RESP2.</summary>
    internal static void Members(IReply reply, ReadOnlySpan<ScoredMember> items, bool withScores)
    {
        Begin(reply, items.Length, withScores);
        foreach (ScoredMember item in items)
        {
            Member(reply, item, withScores);
        }
    }

    /// <summary>Begins a reply of <paramref name="count"/> members, each of which <see cref="Member"/> must write.</summary>
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
