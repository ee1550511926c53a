using ScriptGrid.Cluster.Membership;
using ScriptGrid.Cluster.Targets;

namespace ScriptGrid.Benchmarks.Simulation;

/// <summary>
/// One process of a silo. It models Orleans as far as the product depends on it: membership, probes, the grain directory, and moves. The product's decisions
/// are made by the product's own types.
/// </summary>
internal sealed partial class SimulatedSilo
{
    private static readonly TimeSpan ResponseLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ProbePeriod = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortPause = TimeSpan.FromSeconds(1);

    private const int Probed = 10;
    private const int MissedProbes = 3;
    private const int ManyAnswers = 1000;

    private readonly Queue<Action> _backlog = [];
    private readonly Dictionary<SiloAddress, int> _missed = [];
    private readonly Dictionary<SiloAddress, List<(Action GiveUp, Task Answer)>> _awaited = [];
    private MembershipSnapshot _snapshot = new(0, []);
    private TimeSpan _viewSince;
    private bool _isActive;

    public SimulatedSilo(World world, SimulatedHost host)
    {
        (World, Host, Address) = (world, host, host.NextAddress());
        View = new SiloView(Address, []);
        Gate = new StallGate(world.Timeline);
        _owned = OwnedTargets.None(View);
        _viewSince = world.Timeline.Now;
        world.Network.Place(Address, host);
    }

    /// <summary>The simulated world.</summary>
    public World World { get; }

    /// <summary>The simulated time.</summary>
    public Timeline Timeline => World.Timeline;

    /// <summary>The host that it runs on.</summary>
    public SimulatedHost Host { get; }

    /// <summary>The address of this process.</summary>
    public SiloAddress Address { get; }

    /// <summary>The silos as the product sees them.</summary>
    public SiloView View { get; private set; }

    /// <summary>The time since they last changed.</summary>
    public TimeSpan ViewAge => Timeline.Now - _viewSince;

    /// <summary>Whether the process has ended.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Whether the process stands still.</summary>
    public bool IsFrozen { get; private set; }

    /// <summary>Whether it has been asked to stop.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>Whether it collects.</summary>
    public bool IsServing => _isActive && !IsStopping && !IsGone;

    /// <inheritdoc/>
    public override string ToString() => $"{Host.Index}.{Address.Generation}";

    /// <summary>Runs an action now, or later if the process stands still.</summary>
    public void Do(Action action)
    {
        if (IsFrozen)
        {
            _backlog.Enqueue(action);
        }
        else if (!IsGone)
        {
            action();
        }
    }

    /// <summary>Starts an operation that no other waits for. A defect in it fails the run.</summary>
    public async void Start(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (Exception defect)
        {
            World.Judge.Fail($"{this}: {defect}");
        }
    }

    /// <summary>Waits for this long in simulated time.</summary>
    public Task DelayAsync(TimeSpan time)
    {
        var source = new TaskCompletionSource();
        Timeline.Schedule(time, this, source.SetResult);
        return source.Task;
    }

    /// <summary>Waits for a silo's answer, and gives up if that silo is declared dead.</summary>
    public void Await(SiloAddress silo, Action giveUp, Task answer)
    {
        if (silo.Equals(Address))
        {
            return;
        }

        if (!_awaited.TryGetValue(silo, out List<(Action GiveUp, Task Answer)>? answers))
        {
            _awaited[silo] = answers = [];
        }

        if (answers.Count > 0 && answers.Count % ManyAnswers == 0)
        {
            answers.RemoveAll(static awaited => awaited.Answer.IsCompleted);
        }

        answers.Add((giveUp, answer));
    }

    /// <summary>Makes the process stand still.</summary>
    public void Freeze() => IsFrozen = true;

    /// <summary>Makes the process go on, with the actions that have queued up.</summary>
    public void Thaw()
    {
        IsFrozen = false;
        while (_backlog.TryDequeue(out Action? action))
        {
            Timeline.Schedule(TimeSpan.Zero, this, action);
        }
    }

    /// <summary>Ends the process at once.</summary>
    public void End(string reason)
    {
        if (!IsGone)
        {
            IsGone = true;
            _backlog.Clear();
            World.Trace($"{this} ends: {reason}");
            World.Ended(this);
        }
    }

    /// <summary>Joins the cluster, and collects after that.</summary>
    public async Task JoinAsync()
    {
        World.Trace($"{this} starts");
        while (!await World.Network.StoreAsync(this, () => World.Table.Join(Address)))
        {
            await DelayAsync(ShortPause);
        }

        Adopt(World.Table.Current);
        Gossip();
        while (!await ReachesAllAsync())
        {
            await DelayAsync(ShortPause);
            await RefreshAsync();
        }

        while (!await WriteAsync(SiloStatus.Active))
        {
            await DelayAsync(ShortPause);
        }

        _isActive = true;
        World.Trace($"{this} is active");
        Start(RefreshRegularlyAsync);
        Start(ProbeAsync);
        StartServices();
    }

