namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>The clients that are connected, and which of them were written to out of turn.</summary>
internal sealed class ClientRegistry
{
    private readonly SortedDictionary<long, ClientSession> _clients = [];
    private readonly List<Connection> _written = [];
    private long _lastId;

    /// <summary>In the order they came.</summary>
    internal IReadOnlyCollection<ClientSession> All => _clients.Values;

    internal int Count => _clients.Count;

    /// <summary>A number that no client had before.</summary>
    internal long NewId() => ++_lastId;

    internal ClientSession? Find(long id) => _clients.GetValueOrDefault(id);

    internal void Add(ClientSession client) => _clients.Add(client.Id, client);

    internal void Remove(ClientSession client) => _clients.Remove(client.Id);

    /// <summary>Sends what was written to a client out of turn, at the end of the work under way.</summary>
    internal void FlushLater(ClientSession client)
    {
        if (client.Connection is { } connection)
        {
            _written.Add(connection);
        }
    }

    internal void FlushWritten()
    {
        if (_written.Count > 0)
        {
            _written.ForEach(static connection => connection.Flush());
            _written.Clear();
        }
    }

    internal void CloseAll()
    {
        foreach (ClientSession client in All.ToArray())
        {
            client.Connection?.Flush();
            client.Connection?.Close();
        }
    }
}
