using System.Globalization;
using System.Text;
using ScriptGrid.EmbeddedRedis.Catalogue;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>The clients that see every command, because they called MONITOR.</summary>
internal sealed class Monitors(ClientRegistry clients, ServerClock clock)
{
    private readonly List<ClientSession> _clients = [];

    internal bool IsEmpty => _clients.Count == 0;

    internal void Add(ClientSession client)
    {
        if (!client.IsMonitor)
        {
            client.IsMonitor = true;
            _clients.Add(client);
        }
    }

    internal void Remove(ClientSession client)
    {
        client.IsMonitor = false;
        _clients.Remove(client);
    }

    /// <summary>Sends a command to all monitors.</summary>
    internal void Tell(CommandFacts facts, ClientSession caller, ReadOnlySpan<byte[]> words)
    {
        long microseconds = clock.Microseconds;
        string from = caller.IsScript ? "lua" : caller.Connection?.RemoteEndPoint.ToString() ?? "local";
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"{microseconds / 1_000_000}.{microseconds % 1_000_000:000000} [{caller.DatabaseIndex} {from}]");
        foreach (byte[] word in Redaction.Of(facts, words))
        {
            line.Append(' ').Append(QuotedText.Of(word));
        }

        foreach (ClientSession client in _clients)
        {
            client.Reply!.Status(line.ToString());
            clients.FlushLater(client);
        }
    }
}
