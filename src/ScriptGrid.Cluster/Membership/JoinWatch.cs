using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace ScriptGrid.Cluster.Membership;

/// <summary>
/// Says why this silo does not join. Orleans lets a silo in once all active silos have answered it, and waits for that up to five minutes; what it logs
/// meanwhile names the silos, but not what is wrong with them.
/// </summary>
internal sealed class JoinWatch(IClusterMembershipService membership, ILocalSiloDetails local, TimeProvider time, ILogger<JoinWatch> logger)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    /// <summary>Longer than joining takes as a rule.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>How long one look at a port may take.</summary>
    private static readonly TimeSpan LookLimit = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _over = new();
    private Task _watching = Task.CompletedTask;
    private string _told = "";

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle lifecycle)
    {
        lifecycle.Subscribe(nameof(JoinWatch), ServiceLifecycleStage.AfterRuntimeGrainServices, _ => Begin(), _ => EndAsync());
        lifecycle.Subscribe(nameof(JoinWatch), ServiceLifecycleStage.Active, _ => EndAsync()); // By then the silo has joined.
    }

    /// <inheritdoc/>
    public void Dispose() => _over.Dispose();

    /// <summary>Looks at the other active silos, and logs which of them do not answer, unless the last look found the same.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        ImmutableArray<SiloAddress> others =
        [
            .. membership.CurrentSnapshot.Members.Values
                .Where(member => member.Status == SiloStatus.Active && !member.SiloAddress.Equals(local.SiloAddress))
                .Select(static member => member.SiloAddress)
                .OrderBy(SiloView.NameOf, StringComparer.Ordinal),
        ];
        PortState[] states = await Task.WhenAll(others.Select(silo => PortLook.LookAsync(silo.Endpoint, LookLimit, time, cancellationToken)));

        // Silos whose ports are open have answered if others have not: they are only suspected if there is nobody else.
        bool areAllOpen = states.All(static state => state == PortState.Open);
        string silent = string.Join(", ", others.Zip(states).Where(silo => areAllOpen || silo.Second != PortState.Open).Select(Describe));
        if (silent.Length > 0 && silent != _told)
        {
            _told = silent;
            Log.NotJoined(logger, silent);
        }
    }

    private static string Describe((SiloAddress Silo, PortState State) seen) => SiloView.NameOf(seen.Silo) + seen.State switch
    {
        PortState.Open => " accepts connections but does not answer: either its process hangs, or its cluster.tls differs from this silo's",
        PortState.Refused => " refuses connections",
        _ => " cannot be reached",
    };

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Patience, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await LookAsync(cancellationToken);
        }
    }

    private Task Begin()
    {
        _watching = WatchAsync(_over.Token);
        return Task.CompletedTask;
    }

    private async Task EndAsync()
    {
        await _over.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
