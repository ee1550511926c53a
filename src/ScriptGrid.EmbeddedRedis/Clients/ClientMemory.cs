namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>Roughly the memory that Redis would need for a client, in bytes.</summary>
internal readonly record struct ClientMemory
{
    /// <summary>Pending replies up to this size fit into the buffer that each client has; larger ones need a list of blocks.</summary>
    internal const int StaticReplyBytes = 16 * 1024;

    private const int SmallReplyBytes = 1024;
    private const int ClientBytes = 776;
    private const int BlockBytes = 40;
    private const int QueryBytes = 20474;
    private const int QueuedCommandBytes = 24;
    private const int SubscriptionBytes = 56;
    private const int WatchedKeyBytes = 56;
    private const int IdleMilliseconds = 2000;

    /// <summary>Bytes that were received but not used yet, and those of the command under way.</summary>
    internal long Query { get; private init; }

    /// <summary>Free bytes of the receive buffer. An idle client has no such buffer.</summary>
    internal long QueryFree { get; private init; }

    internal long Arguments { get; private init; }

    internal long Transaction { get; private init; }

    internal long ReplyBuffer { get; private init; }

    /// <summary>Bytes that wait to be sent, if they fit into the buffer that each client has; otherwise 0.</summary>
    internal long Pending { get; private init; }

    internal long Blocks { get; private init; }

    /// <summary>The blocks' bytes that wait to be sent, if the buffer is too small; otherwise 0. <c>client-output-buffer-limit</c> limits them.</summary>
    internal long BlocksBytes { get; private init; }

    internal long Total { get; private init; }

    /// <summary>Returns the memory of a client.</summary>
    /// <param name="client">The client.</param>
    /// <param name="now">The time in milliseconds since 1970.</param>
    /// <param name="command">The words of its command under way; empty if there is none.</param>
    internal static ClientMemory Of(ClientSession client, long now, ReadOnlySpan<byte[]> command = default)
    {
        long arguments = 0;
        foreach (byte[] word in command)
        {
            arguments += word.Length;
        }

        // Each word is received as $3\r\nGET\r\n, and a command begins with *1\r\n.
        const int LengthBytes = 6;
        const int CountBytes = 4;
        long query = (client.Connection?.Input.Unread.Length ?? 0) + (command.IsEmpty ? 0 : CountBytes + arguments + (command.Length * LengthBytes));
        long free = now - client.ActiveAt > IdleMilliseconds && query == 0 ? 0 : Math.Max(0, QueryBytes - query);
        long pending = client.Connection?.PendingBytes ?? 0;
        long blocks = pending > StaticReplyBytes ? (pending / StaticReplyBytes) + 1 : 0;
        long blocksBytes = OutsideBuffer(pending);
        long transaction = client.Transaction?.Queue.Sum(static words => QueuedCommandBytes + words.Sum(static word => (long)word.Length)) ?? 0;
        long reply = pending > SmallReplyBytes ? StaticReplyBytes : SmallReplyBytes;
        long rest = (client.Subscriptions.Count + client.Subscriptions.ShardChannels.Count) * SubscriptionBytes
            + client.Watched.Sum(static watched => WatchedKeyBytes + watched.Key.Length)
            + ((client.Transaction?.Queue.Count ?? 0) * QueuedCommandBytes);
        return new ClientMemory
        {
            Query = query,
            QueryFree = free,
            Arguments = arguments,
            Transaction = transaction,
            ReplyBuffer = reply,
            Pending = blocks == 0 ? pending : 0,
            Blocks = blocks,
            BlocksBytes = blocksBytes,
            Total = ClientBytes + query + free + arguments + transaction + reply + blocksBytes + rest,
        };
    }

    /// <summary>
    /// Returns the bytes of the blocks if the pending bytes do not fit into the buffer that each client has: all of them and the blocks' overhead. Otherwise
    /// returns 0.
    /// </summary>
    internal static long OutsideBuffer(long pending) => pending > StaticReplyBytes ? pending + (((pending / StaticReplyBytes) + 1) * BlockBytes) : 0;
}
