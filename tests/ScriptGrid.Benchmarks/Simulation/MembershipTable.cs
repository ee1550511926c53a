using System.Collections.Immutable;

namespace ScriptGrid.Benchmarks.Simulation;

/// <summary>One version of the table.</summary>
internal sealed record MembershipSnapshot(long Version, ImmutableArray<(SiloAddress Silo, SiloStatus Status)> Rows)
{
    /// <summary>The status of a silo; none for one that is not there.</summary>
    public SiloStatus StatusOf(SiloAddress silo) => Rows.FirstOrDefault(row => row.Silo.Equals(silo)).Status;

    /// <summary>The silos of these statuses.</summary>
    public IEnumerable<SiloAddress> With(params SiloStatus[] statuses) =>
        Rows.Where(row => statuses.Contains(row.Status)).Select(static row => row.Silo);
}

/// <summary>The membership table of Orleans in its store, and the rule by which silos vote one of them dead.</summary>
internal sealed class MembershipTable
{
    private const int Votes = 2;

    private static readonly TimeSpan VoteValidity = TimeSpan.FromMinutes(3);

    private readonly Dictionary<SiloAddress, Dictionary<SiloAddress, TimeSpan>> _suspects = [];

    /// <summary>The table as it is now.</summary>
    public MembershipSnapshot Current { get; private set; } = new(0, []);

    /// <summary>A silo begins to join; earlier ones of its address are dead.</summary>
    public void Join(SiloAddress silo) => Current = new MembershipSnapshot(
        Current.Version + 1,
        [.. Current.Rows.Select(row => row.Silo.Endpoint.Equals(silo.Endpoint) ? (row.Silo, SiloStatus.Dead) : row), (silo, SiloStatus.Joining)]);

    /// <summary>A silo's status changes. Nobody comes back from the dead.</summary>
    public void Write(SiloAddress silo, SiloStatus status)
    {
        if (Current.StatusOf(silo) is not (SiloStatus.Dead or SiloStatus.None))
        {
            Current = new MembershipSnapshot(Current.Version + 1, [.. Current.Rows.Select(row => row.Silo.Equals(silo) ? (silo, status) : row)]);
        }
    }

    /// <summary>A silo votes another dead; with enough votes it is.</summary>
    public void Suspect(SiloAddress suspect, SiloAddress by, TimeSpan now)
    {
        if (!_suspects.TryGetValue(suspect, out Dictionary<SiloAddress, TimeSpan>? votes))
        {
            _suspects[suspect] = votes = [];
        }

        votes[by] = now;
        int active = Current.With(SiloStatus.Active).Count();
        int fresh = votes.Values.Count(at => now - at < VoteValidity);
        if (fresh >= Math.Min(Votes, (active + 1) / 2))
        {
            Write(suspect, SiloStatus.Dead);
        }
    }
}
