using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Engine.Queries;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Cluster.Pages;

/// <summary>Lists the targets of all silos, with their state.</summary>
internal sealed class FleetTargets(ClusterView view, SiloCalls calls, TimeProvider time)
{
    private const int PageSize = 500;

    private static readonly TimeSpan ReportPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Returns some targets, by identity in ordinal order.</summary>
    /// <param name="after">The identity after which to begin; empty to begin with the first.</param>
    /// <param name="count">How many to return at most.</param>
    public async Task<TargetList> ReadAsync(string after, int count)
    {
        SiloView current = view.Current;
        StatusPage?[] pages = await Task.WhenAll(
            current.Silos.Select(silo => calls.AskAsync(silo, pages => pages.GetTargetsAsync(after, count), SiloCalls.Limit)));
        (IReadOnlyList<StatusEntry> targets, bool isLast) = StatusMerge.Merge(pages.OfType<StatusPage>(), count, current.Ownership);
        return new TargetList(targets, isLast, [.. current.Silos.Where((_, i) => pages[i] is null)]);
    }

    /// <summary>Returns all targets, except those of silos that do not answer.</summary>
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

    /// <summary>Returns the targets of the fleet that match a query, except those of silos that do not answer.</summary>
    public async Task<TargetIndex> IndexAsync(TargetQuery query)
    {
        SiloView current = view.Current;
        var request = IndexRequest.From(query);
        IndexPart?[] parts = await Task.WhenAll(
            current.Silos.Select(silo => calls.AskAsync(silo, pages => pages.GetIndexAsync(request), SiloCalls.Limit)));
        IEnumerable<(string, IndexPart)> answers = current.Silos.Zip(parts).Where(static told => told.Second is not null)
            .Select(static told => (SiloView.NameOf(told.First), told.Second!));
        return IndexMerge.Merge(answers, query, current.Ownership);
    }

    /// <summary>Returns the state of scripts over all targets, except those of silos that do not answer.</summary>
    public async Task<ImmutableArray<ScriptTallyPart>> TallyScriptsAsync(string? script)
    {
        ScriptTalliesPart?[] parts = await Task.WhenAll(
            view.Current.Silos.Select(silo => calls.AskAsync(silo, pages => pages.GetScriptsAsync(script), SiloCalls.Limit)));
        return ScriptTallies.Merge(parts.OfType<ScriptTalliesPart>().SelectMany(static part => part.Scripts).Select(static entry => entry.ToPart()));
    }

    /// <summary>Returns the state of these targets, in the given order.</summary>
    public async IAsyncEnumerable<TargetStatus> DescribeAsync(IReadOnlyList<string> targets, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (string[] page in targets.Chunk(PageSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            SiloView current = view.Current;
            StatusPage?[] pages = await Task.WhenAll(
                current.Silos.Select(silo => calls.AskAsync(silo, pages => pages.GetStatusesAsync(page), SiloCalls.Limit)));
            Dictionary<string, StatusEntry> found = StatusMerge.Merge(pages.OfType<StatusPage>(), page.Length, current.Ownership)
                .Targets.ToDictionary(static target => target.Target, StringComparer.Ordinal);
            foreach (string target in page.Where(found.ContainsKey))
            {
                yield return found[target].ToStatus();
            }
        }
    }

    /// <summary>
    /// Returns all that is known of a target, as its owner reports it; or, during a hand-over, as the silo that still holds it does. If no silo that answers
    /// holds the target, the silos are asked again, for at most <see cref="SiloCalls.Limit"/>.
    /// </summary>
    public async Task<TargetAnswer> ReportAsync(string target, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        while (true)
        {
            (TargetReport? report, string[] silent) = await AskForReportAsync(target);
            if (report is not null)
            {
                return TargetAnswer.Of(report);
            }

            if (time.GetElapsedTime(start) >= SiloCalls.Limit)
            {
                return TargetAnswer.Unavailable($"no silo that answers holds {target} now{(silent.Length > 0 ? $"; no answer from {string.Join(", ", silent)}" : "")}");
            }

            await Task.Delay(ReportPause, time, cancellationToken);
        }
    }

    private async Task<(TargetReport? Report, string[] Silent)> AskForReportAsync(string target)
    {
        SiloView current = view.Current;
        ReportPart?[] parts = await Task.WhenAll(
            current.Silos.Select(silo => calls.AskAsync(silo, pages => pages.GetReportAsync(target), SiloCalls.Limit)));
        TargetReport[] reports = [.. parts.Select(static part => part?.ToReport()).OfType<TargetReport>()];
        string? owner = current.Ownership.OwnerOf(target);
        return (
            reports.FirstOrDefault(report => report.Status.Owner == owner) ?? reports.FirstOrDefault(),
            [.. current.Silos.Where((_, i) => parts[i] is null).Select(SiloView.NameOf)]);
    }
}

/// <summary>Some of the targets of all silos.</summary>
/// <param name="Targets">The targets, by identity in ordinal order.</param>
/// <param name="IsLast">Whether no targets follow.</param>
/// <param name="Missing">Silos that did not answer in time.</param>
internal sealed record TargetList(IReadOnlyList<StatusEntry> Targets, bool IsLast, IReadOnlyList<SiloAddress> Missing);
