using ScriptGrid.Cluster.Membership;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Benchmarks.Simulation;

/// <content>Grains and the grain directory, which is partitioned among the silos.</content>
internal sealed partial class SimulatedSilo
{
    private const int Attempts = 3;
    private const int Hops = 2;

    private readonly Dictionary<string, Activation> _activations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SiloAddress> _directory = new(StringComparer.Ordinal);
    private SiloView? _ring;
    private MembershipSnapshot? _ringOf;

    /// <summary>The activations on this silo.</summary>
    public IReadOnlyCollection<Activation> Activations => _activations.Values;

    /// <summary>Calls a grain on the silo where it is active, and activates it if it is not active anywhere.</summary>
    public async Task<Answer<T>> CallAsync<T>(string key, string kind, Func<Activation, Task<Answer<T>>> call, TimeSpan patience)
    {
        var limit = new TaskCompletionSource<Answer<T>>();
        Timeline.Schedule(patience, this, () => limit.TrySetResult(default));
        return await await Task.WhenAny(CallAsync(key, kind, call), limit.Task);
    }

    /// <summary>Ends an activation. If it moves, its state goes with it.</summary>
    public async Task DeactivateAsync(Activation activation, Parting parting)
    {
        if (activation.IsOver || !await activation.AwaitReadyAsync() || activation.IsOver)
        {
            return;
        }

        activation.IsOver = true;
        byte[]? state = await activation.DeactivateAsync(parting);
        SiloAddress? next = activation is TargetActivation && parting is Parting.Moving or Parting.Stopping ? PlaceOf(activation.Key) : null;
        if (next is not null && !next.Equals(Address))
        {
            World.HandOvers++;
            Answer<bool> answer = await World.Network.AskAsync(
                this, next, "move", async to => Answer<bool>.Of(await to.AcceptAsync(activation.Key, state, Address)), ResponseLimit);
            if (answer is { IsThere: true, Value: true })
            {
                _activations.Remove(activation.Key);
                return;
            }
        }

        _activations.Remove(activation.Key);
        Unregister(activation.Key, Address);
    }

    private static ulong DirectoryHash(string key) => TargetHash.Mix(TargetHash.Of(key) + 1);

    private async Task<Answer<T>> CallAsync<T>(string key, string kind, Func<Activation, Task<Answer<T>>> call)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            if (DirectoryOf(key) is not { } keeper)
            {
                return default;
            }

            Answer<SiloAddress?> place = await World.Network.AskAsync(this, keeper, "directory", to => to.FindAsync(key, Hops), ResponseLimit);
            if (place.IsThere && (place.Value ?? PlaceOf(key)) is { } silo)
            {
                Answer<T> answer = await World.Network.AskAsync(this, silo, kind, to => to.InvokeAsync(key, kind, call, isForwarded: false), ResponseLimit);
                if (answer.IsThere)
                {
                    return answer;
                }
            }

