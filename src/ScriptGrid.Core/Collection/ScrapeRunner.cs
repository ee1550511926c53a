using ScriptGrid.Aggregation;
using ScriptGrid.Exposition;
using ScriptGrid.Redis;

namespace ScriptGrid.Collection;

/// <summary>Runs scripts of one target on demand and writes the page about it.</summary>
internal static class ScrapeRunner
{
    /// <summary>Runs the scripts, each joined where it is under way, and answers when all have ended or time is up.</summary>
    public static async Task<ReadOnlyMemory<byte>> RunAsync(
        TargetCollector collector, IReadOnlyList<ScriptRun> runs, TimeSpan? timeout, ExpositionFormat format, CancellationToken cancellationToken)
    {
        CollectorContext context = collector.Context;
        Task[] results = [.. runs.Select(collector.CollectNowAsync)];
        try
        {
            await Task.WhenAll(results)
                .WaitAsync(timeout ?? Timeout.InfiniteTimeSpan, context.Clock.Provider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The page tells which runs had not ended.
        }

        ScriptResults[] ended = [.. runs.Select((run, i) => results[i].IsCompleted ? run.Results : Unfinished(collector, run, timeout!.Value))];
        ExpositionBuffer page = Write(collector.Results, ended, context, format);
        return context.Naming.PeerCompatible
            ? PeerLabels.RemoveTarget(page.WrittenSpan, collector.Label)
            : page.WrittenSpan.ToArray();
    }

    /// <summary>For this page only: the run goes on, and its end will be recorded.</summary>
    private static ScriptResults Unfinished(TargetCollector collector, ScriptRun run, TimeSpan waited)
    {
        var history = default(RunHistory);
        history.Failed(FailureReason.Timeout, waited);
        var renderer = new ResultRenderer();
        renderer.Render(collector.Context.Families, collector.Label, run.Plan.Labels, history, [], []);
        var results = new ScriptResults();
        results.Publish(renderer.Lines, renderer.Sections, [], TimeSpan.MaxValue);
        return results;
    }

    private static ExpositionBuffer Write(TargetResults target, ScriptResults[] results, CollectorContext context, ExpositionFormat format)
    {
        var page = new ExpositionBuffer();
        if (!target.UpLine.IsEmpty)
        {
            page.AppendHeader(context.Families.Up, format);
            page.Append(target.UpLine);
        }

        TimeSpan now = context.Clock.Now;
        for (int family = 0; family < context.Families.PerScript.Count; family++)
        {
            int start = page.Length;
            page.AppendHeader(context.Families.PerScript[family], format);
            int lines = page.Length;
            foreach (ScriptResults result in results)
            {
                Append(page, result, family, now);
            }

            if (page.Length == lines)
            {
                page.Truncate(start);
            }
        }

        return page;
    }

    private static void Append(ExpositionBuffer page, ScriptResults result, int family, TimeSpan now)
    {
        int length = 0;
        while (!result.TryCopy(family, page.Reserve(length), now, out length))
        {
            // The room was too small, or the result grew since it was told.
        }

        page.Advance(length);
    }
}
