using ScriptGrid.EmbeddedRedis.Catalogue;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>
/// Which clients cache which keys, by CLIENT TRACKING, and who is notified when a key changes. If a command changes keys that its own client caches, the client
/// is notified after the reply.
/// </summary>
internal sealed class Tracking
{
    private readonly ClientRegistry _clients;
    private readonly Invalidations _invalidations;
    private readonly Dictionary<byte[], SortedSet<long>> _readers = new(ByteArrayComparer.Instance);
    private readonly SortedDictionary<byte[], BroadcastPrefix> _broadcasts = new(ByteOrder.Instance);

    /// <summary>Keys of which the client with the command under way must still be notified. A null element means all keys.</summary>
    private readonly List<byte[]?> _pending = [];
    private ClientSession? _current;
    private ClientSession? _acting;

    internal Tracking(Keyspace keyspace, ClientRegistry clients)
    {
        _clients = clients;
        _invalidations = new Invalidations(clients);
        keyspace.Flushed += TellOfFlush;
        foreach (Database database in keyspace.Databases)
        {
            database.KeyChanged += (_, key, change) => Changed(key, change);
        }
    }

    /// <summary>The number of clients that track keys.</summary>
    internal int Clients { get; private set; }

    /// <summary>The number of remembered keys.</summary>
    internal int Keys => _readers.Count;

    /// <summary>The number of remembered pairs of a key and a client.</summary>
    internal long Items { get; private set; }

    internal int Prefixes => _broadcasts.Count;

    /// <summary>Whether there is anything to remember or to send. If not, no other method needs to be called.</summary>
    internal bool IsUsed => Clients > 0 || Keys > 0;

    /// <summary>Starts tracking for a client, or changes its options. Prefixes are added to earlier ones.</summary>
    internal void Enable(ClientSession client, long redirectTo, TrackingModes modes, IReadOnlyCollection<byte[]> prefixes)
    {
        Clients += client.Tracking is null ? 1 : 0;
        ClientTracking tracking = client.Tracking ??= new ClientTracking();
        (tracking.Modes, tracking.RedirectTo, tracking.IsRedirectBroken) = (modes, redirectTo, false);
        if (tracking.IsBroadcasting)
        {
            foreach (byte[] prefix in prefixes.Count == 0 ? [[]] : prefixes)
            {
                if (!tracking.Prefixes.Add(prefix))
                {
                    continue; // It already listens to that prefix.
                }

                if (!_broadcasts.TryGetValue(prefix, out BroadcastPrefix? broadcast))
                {
                    _broadcasts.Add(prefix, broadcast = new BroadcastPrefix());
                }

                broadcast.Listeners.Add(client);
            }
        }
    }

    /// <summary>Ends tracking for a client, if it was on.</summary>
    internal void Disable(ClientSession client)
    {
        if (client.Tracking is not { } tracking)
        {
            return;
        }

        foreach (byte[] prefix in tracking.Prefixes)
        {
            _broadcasts[prefix].Listeners.Remove(client);
            if (_broadcasts[prefix].Listeners.Count == 0)
            {
                _broadcasts.Remove(prefix);
            }
        }

        client.Tracking = null;
        Clients--;
    }

    /// <summary>Call it when a client's command begins, nested in another or not. Pass the result to <see cref="Leave"/>.</summary>
    internal ClientSession? Enter(ClientSession client, CommandFacts facts, ReadOnlySpan<byte[]> words)
    {
        ClientSession? outer = _acting;
        _acting = client;
        _current = outer is null ? client : _current;
        if (client.Tracking is { } tracking)
        {
            (tracking.Command, tracking.Words) = (facts, words.ToArray());
        }

        return outer;
    }

