using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Commands.Streams;

/// <summary>XCLAIM: takes over entries that were delivered to other consumers.</summary>
internal static class StreamClaimCommands
{
    internal static void Register(CommandTable table) => table.Add("xclaim", XClaim);

    /// <summary>Gives an entry to a consumer, who is created with the first one.</summary>
    internal static void Take(in CommandCall call, StreamGroup group, StreamId id, ClaimWords words)
    {
        PendingEntry entry = group.Give(id, StreamGroupCommands.Consumer(call, call.Words[1], group, call.Words[3]));
        entry.DeliveredAt = words.DeliveredAt;
        entry.Deliveries = words.Retries ?? entry.Deliveries + (words.JustIds ? 0 : 1);
        StreamPropagation.Claim(call, call.Words[1], group, entry);
    }

    /// <summary>Forgets an entry that is no longer in the stream. Returns false if no consumer had it.</summary>
    internal static bool Forget(in CommandCall call, StreamGroup group, StreamId id)
    {
        bool wasGiven = group.Pending.TryGetValue(id, out PendingEntry? entry);
        if (wasGiven)
        {
            StreamPropagation.Claim(call, call.Words[1], group, entry!);
            group.Forget(id);
        }

        return wasGiven;
    }

    internal static void Reply(in CommandCall call, StreamValue stream, IReadOnlyCollection<StreamId> ids, bool justIds)
    {
        call.Reply.Array(ids.Count);
        foreach (StreamId id in ids)
        {
            if (justIds)
            {
                call.Reply.Bulk(id.ToBytes());
            }
            else
            {
                call.Entry(stream[stream.IndexOf(id)]);
            }
        }
    }

    private static void XClaim(CommandCall call)
    {
        if (!StreamGroupCommands.TryGroup(call, call.Words[1], call.Words[2], out StreamValue? stream, out StreamGroup? group)
            || !call.TryInteger(4, out long minIdle, "ERR Invalid min-idle-time argument for XCLAIM"))
        {
            return;
        }

        var ids = new List<StreamId>();
        while (5 + ids.Count < call.Words.Length && StreamId.TryParseStrictly(call.Words[5 + ids.Count], 0, out StreamId id))
        {
            ids.Add(id);
        }

        if (!TryParse(call, 5 + ids.Count, out ClaimWords words))
        {
            return;
        }

        bool isLater = words.LastId > group!.LastId;
        bool hasTold = false; // An entry that is sent to replicas contains the last id, too.
        group.LastId = isLater ? words.LastId : group.LastId;
        var claimed = new List<StreamId>();
        foreach (StreamId id in ids)
        {
            if (!stream!.Contains(id))
            {
                hasTold |= Forget(call, group, id);
            }
            else if (MayTake(group, id, call.Clock.Milliseconds - minIdle, minIdle > 0, words.Force))
            {
                Take(call, group, id, words);
                claimed.Add(id);
                hasTold = true;
            }
        }

        if (isLater && !hasTold)
        {
            StreamPropagation.SetId(call, call.Words[1], group);
        }

        call.Keyspace.Propagation.Prevent();
        Reply(call, stream!, claimed, words.JustIds);
        if (isLater || hasTold)
        {
            call.Database.Counted(call.Words[1], stream!);
        }
    }

    private static bool MayTake(StreamGroup group, StreamId id, long deliveredBefore, bool hasMinIdle, bool force) =>
        group.Pending.TryGetValue(id, out PendingEntry? entry) ? !hasMinIdle || entry.DeliveredAt <= deliveredBefore : force;

    private static bool TryParse(in CommandCall call, int from, out ClaimWords words)
    {
        long now = call.Clock.Milliseconds;
        words = new ClaimWords { DeliveredAt = now };
        for (int i = from; i < call.Words.Length; i++)
        {
            bool hasValue = i + 1 < call.Words.Length;
            bool parsed = true;
            if (call.Is(i, "FORCE") || call.Is(i, "JUSTID"))
            {
                words = call.Is(i, "FORCE") ? words with { Force = true } : words with { JustIds = true };
            }
            else if (hasValue && (call.Is(i, "IDLE") || call.Is(i, "TIME")))
            {
                string name = call.Is(i, "IDLE") ? "IDLE" : "TIME";
                parsed = call.TryInteger(++i, out long time, $"ERR Invalid {name} option argument for XCLAIM");
                time = name == "IDLE" ? now - time : time;
                words = words with { DeliveredAt = time < 0 || time > now ? now : time };
            }
            else if (hasValue && call.Is(i, "RETRYCOUNT"))
            {
                parsed = call.TryInteger(++i, out long retries, "ERR Invalid RETRYCOUNT option argument for XCLAIM");
                words = words with { Retries = retries < 0 ? null : retries };
            }
            else if (hasValue && call.Is(i, "LASTID"))
            {
                parsed = call.TryStrictId(++i, out StreamId last);
                words = words with { LastId = last };
            }
            else
            {
                parsed = call.Fail($"ERR Unrecognized XCLAIM option '{WordText.Of(call.Words[i])}'");
            }

            if (!parsed)
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>How entries are taken over.</summary>
/// <param name="DeliveredAt">The time at which they count as delivered, in milliseconds since 1970.</param>
/// <param name="Retries">The number of deliveries that they count as having; null means one more.</param>
/// <param name="Force">Whether to take entries that no consumer has, too.</param>
/// <param name="JustIds">Whether to reply with ids only and not to count a delivery.</param>
/// <param name="LastId">A last id for the group, used if it is higher than the group's own.</param>
internal readonly record struct ClaimWords(long DeliveredAt, long? Retries, bool Force, bool JustIds, StreamId LastId);
