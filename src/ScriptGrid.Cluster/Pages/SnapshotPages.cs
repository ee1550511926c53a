using System.Collections.Immutable;
using ScriptGrid.Client;
using ScriptGrid.Cluster.Calls;
using ScriptGrid.Cluster.Targets;

namespace ScriptGrid.Cluster.Pages;

/// <summary>Makes snapshots of targets, page by page.</summary>
internal static class SnapshotPages
{
    /// <summary>
    /// The number of values from which a page is full. A key with its value usually takes some twenty bytes, so a page stays well below a megabyte.
    /// </summary>
    private const int MaxValues = 10_000;

    private const int MaxTargets = 1_000;

    /// <summary>Returns one page. It leaves out targets whose grain was lost, because another silo may have newer results of them.</summary>
    public static SnapshotPage Of(IEnumerable<Holding> held, SnapshotRequest request, string owner, TimeSpan now)
    {
        ImmutableHashSet<string> wanted = [.. request.Options.Targets];
        IEnumerable<Holding> candidates = held
            .Where(holding => holding.IsDriven
                && string.CompareOrdinal(holding.Target, request.After) > 0
                && (wanted.IsEmpty || wanted.Contains(holding.Target))
                && holding.Collector.HasNewsSince(request.Since))
            .OrderBy(static holding => holding.Target, StringComparer.Ordinal);
        ImmutableArray<TargetSnapshot>.Builder page = ImmutableArray.CreateBuilder<TargetSnapshot>();
        int values = 0;
        string last = "";
        foreach (Holding holding in candidates)
        {
            if (values >= MaxValues || page.Count >= MaxTargets)
            {
                return new SnapshotPage(page.DrainToImmutable(), last, now);
            }

            last = holding.Target;
            if (Only(Snapshots.Of(holding.Collector, owner), request.Options.Script) is { } snapshot)
            {
                page.Add(snapshot);
                values += snapshot.Scripts.Sum(static script => script.Values.Length);
            }
        }

        return new SnapshotPage(page.DrainToImmutable(), Next: null, now);
    }

    /// <summary>Returns the snapshot with only one script; null if the target does not have the script.</summary>
    private static TargetSnapshot? Only(TargetSnapshot snapshot, string script) =>
        script.Length == 0 ? snapshot
        : snapshot.Script(script) is { } only ? snapshot with { Scripts = [only] }
        : null;
}