    /// <summary>Call it when a client's command has ended. Remembers the keys that it read and sends the notifications that waited for its reply.</summary>
    internal void Leave(ClientSession client, CommandFacts facts, ClientSession? outer)
    {
        bool isRead = facts.Flags.HasFlag(CommandFlags.ReadOnly) && facts.Name is not ("eval_ro" or "evalsha_ro" or "fcall_ro");
        if (isRead && (client.Caller ?? client) is { Tracking: { Remembers: true } tracking } reader)
        {
            Remember(reader, tracking);
        }

        _acting = outer;
        if (outer is null)
        {
            TellPending();
            _current = null;
        }
    }

    /// <summary>Call it before a client that waits is served.</summary>
    internal void BeginServing(ClientSession client) => _acting = _current = client;

    /// <summary>Call it when that client has its reply.</summary>
    internal void EndServing()
    {
        _acting = null;
        TellPending();
        _current = null;
    }

    /// <summary>Notifies the clients with prefixes of the keys changed since the last time. Call it when the work under way has ended.</summary>
    internal void TellBroadcasts()
    {
        foreach (BroadcastPrefix broadcast in _broadcasts.Values)
        {
            if (broadcast.Changed.Count == 0)
            {
                continue;
            }

            KeyValuePair<byte[], ClientSession?>[] changed = [.. broadcast.Changed];
            broadcast.Changed.Clear(); // First, so that a failure does not have all of it told again.
            foreach (ClientSession listener in broadcast.Listeners)
            {
                bool skipsOwn = listener.Tracking!.Modes.HasFlag(TrackingModes.NoLoop);
                byte[][] keys = [.. changed.Where(pair => !skipsOwn || pair.Value != listener).Select(static pair => pair.Key)];
                if (keys.Length > 0)
                {
                    _invalidations.Send(listener, keys);
                }
            }
        }
    }

    /// <summary>Forgets keys until at most <paramref name="keys"/> are remembered, and notifies the clients that cache them. 0 means no limit.</summary>
    internal void Limit(long keys)
    {
        while (keys > 0 && Keys > keys)
        {
            Invalidate(_readers.First().Key);
        }
    }

    private void Remember(ClientSession reader, ClientTracking tracking)
    {
        foreach (KeyUse use in KeyFinder.Find(tracking.Command!, tracking.Words) ?? [])
        {
            byte[] key = tracking.Words[use.Position];
            if (!_readers.TryGetValue(key, out SortedSet<long>? readers))
            {
                _readers.Add(key, readers = []);
            }

            Items += readers.Add(reader.Id) ? 1 : 0;
        }
    }

    private void Changed(byte[] key, KeyChange change)
    {
        if (!IsUsed || change == KeyChange.OfWholeDatabase)
        {
            return;
        }

        foreach ((byte[] prefix, BroadcastPrefix broadcast) in _broadcasts)
        {
            if (key.AsSpan().StartsWith(prefix))
            {
                broadcast.Changed[key] = change == KeyChange.ByCommand ? _acting : null;
            }
        }

        Invalidate(key);
    }

    private void Invalidate(byte[] key)
    {
        if (!_readers.Remove(key, out SortedSet<long>? readers))
        {
            return;
        }

        Items -= readers.Count;
        foreach (long id in readers)
        {
            if (_clients.Find(id) is not { Tracking: { IsBroadcasting: false } tracking } reader || (tracking.Modes.HasFlag(TrackingModes.NoLoop) && reader == _current))
            {
                continue;
            }

            if (reader == _current)
            {
                _pending.Add(key);
            }
            else
            {
                _invalidations.Send(reader, [key]);
            }
        }
    }

    private void TellOfFlush()
    {
        if (!IsUsed)
        {
            return;
        }

        foreach (ClientSession client in _clients.All.Where(static client => client.Tracking is not null))
        {
            if (client == _current)
            {
                _pending.Add(null);
            }
            else
            {
                _invalidations.Send(client, null);
            }
        }

        _readers.Clear();
        Items = 0;
    }

    private void TellPending()
    {
        foreach (byte[]? key in _pending)
        {
            if (_current!.Tracking is not null)
            {
                _invalidations.Send(_current, key is null ? null : [key]);
            }
        }

        _pending.Clear();
    }
}
