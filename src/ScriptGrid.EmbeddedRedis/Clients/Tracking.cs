using ScriptGrid.EmbeddedRedis.Catalogue;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>
/// Which clients keep which keys, by CLIENT TRACKING, and who is told that a key was changed. What a command changes of the keys that its own client keeps is told after its
/// reply.
/// </summary>
internal sealed class Tracking
{
    private readonly ClientRegistry _clients;
    private readonly Invalidations _invalidations;
    private readonly Dictionary<byte[], SortedSet<long>> _readers = new(ByteArrayComparer.Instance);
    private readonly SortedDictionary<byte[], BroadcastPrefix> _broadcasts = new(ByteOrder.Instance);

    /// <summary>Keys that the client whose command runs must yet be told of; null for all keys.</summary>
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

    /// <summary>How many clients keep keys.</summary>
    internal int Clients { get; private set; }

    /// <summary>How many keys are remembered.</summary>
    internal int Keys => _readers.Count;

    /// <summary>How many pairs of a key and a client are remembered.</summary>
    internal long Items { get; private set; }

    internal int Prefixes => _broadcasts.Count;

    /// <summary>Whether there is anything to remember or to tell; if not, nothing else needs to be called.</summary>
    internal bool IsUsed => Clients > 0 || Keys > 0;

    /// <summary>Begins to track for a client, or changes how; prefixes add up.</summary>
    internal void Enable(ClientSession client, long redirectTo, TrackingModes modes, IReadOnlyCollection<byte[]> prefixes)
    {
        Clients += client.Tracking is null ? 1 : 0;
        ClientTracking tracking = client.Tracking ??= new ClientTracking();
        (tracking.Modes, tracking.RedirectTo, tracking.IsRedirectBroken) = (modes, redirectTo, false);
        if (tracking.IsBroadcasting)
        {
            foreach (byte[] prefix in prefixes.Count == 0 ? [[]] : prefixes)
            {
                tracking.Prefixes.Add(prefix);
                if (!_broadcasts.TryGetValue(prefix, out BroadcastPrefix? broadcast))
                {
                    _broadcasts.Add(prefix, broadcast = new BroadcastPrefix());
                }

                broadcast.Listeners.Add(client);
            }
        }
    }

    /// <summary>Ends to track for a client, if it was.</summary>
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

    /// <summary>Says that a client's command begins, within another or not. What it gives is to be handed to <see cref="Leave"/>.</summary>
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

    /// <summary>Says that a client's command has ended: what it read is remembered, and what waited for its reply is told.</summary>
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

    /// <summary>Says that a client that waited is served.</summary>
    internal void BeginServing(ClientSession client) => _acting = _current = client;

    /// <summary>Says that it has its reply.</summary>
    internal void EndServing()
    {
        _acting = null;
        TellPending();
        _current = null;
    }

    /// <summary>Tells those who listen to prefixes what was changed since; to be called once the work under way has ended.</summary>
    internal void TellBroadcasts()
    {
        foreach (BroadcastPrefix broadcast in _broadcasts.Values)
        {
            if (broadcast.Changed.Count == 0)
            {
                continue;
            }

            foreach (ClientSession listener in broadcast.Listeners)
            {
                bool skipsOwn = listener.Tracking!.Modes.HasFlag(TrackingModes.NoLoop);
                byte[][] keys = [.. broadcast.Changed.Where(pair => !skipsOwn || pair.Value != listener).Select(static pair => pair.Key)];
                if (keys.Length > 0)
                {
                    _invalidations.Send(listener, keys);
                }
            }

            broadcast.Changed.Clear();
        }
    }

    /// <summary>Forgets keys until no more than so many are remembered; whoever keeps them is told. 0 is no limit.</summary>
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
