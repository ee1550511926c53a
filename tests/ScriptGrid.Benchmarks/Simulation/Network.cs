using ScriptGrid.Cluster.Membership;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Benchmarks.Simulation;

/// <summary>An answer, or the fact that none came in time.</summary>
internal readonly record struct Answer<T>(bool IsThere, T? Value)
{
    /// <summary>Makes an answer.</summary>
    public static Answer<T> Of(T value) => new(true, value);
}

/// <summary>
/// Messages between silos, with their delays and losses. The delay of the <i>n</i>th message from one host to another depends only on the seed, so that it is
/// the same in each run.
/// </summary>
internal sealed class Network(Timeline timeline, ulong seed)
{
    private const double ShortestSeconds = 0.0002;
    private const double UsualSeconds = 0.002;
    private const double SlowSeconds = 0.25;
    private const double LostShare = 0.02;
    private const int Fractions = 1 << 20;

    private readonly Dictionary<(int From, int To), ulong> _sent = [];
    private readonly Dictionary<SiloAddress, SimulatedHost> _hosts = [];

    /// <summary>The number of current reasons why messages take longer.</summary>
    public int Slow { get; set; }

    /// <summary>The number of current reasons why messages get lost.</summary>
    public int Lossy { get; set; }

    /// <summary>The number of current reasons why no silo can reach the membership store.</summary>
    public int StoreAway { get; set; }

    /// <summary>The number of messages of each kind.</summary>
    public SortedDictionary<string, long> Sent { get; } = new(StringComparer.Ordinal);

    /// <summary>Records the host that a silo runs on.</summary>
    public void Place(SiloAddress silo, SimulatedHost host) => _hosts[silo] = host;

    /// <summary>
    /// Sends a message. If it is lost or cannot reach the host, nothing happens. If the host is reachable but the process is gone, the sender is notified.
    /// </summary>
    public void Send(SimulatedSilo from, SiloAddress to, string kind, Action<SimulatedSilo> arrive, Action? refused = null)
    {
        if (from.Address.Equals(to))
        {
            timeline.Schedule(TimeSpan.Zero, from, () => arrive(from));
            return;
        }

        Sent[kind] = Sent.GetValueOrDefault(kind) + 1;
        SimulatedHost host = _hosts[to];
        (TimeSpan delay, bool isLost) = Way(from.Host, host);
        if (isLost || !from.Host.Reaches(host))
        {
            return;
        }

        timeline.Schedule(delay, null, () =>
        {
            if (!from.Host.Reaches(host))
            {
                return;
            }

            if (host.Process is { } silo && silo.Address.Equals(to))
            {
                silo.Do(() => arrive(silo));
            }
            else if (refused is not null)
            {
                timeline.Schedule(delay, from, refused);
            }
        });
    }

    /// <summary>Asks a silo, and waits for the answer for at most <paramref name="patience"/>.</summary>
    public Task<Answer<T>> AskAsync<T>(SimulatedSilo from, SiloAddress to, string kind, Func<SimulatedSilo, Task<Answer<T>>> question, TimeSpan patience)
    {
        var source = new TaskCompletionSource<Answer<T>>();
        from.Await(to, () => source.TrySetResult(default), source.Task);
        Send(from, to, kind, silo => silo.Start(async () =>
        {
            Answer<T> answer = await question(silo);
            Send(silo, from.Address, kind, _ => source.TrySetResult(answer));
        }), () => source.TrySetResult(default));
        timeline.Schedule(patience, from, () => source.TrySetResult(default));
        return source.Task;
    }

    /// <summary>Checks whether a silo's port is open.</summary>
    public Task<PortState> LookAsync(SimulatedSilo from, SiloAddress to)
    {
        var source = new TaskCompletionSource<PortState>();
        SimulatedHost host = _hosts[to];
        (TimeSpan delay, bool isLost) = Way(from.Host, host);
        bool isRejected = host.Rejected == from.Host && !host.IsVanished && !from.Host.IsVanished;
        bool isReached = !isLost && (isRejected || from.Host.Reaches(host)) && delay * 2 < KillWatch.LookLimit;
        timeline.Schedule(isReached ? delay : KillWatch.LookLimit, null, () =>
        {
            PortState state = !isReached ? PortState.Unknown : isRejected || host.Process is null ? PortState.Refused : PortState.Open;
            timeline.Schedule(isReached ? delay : TimeSpan.Zero, from, () => source.TrySetResult(state));
        });
        return source.Task;
    }

    /// <summary>Runs an action on the membership store. Returns false if the store cannot be reached.</summary>
    public Task<bool> StoreAsync(SimulatedSilo from, Action action)
    {
        var source = new TaskCompletionSource<bool>();
        bool isReached = StoreAway == 0 && from.Host is { ReachesStore: true, IsVanished: false };
        Sent["store"] = Sent.GetValueOrDefault("store") + 1;
        (TimeSpan delay, bool _) = Way(from.Host, from.Host);
        timeline.Schedule(isReached ? delay : TimeSpan.FromSeconds(2), isReached ? null : from, () =>
        {
            if (isReached)
            {
                action();
            }

            timeline.Schedule(isReached ? delay : TimeSpan.Zero, from, () => source.TrySetResult(isReached));
        });
        return source.Task;
    }

    private (TimeSpan Delay, bool IsLost) Way(SimulatedHost from, SimulatedHost to)
    {
        ulong number = _sent.GetValueOrDefault((from.Index, to.Index));
        _sent[(from.Index, to.Index)] = number + 1;
        ulong chance = TargetHash.Mix(seed ^ TargetHash.Mix((number << 24) + ((ulong)from.Index << 12) + (ulong)to.Index + 1));
        double fraction = chance % Fractions / (double)Fractions;
        double luck = (chance >> 40) % Fractions / (double)Fractions;
        return (TimeSpan.FromSeconds(ShortestSeconds + (fraction * (Slow > 0 ? SlowSeconds : UsualSeconds))), Lossy > 0 && from != to && luck < LostShare);
    }
}
