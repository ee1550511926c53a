using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Cluster.Targets;
using ScriptGrid.Engine.Queries;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Cluster.Pages;

/// <summary>Lists the targets of all silos, with their state.</summary>
/// <param name="view">The silos.</param>
/// <param name="calls">Asks the silos.</param>
/// <param name="catalogue">Returns all targets, to count those of silos that do not answer.</param>
/// <param name="time">Measures how long a question takes.</param>
internal sealed class FleetTargets(ClusterView view, SiloCalls calls, Func<CatalogueTargets> catalogue, TimeProvider time)
{
    private const int PageSize = 500;

    private static readonly TimeSpan ReportPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Returns some targets, by identity in ordinal order.</summary>
    /// <param name="after">The identity after which to begin; empty to begin with the first.</param>
    /// <param name="count">How many to return at most.</param>
    /// <param name="gaps">Gets the silos that do not answer, whose targets are missing.</param>
    public async Task<TargetList> ReadAsync(string after, int count, FleetGaps gaps)
    {
        (StatusPage?[] pages, SiloView current) = await AskAllAsync(pages => pages.GetTargetsAsync(after, count), gaps);
        (IReadOnlyList<StatusEntry> targets, bool isLast) = StatusMerge.Merge(pages.OfType<StatusPage>(), count, current.Ownership);
        return new TargetList(targets, isLast);
    }

    /// <summary>Returns all targets, except those of silos that do not answer.</summary>
    public async IAsyncEnumerable<TargetStatus> ListAsync(FleetGaps gaps, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool isLast = false;
        for (string after = ""; !isLast;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TargetList page = await ReadAsync(after, PageSize, gaps);
            foreach (StatusEntry target in page.Targets)
            {
                yield return target.ToStatus();
                after = target.Target;
            }

            isLast = page.IsLast || page.Targets.Count == 0;
        }
    }

    /// <summary>Returns the targets of the fleet that match a query, except those of silos that do not answer.</summary>
    public async Task<TargetIndex> IndexAsync(TargetQuery query, FleetGaps gaps)
    {
        var request = IndexRequest.From(query);
        (IndexPart?[] parts, SiloView current) = await AskAllAsync(pages => pages.GetIndexAsync(request), gaps);
        IEnumerable<(string, IndexPart)> answers = current.Holders.Zip(parts).Where(static told => told.Second is not null)
            .Select(static told => (SiloView.NameOf(told.First), told.Second!));
        return IndexMerge.Merge(answers, query, current.Ownership);
    }

    /// <summary>Returns the state of scripts over all targets, except those of silos that do not answer.</summary>
    public async Task<ImmutableArray<ScriptTallyPart>> TallyScriptsAsync(string? script, FleetGaps gaps)
    {
        (ScriptTalliesPart?[] parts, _) = await AskAllAsync(pages => pages.GetScriptsAsync(script), gaps);
        return ScriptTallies.Merge(parts.OfType<ScriptTalliesPart>().SelectMany(static part => part.Scripts).Select(static entry => entry.ToPart()));
    }

    /// <summary>Returns the state of these targets, in the given order.</summary>
    public async IAsyncEnumerable<TargetStatus> DescribeAsync(
        IReadOnlyList<string> targets, FleetGaps gaps, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (string[] page in targets.Chunk(PageSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            (StatusPage?[] pages, SiloView current) = await AskAllAsync(pages => pages.GetStatusesAsync(page), gaps);
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

    /// <summary>Asks every silo in the order of <see cref="SiloView.Holders"/>. The answer of one that does not answer in time is null.</summary>
    private async Task<(T?[] Answers, SiloView Asked)> AskAllAsync<T>(Func<ISiloPages, Task<T>> question, FleetGaps gaps)
        where T : class
    {
        SiloView asked = view.Current;
        T?[] answers = await Task.WhenAll(asked.Holders.Select(silo => calls.AskAsync(silo, question, SiloCalls.Limit)));
        if (answers.Take(asked.Silos.Length).Any(static answer => answer is null))
        {
            int[] owned = asked.CountOwned(catalogue().Hashes);
            foreach (int silent in Enumerable.Range(0, asked.Silos.Length).Where(i => answers[i] is null))
            {
                gaps.Add(SiloView.NameOf(asked.Silos[silent]), owned[silent]);
            }
        }

        return (answers, asked);
    }

    private async Task<(TargetReport? Report, string[] Silent)> AskForReportAsync(string target)
    {
        SiloView current = view.Current;
        ReportPart?[] parts = await Task.WhenAll(
            current.Holders.Select(silo => calls.AskAsync(silo, pages => pages.GetReportAsync(target), SiloCalls.Limit)));
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
internal sealed record TargetList(IReadOnlyList<StatusEntry> Targets, bool IsLast);