    /// <summary>Hands all targets over, and ends.</summary>
    public async Task StopAsync()
    {
        World.Trace($"{this} is told to stop");
        IsStopping = true;
        Gate.Retire();
        await WriteAsync(SiloStatus.ShuttingDown);
        await Task.WhenAll(_activations.Values.ToArray().Select(activation => DeactivateAsync(activation, Parting.Stopping)));
        await WriteAsync(SiloStatus.Dead);
        End("stopped");
    }

    /// <summary>Reads the membership table. Returns whether that succeeded.</summary>
    public async Task<bool> RefreshAsync()
    {
        MembershipSnapshot? read = null;
        bool isRead = await World.Network.StoreAsync(this, () => read = World.Table.Current);
        if (isRead)
        {
            Adopt(read!);
        }

        return isRead;
    }

    private async Task<bool> WriteAsync(SiloStatus status)
    {
        if (!await World.Network.StoreAsync(this, () => World.Table.Write(Address, status)))
        {
            return false;
        }

        Adopt(World.Table.Current);
        Gossip();
        return true;
    }

    private void Gossip()
    {
        MembershipSnapshot told = _snapshot;
        foreach ((SiloAddress silo, SiloStatus status) in told.Rows)
        {
            if (status != SiloStatus.Dead && !silo.Equals(Address))
            {
                World.Network.Send(this, silo, "gossip", to => to.Adopt(told));
            }
        }
    }

    private void Adopt(MembershipSnapshot snapshot)
    {
        if (IsGone || snapshot.Version <= _snapshot.Version)
        {
            return;
        }

        MembershipSnapshot before = _snapshot;
        _snapshot = snapshot;
        if (snapshot.StatusOf(Address) == SiloStatus.Dead && !IsStopping)
        {
            End("Orleans reads that it is dead");
            return;
        }

        foreach (SiloAddress gone in _awaited.Keys.Where(silo => snapshot.StatusOf(silo) == SiloStatus.Dead).ToArray())
        {
            _awaited.Remove(gone, out List<(Action GiveUp, Task Answer)>? answers);
            answers!.ForEach(answer => Timeline.Schedule(TimeSpan.Zero, this, answer.GiveUp));
        }

        FollowDirectory(before, snapshot);
        if (IsStopping)
        {
            return; // The product no longer follows the membership.
        }

        var view = new SiloView(Address, snapshot.With(SiloStatus.Active), snapshot.With(SiloStatus.ShuttingDown, SiloStatus.Stopping), View);
        if (!view.IsSameAs(View))
        {
            View = view;
            _viewSince = Timeline.Now;
            Wake();
        }
    }

    private async Task<bool> ReachesAllAsync()
    {
        Answer<bool>[] answers = await Task.WhenAll(_snapshot.With(SiloStatus.Active).Select(silo => PingAsync(silo)));
        return answers.All(static answer => answer.IsThere);
    }

    private Task<Answer<bool>> PingAsync(SiloAddress silo) =>
        World.Network.AskAsync(this, silo, "probe", static _ => Task.FromResult(Answer<bool>.Of(true)), ProbePeriod);

    private async Task RefreshRegularlyAsync()
    {
        while (true)
        {
            await DelayAsync(ClusterView.RefreshPeriod);
            await RefreshAsync();
        }
    }

    /// <summary>Probes its neighbours in the ring, and votes those dead that miss three probes in a row.</summary>
    private async Task ProbeAsync()
    {
        await DelayAsync(ProbePeriod * (Host.Index % 8 / 8.0));
        while (true)
        {
            SiloAddress[] functional = [.. _snapshot.With(SiloStatus.Active, SiloStatus.ShuttingDown, SiloStatus.Stopping)
                .OrderBy(SiloView.NameOf, StringComparer.Ordinal)];
            int self = Array.IndexOf(functional, Address);
            foreach (SiloAddress silo in Enumerable.Range(1, Math.Min(Probed, functional.Length - 1)).Select(i => functional[(self + i) % functional.Length]))
            {
                Start(() => ProbeAsync(silo));
            }

            await DelayAsync(ProbePeriod);
        }
    }

    private async Task ProbeAsync(SiloAddress silo)
    {
        bool isThere = (await PingAsync(silo)).IsThere;
        _missed[silo] = isThere ? 0 : _missed.GetValueOrDefault(silo) + 1;
        if (_missed[silo] >= MissedProbes && _snapshot.StatusOf(silo) is not SiloStatus.Dead)
        {
            World.Trace($"{this} misses the probes of {silo.Endpoint}");
            if (await World.Network.StoreAsync(this, () => World.Table.Suspect(silo, Address, Timeline.Now)))
            {
                Adopt(World.Table.Current);
                Gossip();
            }
        }
    }
}
