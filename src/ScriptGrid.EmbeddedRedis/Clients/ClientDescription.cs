using System.Globalization;
using System.Text;

namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>A client's line of CLIENT LIST, without the end of the line.</summary>
internal static class ClientDescription
{
    internal static string Of(ClientSession client, long now)
    {
        Connection? connection = client.Connection;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"id={client.Id} addr={connection?.RemoteEndPoint} laddr={connection?.LocalEndPoint} fd={client.Id + 7} name={Encoding.Latin1.GetString(client.Name)} "
            + $"age={(now - client.ConnectedAt) / 1000} idle={(now - client.ActiveAt) / 1000} flags={Flags(client)} db={client.DatabaseIndex} "
            + $"sub={client.Subscriptions.Channels.Count} psub={client.Subscriptions.Patterns.Count} ssub={client.Subscriptions.ShardChannels.Count} "
            + $"multi={client.Transaction?.Queue.Count ?? -1} qbuf={connection?.Input.Unread.Length ?? 0} qbuf-free=0 argv-mem=0 multi-mem=0 rbs=1024 rbp=0 "
            + $"obl=0 oll=0 omem={connection?.PendingBytes ?? 0} tot-mem=22000 events=r cmd={client.LastCommand} user={client.User?.Name ?? "(superuser)"} "
            + $"redir=-1 resp={client.Protocol}");
    }

    private static string Flags(ClientSession client)
    {
        var flags = new StringBuilder();
        Add(client.IsMonitor, 'O');
        Add(!client.Subscriptions.IsEmpty, 'P');
        Add(client.Transaction is not null, 'x');
        Add(client.Blocked is not null, 'b');
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
