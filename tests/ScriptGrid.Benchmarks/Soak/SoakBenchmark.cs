using System.Diagnostics;
using ScriptGrid.Benchmarks.Tools;

namespace ScriptGrid.Benchmarks.Soak;

/// <summary>Lets ScriptGrid collect a fleet for a long time, and records figures each minute.</summary>
internal static class SoakBenchmark
{
    /// <summary>Runs the benchmark, and reports each minute's figures as they come.</summary>
    public static async Task<IReadOnlyList<SoakReading>> RunAsync(SoakOptions options, CancellationToken cancellationToken)
    {
        await using RedisFleet redis = await RedisFleet.StartAsync(options.Targets, isTls: false);
        await using SoakChurn churn = SoakChurn.Start(redis, options);
        Progress.Report($"serve, {options.Targets:N0} targets: start");
        await using ScriptGridProcess scriptGrid = await ScriptGridProcess.StartAsync(churn.Setup, cancellationToken);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task churning = options.IsCalm ? Task.CompletedTask : churn.RunAsync(scriptGrid, ended.Token);
        Task scraping = ScrapeAsync(scriptGrid, ended.Token);
        try
        {
            return await ReadAsync(scriptGrid, options, cancellationToken);
        }
        finally
        {
            await ended.CancelAsync();
            await Task.WhenAll(IgnoreEnd(churning), IgnoreEnd(scraping));
        }
    }

    private static async Task<IReadOnlyList<SoakReading>> ReadAsync(
        ScriptGridProcess scriptGrid, SoakOptions options, CancellationToken cancellationToken)
    {
        List<SoakReading> readings = [];
        long start = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(SoakOptions.Step);
        MetricsPage before = await scriptGrid.ReadMetricsAsync(SoakReading.Prefixes, cancellationToken);
        while (Stopwatch.GetElapsedTime(start) + (SoakOptions.Step / 2) < options.Duration && await timer.WaitForNextTickAsync(cancellationToken))
        {
            MetricsPage after = await scriptGrid.ReadMetricsAsync(SoakReading.Prefixes, cancellationToken);
            SoakReading reading = SoakReading.Between(Stopwatch.GetElapsedTime(start).TotalMinutes, before, after);
            Progress.Report(
                $"minute {reading.Minute:F0}: {reading.Mebibytes:F1} MiB, {reading.Descriptors:N0} open files, {reading.Gen2:N0} gen-2, lag 99 % {ResultTable.Duration(reading.Lag)}, {reading.Collections:N0} collections, {reading.Failures:N0} failed");
            readings.Add(reading);
            before = after;
        }

        return readings;
    }

    private static async Task ScrapeAsync(ScriptGridProcess scriptGrid, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(SoakOptions.ScrapeInterval);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await scriptGrid.ReadMetricsAsync(cancellationToken);
        }
    }

    private static async Task IgnoreEnd(Task task)
    {
        try
        {
            await task;
        }
        catch (OperationCanceledException)
        {
            // The time is over.
        }
    }
}
