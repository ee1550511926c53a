using System.Collections.Immutable;

namespace ScriptGrid.Benchmarks.Simulation;

/// <summary>One version of the membership table.</summary>
internal sealed record MembershipSnapshot(long Version, ImmutableArray<(SiloAddress Silo, SiloStatus Status)> Rows)
{
    /// <summary>Returns the status of a silo; <see cref="SiloStatus.None"/> if it is not in the table.</summary>
    public SiloStatus StatusOf(SiloAddress silo) => Rows.FirstOrDefault(row => row.Silo.Equals(silo)).Status;

    /// <summary>Returns the silos with one of these statuses.</summary>
    public IEnumerable<SiloAddress> With(params SiloStatus[] statuses) =>
        Rows.Where(row => statuses.Contains(row.Status)).Select(static row => row.Silo);
}

/// <summary>Orleans' membership table in its store, with the rule by which silos vote another one dead.</summary>
internal sealed class MembershipTable
{
    private const int Votes = 2;

    private static readonly TimeSpan VoteValidity = TimeSpan.FromMinutes(3);

    private readonly Dictionary<SiloAddress, Dictionary<SiloAddress, TimeSpan>> _suspects = [];

    /// <summary>The current version of the table.</summary>
    public MembershipSnapshot Current { get; private set; } = new(0, []);

    /// <summary>Adds a silo that begins to join. Earlier silos with the same address become dead.</summary>
    public void Join(SiloAddress silo) => Current = new MembershipSnapshot(
        Current.Version + 1,
        [.. Current.Rows.Select(row => row.Silo.Endpoint.Equals(silo.Endpoint) ? (row.Silo, SiloStatus.Dead) : row), (silo, SiloStatus.Joining)]);

    /// <summary>Changes a silo's status. A dead silo stays dead.</summary>
    public void Write(SiloAddress silo, SiloStatus status)
    {
        if (Current.StatusOf(silo) is not (SiloStatus.Dead or SiloStatus.None))
        {
            Current = new MembershipSnapshot(Current.Version + 1, [.. Current.Rows.Select(row => row.Silo.Equals(silo) ? (silo, status) : row)]);
        }
    }

    /// <summary>Adds a silo's vote that another one is dead. With enough votes, that silo becomes dead.</summary>
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
