namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>The clients that are connected, and which of them were written to.</summary>
internal sealed class ClientRegistry
{
    /// <summary>By id, which only grows.</summary>
    private readonly List<ClientSession> _clients = [];
    private readonly List<Connection> _written = [];
    private long _lastId;

    /// <summary>In the order they came.</summary>
    internal IReadOnlyCollection<ClientSession> All => _clients;

    internal int Count => _clients.Count;

    /// <summary>Whether too much waits to be sent to a client, so that it is closed.</summary>
    internal Func<ClientSession, bool> IsOverLimit { get; set; } = static _ => false;

    /// <summary>A number that no client had before.</summary>
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

    /// <summary>Sends what was written to a client once all work that came together is done.</summary>
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

    /// <summary>Where a client stands; negative where it is not there.</summary>
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
