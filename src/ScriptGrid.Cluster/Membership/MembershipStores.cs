using System.Globalization;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Cluster.Membership;

/// <summary>Creates the membership store, and waits for it at start.</summary>
internal static class MembershipStores
{
    /// <summary>The pause between two attempts to reach the store at start.</summary>
    public static readonly TimeSpan ProbePause = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Returns the configured store. <see cref="ConnectionString"/> must have no objection to its connection string.</summary>
    public static IMembershipStore Create(ClusterSettings cluster) => cluster.Membership switch
    {
        ClusterMembership.Redis => new RedisMembershipStore(cluster.Connection!),
        ClusterMembership.PostgreSql => new PostgreSqlMembershipStore(cluster.Connection!),
        _ => new LocalhostMembershipStore(cluster),
    };

    /// <summary>Waits until the store can be used. Returns null then, or the last problem after <paramref name="patience"/>.</summary>
    public static async Task<string?> WaitAsync(
        IMembershipStore store, TimeSpan patience, TimeProvider time, Action<string> report, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        string? reported = null;
        while (await ProbeAsync(store, time, cancellationToken) is { } problem)
        {
            if (time.GetElapsedTime(start) >= patience)
            {
                return problem;
            }

            if (problem != reported)
            {
                report(problem);
                reported = problem;
            }

            await Task.Delay(ProbePause, time, cancellationToken);
        }

        return null;
    }

    private static async Task<string?> ProbeAsync(IMembershipStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(ProbeTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await store.ProbeAsync(both.Token).WaitAsync(both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return string.Create(CultureInfo.InvariantCulture, $"no answer within {ProbeTimeout.TotalSeconds} s");
        }
    }
}
