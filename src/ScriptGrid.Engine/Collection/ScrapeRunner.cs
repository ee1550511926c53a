using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Collection;

/// <summary>Runs scripts of one target on demand and writes the resulting page.</summary>
internal static class ScrapeRunner
{
    /// <summary>
    /// Runs the scripts, joining those that are under way, and returns the page when all have ended or the time is up. Returns null if one of them
    /// will never have a result because the collector or the script is being removed.
    /// </summary>
    public static async Task<ReadOnlyMemory<byte>?> RunAsync(
        TargetCollector collector, IReadOnlyList<ScriptRun> runs, TimeSpan? timeout, ExpositionFormat format, CancellationToken cancellationToken)
    {
        CollectorContext context = collector.Context;
        Task<bool>[] results = [.. runs.Select(collector.CollectNowAsync)];
        try
        {
            bool[] haveResults = await Task.WhenAll(results)
                .WaitAsync(timeout ?? Timeout.InfiniteTimeSpan, context.Clock.Provider, cancellationToken).ConfigureAwait(false);
            if (haveResults.Contains(false))
            {
                return null;
            }
        }
        catch (TimeoutException)
        {
            // The page shows which runs had not ended.
        }

        ScriptResults[] ended = [.. runs.Select((run, i) => results[i].IsCompleted || collector.RulesOut(run) ? run.Results : Unfinished(collector, run, timeout!.Value))];
        byte[] page = TargetPage.Write(collector.Results, ended, context.Families, format, context.Clock.Now);
        return context.Naming.RedisExporterCompatible ? RedisExporterLabels.RemoveTarget(page, context.Naming.RenderTargetLabel(collector.TargetId)) : page;
    }

    /// <summary>
    /// The results of a run that has not ended, for this page only: it shows as failed, and the counts of errors stay. The run continues, and its end will
    /// be recorded.
    /// </summary>
    private static ScriptResults Unfinished(TargetCollector collector, ScriptRun run, TimeSpan waited)
    {
        RunHistory history = collector.Unfinished(run, waited);
        var renderer = new ResultRenderer();
        renderer.Render(collector.Context.Families, collector.Label, run.Plan.Labels, history, new SampleList(), []);
        var results = new ScriptResults();
        results.Publish(renderer.Lines, renderer.Sections, [], TimeSpan.MaxValue);
        return results;
    }
}
