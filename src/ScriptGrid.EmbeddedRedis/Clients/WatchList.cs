using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>The keys that clients watch, so that EXEC fails if one of them changed.</summary>
internal sealed class WatchList
{
    private readonly Database[] _databases;
    private readonly Dictionary<byte[], List<WatchedKey>>[] _watches;

    internal WatchList(Database[] databases)
    {
        _databases = databases;
        _watches = [.. databases.Select(static _ => new Dictionary<byte[], List<WatchedKey>>(ByteArrayComparer.Instance))];
        for (int i = 0; i < databases.Length; i++)
        {
            Dictionary<byte[], List<WatchedKey>> watches = _watches[i];
            databases[i].KeyChanged += (database, key, change) => Touch(watches, database, key, change);
            databases[i].Replacing += (database, other) => Replace(watches, database, other);
        }
    }

    internal void Watch(ClientSession client, byte[] key)
    {
        if (client.Watched.Exists(watched => watched.Database == client.DatabaseIndex && watched.Key.AsSpan().SequenceEqual(key)))
        {
            return;
        }

        var watched = new WatchedKey(client, client.DatabaseIndex, key) { IsStale = _databases[client.DatabaseIndex].IsExpired(key) };
        client.Watched.Add(watched);
        Dictionary<byte[], List<WatchedKey>> watches = _watches[client.DatabaseIndex];
        if (!watches.TryGetValue(key, out List<WatchedKey>? watchers))
        {
            watches.Add(key, watchers = []);
        }

        watchers.Add(watched);
    }

    /// <summary>Whether a key that a client watches was changed, or has expired since it was watched.</summary>
    internal bool IsBroken(ClientSession client) =>
        client.IsWatchBroken || client.Watched.Exists(watched => !watched.IsStale && _databases[watched.Database].IsExpired(watched.Key));

    /// <summary>Discards a client's transaction and the keys that it watches.</summary>
    internal void Discard(ClientSession client)
    {
        client.Transaction = null;
        UnwatchAll(client);
    }

    internal void UnwatchAll(ClientSession client)
    {
        foreach (WatchedKey watched in client.Watched)
        {
            Dictionary<byte[], List<WatchedKey>> watches = _watches[watched.Database];
            List<WatchedKey> watchers = watches[watched.Key];
            watchers.Remove(watched);
            if (watchers.Count == 0)
            {
                watches.Remove(watched.Key);
            }
        }

        client.Watched.Clear();
        client.IsWatchBroken = false;
    }

    private static void Touch(Dictionary<byte[], List<WatchedKey>> watches, Database database, byte[] key, KeyChange change)
    {
        if (watches.Count == 0 || change == KeyChange.OfWholeDatabase || !watches.TryGetValue(key, out List<WatchedKey>? watchers))
        {
            return;
        }

        foreach (WatchedKey watched in watchers)
        {
            // If a key had expired before it was watched, its removal is no change.
            bool isOnlyCleared = watched.IsStale && database.Find(key, touch: false) is null;
            watched.IsStale = false;
            watched.Client.IsWatchBroken |= !isOnlyCleared;
        }
    }

    /// <summary>
    /// Called when the keys of a database are replaced by those of another, or by none. A key that was missing or had expired counts as unchanged if it is then
    /// missing or expired.
    /// </summary>
    private static void Replace(Dictionary<byte[], List<WatchedKey>> watches, Database database, Database? other)
    {
        foreach ((byte[] key, List<WatchedKey> watchers) in watches)
        {
            bool wasThere = database.Peek(key) is not null;
            bool comes = other?.Peek(key) is not null;
            bool comesExpired = comes && other!.IsExpired(key);
            if (!wasThere && !comes)
            {
                continue;
            }

            foreach (WatchedKey watched in watchers)
            {
                bool isUnchanged = watched.IsStale ? !comes || comesExpired : !wasThere && comesExpired;
                watched.IsStale = isUnchanged && comes;
                watched.Client.IsWatchBroken |= !isUnchanged;
            }
        }
    }
}

/// <summary>A key that a client watches.</summary>
internal sealed class WatchedKey(ClientSession client, int database, byte[] key)
{
    internal ClientSession Client { get; } = client;

    internal int Database { get; } = database;

    internal byte[] Key { get; } = key;

    /// <summary>Whether it had expired, but was still there, when the client began to watch it.</summary>
    internal bool IsStale { get; set; }
}
