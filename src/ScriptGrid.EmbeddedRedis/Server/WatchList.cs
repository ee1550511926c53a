using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Server;

/// <summary>The keys that clients watch, so that EXEC fails if one was changed.</summary>
internal sealed class WatchList
{
    private readonly Dictionary<byte[], List<ClientSession>>[] _watchers;

    private readonly Database[] _databases;

    internal WatchList(Database[] databases)
    {
        _databases = databases;
        _watchers = [.. databases.Select(static _ => new Dictionary<byte[], List<ClientSession>>(ByteArrayComparer.Instance))];
        for (int i = 0; i < databases.Length; i++)
        {
            Dictionary<byte[], List<ClientSession>> watchers = _watchers[i];
            databases[i].KeyChanged += (_, key) => Touch(watchers, key);
        }
    }

    internal void Watch(ClientSession client, byte[] key)
    {
        if (client.Watched.Any(watched => watched.Database == client.DatabaseIndex && watched.Key.AsSpan().SequenceEqual(key)))
        {
            return;
        }

        client.Watched.Add((client.DatabaseIndex, key));
        Dictionary<byte[], List<ClientSession>> watchers = _watchers[client.DatabaseIndex];
        if (!watchers.TryGetValue(key, out List<ClientSession>? clients))
        {
            watchers.Add(key, clients = []);
        }

        clients.Add(client);
    }

    /// <summary>Lets what a client watches expire if its time has come, so that its transaction fails.</summary>
    internal void ExpireWatched(ClientSession client)
    {
        foreach ((int database, byte[] key) in client.Watched)
        {
            _databases[database].Find(key, touch: false);
        }
    }

    internal void UnwatchAll(ClientSession client)
    {
        foreach ((int database, byte[] key) in client.Watched)
        {
            List<ClientSession> clients = _watchers[database][key];
            clients.Remove(client);
            if (clients.Count == 0)
            {
                _watchers[database].Remove(key);
            }
        }

        client.Watched.Clear();
        client.IsWatchBroken = false;
    }

    private static void Touch(Dictionary<byte[], List<ClientSession>> watchers, byte[] key)
    {
        if (watchers.Count > 0 && watchers.TryGetValue(key, out List<ClientSession>? clients))
        {
            clients.ForEach(static client => client.IsWatchBroken = true);
        }
    }
}
