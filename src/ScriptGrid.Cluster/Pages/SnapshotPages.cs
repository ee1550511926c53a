using System.Collections.Immutable;
using ScriptGrid.Client;
using ScriptGrid.Cluster.Calls;
using ScriptGrid.Cluster.Targets;

namespace ScriptGrid.Cluster.Pages;

/// <summary>Puts snapshots of targets together, page by page.</summary>
internal static class SnapshotPages
{
    /// <summary>Of a key and its value on the wire some twenty bytes are usual, so that a page stays well below a megabyte.</summary>
    private const int MaxValues = 10_000;

    private const int MaxTargets = 1_000;

    /// <summary>One page. What is only left over of a lost grain is not in it: another silo may have newer results.</summary>
    public static SnapshotPage Of(IEnumerable<Holding> held, SnapshotRequest request, string owner, TimeSpan now)
    {
        ImmutableHashSet<string> wanted = [.. request.Options.Targets];
        IEnumerable<Holding> candidates = held
            .Where(holding => holding.IsDriven
                && string.CompareOrdinal(holding.Target, request.After) > 0
                && (wanted.IsEmpty || wanted.Contains(holding.Target))
                && holding.Collector.LastActivity >= request.Since)
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

    /// <summary>The snapshot with one script alone; null where the target does not have it.</summary>
    private static TargetSnapshot? Only(TargetSnapshot snapshot, string script) =>
        script.Length == 0 ? snapshot
        : snapshot.Script(script) is { } only ? snapshot with { Scripts = [only] }
        : null;
}
