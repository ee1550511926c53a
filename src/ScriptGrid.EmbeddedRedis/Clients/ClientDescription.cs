using System.Globalization;
using System.Text;

namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>A client's line of CLIENT LIST, without the line end.</summary>
internal static class ClientDescription
{
    /// <summary>Describes a client, including the words of its command under way, if there is one.</summary>
    internal static string Of(ClientSession client, long now, ReadOnlySpan<byte[]> command = default)
    {
        Connection? connection = client.Connection;
        var memory = ClientMemory.Of(client, now, command);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"id={client.Id} addr={connection?.RemoteEndPoint} laddr={connection?.LocalEndPoint} fd={client.Id + 7} name={Encoding.Latin1.GetString(client.Name)} "
            + $"age={(now - client.ConnectedAt) / 1000} idle={(now - client.ActiveAt) / 1000} flags={Flags(client)} db={client.DatabaseIndex} "
            + $"sub={client.Subscriptions.Channels.Count} psub={client.Subscriptions.Patterns.Count} ssub={client.Subscriptions.ShardChannels.Count} "
            + $"multi={client.Transaction?.Queue.Count ?? -1} qbuf={memory.Query} qbuf-free={memory.QueryFree} argv-mem={memory.Arguments} "
            + $"multi-mem={memory.Transaction} rbs={memory.ReplyBuffer} rbp=0 obl={memory.Pending} oll={memory.Blocks} omem={memory.BlocksBytes} tot-mem={memory.Total} "
            + $"events={(connection?.PendingBytes > 0 ? "rw" : "r")} cmd={client.LastCommand} user={client.User?.Name ?? "(superuser)"} "
            + $"redir={client.Tracking?.RedirectTo ?? -1} resp={client.Protocol}");
    }

    private static string Flags(ClientSession client)
    {
        var flags = new StringBuilder();
        Add(client.Replica is { IsFollowing: true }, 'S');
        Add(client.IsMonitor, 'O');
        Add(!client.Subscriptions.IsEmpty, 'P');
        Add(client.Transaction is not null, 'x');
        Add(client.Blocked is not null || client.Postponed is not null, 'b');
        Add(client.Tracking is not null, 't');
        Add(client.Tracking is { IsRedirectBroken: true }, 'R');
        Add(client.Tracking is { IsBroadcasting: true }, 'B');
        Add(client.IsWatchBroken, 'd');
        Add(client.Connection?.IsClosingAfterReply == true, 'c');
        Add(client.IsExemptFromEviction, 'e');
        return flags.Length == 0 ? "N" : flags.ToString();

        void Add(bool isSet, char flag)
        {
            if (isSet)
            {
                flags.Append(flag);
            }
        }
    }
}
