namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>The connected clients, and which of them have output to send.</summary>
internal sealed class ClientRegistry
{
    /// <summary>Sorted by id, because each new id is greater.</summary>
    private readonly List<ClientSession> _clients = [];
    private readonly List<Connection> _written = [];
    private long _lastId;

    /// <summary>In the order in which they connected.</summary>
    internal IReadOnlyCollection<ClientSession> All => _clients;

    internal int Count => _clients.Count;

    /// <summary>Whether too much output waits for a client, so that it must be closed.</summary>
    internal Func<ClientSession, bool> IsOverLimit { get; set; } = static _ => false;

    /// <summary>Returns an id that no client had before.</summary>
    internal long NewId() => ++_lastId;

    internal ClientSession? Find(long id) => IndexOf(id) is var index && index >= 0 ? _clients[index] : null;

    internal void Add(ClientSession client) => _clients.Add(client);

    internal void Remove(ClientSession client)
    {
        if (IndexOf(client.Id) is var index && index >= 0)
        {
            _clients.RemoveAt(index);
        }
    }

    /// <summary>Sends a client's output once all work of the batch is done.</summary>
    internal void FlushLater(ClientSession client)
    {
        if (client.Connection is not { } connection)
        {
            return;
        }

        if (connection.IsGivenUp || IsOverLimit(client))
        {
            connection.GiveUp();
        }

        _written.Add(connection);
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

    /// <summary>Returns the index of a client, or a negative number if there is no such client.</summary>
    private int IndexOf(long id)
    {
        (int low, int high) = (0, _clients.Count - 1);
        while (low <= high)
        {
            int middle = (low + high) / 2;
            long found = _clients[middle].Id;
            if (found == id)
            {
                return middle;
            }

            (low, high) = found < id ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }
}
