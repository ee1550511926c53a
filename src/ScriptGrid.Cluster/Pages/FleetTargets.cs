using System.Runtime.CompilerServices;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Cluster.Pages;

/// <summary>Lists the targets of all silos and how they fare.</summary>
internal sealed class FleetTargets(ClusterView view, SiloCalls calls)
{
    private const int PageSize = 500;

    /// <summary>Some targets, by identity in ordinal order.</summary>
    /// <param name="after">The identity behind which to begin; empty begins with the first.</param>
    /// <param name="count">How many at most.</param>
    public async Task<TargetList> ReadAsync(string after, int count)
    {
        SiloView current = view.Current;
        StatusPage?[] pages = await Task.WhenAll(
            current.Silos.Select(silo => calls.AskAsync(silo, pages => pages.GetTargetsAsync(after, count), SiloCalls.Limit)));
        (IReadOnlyList<StatusEntry> targets, bool isLast) = StatusMerge.Merge(pages.OfType<StatusPage>(), count, current.Ownership);
        return new TargetList(targets, isLast, [.. current.Silos.Where((_, i) => pages[i] is null)]);
    }

    /// <summary>All targets; what a silo that does not answer holds is left out.</summary>
    public async IAsyncEnumerable<TargetStatus> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool isLast = false;
        for (string after = ""; !isLast;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TargetList page = await ReadAsync(after, PageSize);
            foreach (StatusEntry target in page.Targets)
            {
                yield return target.ToStatus();
                after = target.Target;
            }

            isLast = page.IsLast || page.Targets.Count == 0;
        }
    }
}

/// <summary>Some of the targets of all silos.</summary>
/// <param name="Targets">The targets, by identity in ordinal order.</param>
/// <param name="IsLast">There are none behind them.</param>
/// <param name="Missing">Silos that did not answer in time.</param>
internal sealed record TargetList(IReadOnlyList<StatusEntry> Targets, bool IsLast, IReadOnlyList<SiloAddress> Missing);