            await DelayAsync(TimeSpan.FromMilliseconds(50 << attempt));
        }

        return default;
    }

    private async Task<Answer<T>> InvokeAsync<T>(string key, string kind, Func<Activation, Task<Answer<T>>> call, bool isForwarded)
    {
        if (!_activations.TryGetValue(key, out Activation? activation))
        {
            if (!IsServing)
            {
                return default;
            }

            activation = Create(key, null);
            SiloAddress? winner = await RegisterAsync(activation, null);
            if (winner is null)
            {
                return default;
            }

            if (!winner.Equals(Address))
            {
                return isForwarded
                    ? default
                    : await World.Network.AskAsync(this, winner, kind, to => to.InvokeAsync(key, kind, call, isForwarded: true), ResponseLimit);
            }
        }

        return await activation.AwaitReadyAsync() && !activation.IsOver ? await call(activation) : default;
    }

    private async Task<bool> AcceptAsync(string key, byte[]? state, SiloAddress from)
    {
        if (!IsServing || _activations.ContainsKey(key))
        {
            return false;
        }

        return Address.Equals(await RegisterAsync(Create(key, state), from));
    }

    private Activation Create(string key, byte[]? state)
    {
        Activation activation = key switch
        {
            CatalogueActivation.GrainKey => new CatalogueActivation(this),
            AggregatorActivation.GrainKey => new AggregatorActivation(this),
            _ => new TargetActivation(this, key, state),
        };
        _activations.Add(key, activation);
        return activation;
    }

    /// <summary>Registers an activation in the directory. Returns the silo that has the grain, or null if that cannot be determined.</summary>
    private async Task<SiloAddress?> RegisterAsync(Activation activation, SiloAddress? from)
    {
        Answer<SiloAddress> winner = DirectoryOf(activation.Key) is not { } keeper ? default : await World.Network.AskAsync(
            this, keeper, "directory", to => to.RegisterAsync(activation.Key, Address, from, Hops), ResponseLimit);
        if (winner.IsThere && Address.Equals(winner.Value))
        {
            await activation.BeginAsync();
        }
        else
        {
            _activations.Remove(activation.Key);
            activation.GiveUp();
        }

        return winner.Value;
    }

    /// <summary>Returns the place of a grain, or forwards the question to the silo that keeps the entry.</summary>
    private async Task<Answer<SiloAddress?>> FindAsync(string key, int hops) =>
        DirectoryOf(key) is not { } keeper ? default
        : keeper.Equals(Address) ? Answer<SiloAddress?>.Of(_directory.GetValueOrDefault(key))
        : hops == 0 ? default
        : await World.Network.AskAsync(this, keeper, "directory", to => to.FindAsync(key, hops - 1), ResponseLimit);

    private async Task<Answer<SiloAddress>> RegisterAsync(string key, SiloAddress silo, SiloAddress? from, int hops) =>
        DirectoryOf(key) is not { } keeper ? default
        : keeper.Equals(Address) ? Answer<SiloAddress>.Of(Register(key, silo, from))
        : hops == 0 ? default
        : await World.Network.AskAsync(this, keeper, "directory", to => to.RegisterAsync(key, silo, from, hops - 1), ResponseLimit);

    private SiloAddress Register(string key, SiloAddress silo, SiloAddress? from)
    {
        if (_directory.TryGetValue(key, out SiloAddress? known) && !known.Equals(silo) && !known.Equals(from) && _snapshot.StatusOf(known) != SiloStatus.Dead)
        {
            return known;
        }

        _directory[key] = silo;
        return silo;
    }

    private void Unregister(string key, SiloAddress silo)
    {
        if (DirectoryOf(key) is { } keeper)
        {
            World.Network.Send(this, keeper, "directory", to =>
            {
                if (silo.Equals(to._directory.GetValueOrDefault(key)))
                {
                    to._directory.Remove(key);
                }
            });
        }
    }

    /// <summary>Returns the silo that keeps the directory entry of a grain.</summary>
    private SiloAddress? DirectoryOf(string key) => RingOf(_snapshot).OwnerBy(DirectoryHash(key));

    private SiloAddress? PlaceOf(string key)
    {
        SiloView ring = RingOf(_snapshot);
        return key is CatalogueActivation.GrainKey or AggregatorActivation.GrainKey
            ? ring.OwnerBy(TargetHash.Mix((ulong)Timeline.Now.Ticks ^ (ulong)Host.Index))
            : IsStopping || !View.TryGetOwner(key, out SiloAddress? owner) || !ring.Silos.Contains(owner) ? ring.OwnerBy(TargetHash.Of(key)) : owner;
    }

    private SiloView RingOf(MembershipSnapshot snapshot)
    {
        if (_ring is null || !ReferenceEquals(_ringOf, snapshot))
        {
            (_ring, _ringOf) = (new SiloView(Address, snapshot.With(SiloStatus.Active)), snapshot);
        }

        return _ring;
    }

    /// <summary>
    /// Applies a change of the membership, as Orleans' default directory does: entries of dead silos are removed, entries that another silo now keeps are sent
    /// to it, and activations end if their entry was kept by a silo that is dead or shutting down.
    /// </summary>
    private void FollowDirectory(MembershipSnapshot before, MembershipSnapshot now)
    {
        SiloView ringBefore = RingOf(before);
        _ring = null;
        SiloView ring = RingOf(now);
        if (ring.Silos.SequenceEqual(ringBefore.Silos))
        {
            return;
        }

        foreach ((string key, SiloAddress silo) in _directory.ToArray())
        {
            if (now.StatusOf(silo) == SiloStatus.Dead)
            {
                _directory.Remove(key);
            }
        }

        SiloAddress[] lost = [.. ringBefore.Silos.Where(silo => !ring.Silos.Contains(silo) && !silo.Equals(Address))];
        if (lost.Length > 0)
        {
            foreach (Activation activation in _activations.Values.Where(activation => ringBefore.OwnerBy(DirectoryHash(activation.Key)) is { } keeper && lost.Contains(keeper)).ToArray())
            {
                Start(() => DeactivateAsync(activation, Parting.Lost));
            }
        }

        foreach (IGrouping<SiloAddress, string> part in _directory.Keys.GroupBy(key => ring.OwnerBy(DirectoryHash(key)) ?? Address).Where(part => !part.Key.Equals(Address)).ToArray())
        {
            KeyValuePair<string, SiloAddress>[] entries = [.. part.Select(key => KeyValuePair.Create(key, _directory[key]))];
            Array.ForEach(entries, entry => _directory.Remove(entry.Key));
            World.Network.Send(this, part.Key, "directory", to => to.TakeDirectory(entries));
        }
    }

    /// <summary>Takes entries from another silo. If a grain has two activations, the one that is registered later is a duplicate and ends.</summary>
    private void TakeDirectory(KeyValuePair<string, SiloAddress>[] entries)
    {
        foreach ((string key, SiloAddress silo) in entries)
        {
            if (_snapshot.StatusOf(silo) != SiloStatus.Dead && !Register(key, silo, null).Equals(silo))
            {
                World.Network.Send(this, silo, "directory", to =>
                {
                    if (to._activations.TryGetValue(key, out Activation? activation))
                    {
                        to.Start(() => to.DeactivateAsync(activation, Parting.Lost));
                    }
                });
            }
        }
    }
}

/// <summary>Finds silos of a view by hash.</summary>
internal static class SiloViewExtensions
{
    /// <summary>Returns the silo that owns a hash; null if there is none.</summary>
    public static SiloAddress? OwnerBy(this SiloView view, ulong hash) => view.Ownership.IndexOf(hash) is >= 0 and int index ? view.Silos[index] : null;
}
