using System.Globalization;
using System.Text;
using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Commands;
using ScriptGrid.EmbeddedRedis.Resp;
using ScriptGrid.EmbeddedRedis.Server;

namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>The clients that see every command, by MONITOR.</summary>
internal sealed class Monitors(RedisServer server)
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

    /// <summary>Tells of a command that is about to run.</summary>
    internal void Tell(Command command, in CommandCall call)
    {
        long microseconds = server.Clock.Microseconds;
        string from = call.Client.IsScript ? "lua" : call.Client.Connection?.RemoteEndPoint.ToString() ?? "local";
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"{microseconds / 1_000_000}.{microseconds % 1_000_000:000000} [{call.Client.DatabaseIndex} {from}]");
        foreach (byte[] word in Redaction.Of(command, call.Words))
        {
            line.Append(' ').Append(QuotedText.Of(word));
        }

        foreach (ClientSession client in _clients)
        {
            client.Reply!.Status(line.ToString());
            server.Clients.FlushLater(client);
        }
    }
}
