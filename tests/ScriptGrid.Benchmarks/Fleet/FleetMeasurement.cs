using System.Diagnostics;
using ScriptGrid.Benchmarks.Tools;

namespace ScriptGrid.Benchmarks.Fleet;

/// <summary>What ScriptGrid took for one number of targets.</summary>
/// <param name="Targets">The targets.</param>
/// <param name="Elapsed">How long it was measured.</param>
/// <param name="Collections">Collections that gave values.</param>
/// <param name="Failures">Collections that failed.</param>
/// <param name="Cpu">User and system time.</param>
/// <param name="ResidentBytes">The median of its memory, read each second.</param>
/// <param name="Lag">How long after their slots runs started.</param>
internal sealed record FleetMeasurement(
    int Targets, TimeSpan Elapsed, double Collections, double Failures, TimeSpan Cpu, long ResidentBytes, BucketCounts Lag)
{
    /// <summary>The ten values that the bars speak of.</summary>
    public static string Script { get; } = BenchmarkScript.Returning(10);

    /// <summary>CPU seconds per collection.</summary>
    public double CpuPerCollection => Cpu.TotalSeconds / Collections;

    /// <summary>Starts ScriptGrid, lets it warm up, measures and stops it.</summary>
    public static async Task<FleetMeasurement> TakeAsync(RedisFleet redis, int targets, FleetOptions options, CancellationToken cancellationToken)
    {
        Progress.Report($"{targets:N0} targets: start and warm-up");
        await using ScriptGridProcess scriptGrid =
            await ScriptGridProcess.StartAsync(redis, targets, Script, options.Interval, cancellationToken);
        await Task.Delay(options.WarmUp, cancellationToken);

        Progress.Report($"{targets:N0} targets: measurement of {options.Duration.TotalSeconds:N0} s");
        Reading before = await Reading.TakeAsync(scriptGrid, cancellationToken);
        long resident = await MedianResidentBytesAsync(scriptGrid.Id, options.Duration, cancellationToken);
        Reading after = await Reading.TakeAsync(scriptGrid, cancellationToken);
        return new FleetMeasurement(
            targets,
            Stopwatch.GetElapsedTime(before.Time, after.Time),
            after.Collections - before.Collections,
            after.Failures - before.Failures,
            after.Cpu - before.Cpu,
            resident,
            after.Lag.Since(before.Lag));
    }

    private static async Task<long> MedianResidentBytesAsync(int processId, TimeSpan duration, CancellationToken cancellationToken)
    {
        List<long> readings = [];
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (readings.Count < duration.TotalSeconds && await second.WaitForNextTickAsync(cancellationToken))
        {
            readings.Add(ProcessFigures.ResidentBytes(processId));
        }

        return readings.Order().ElementAt(readings.Count / 2);
    }

    /// <summary>Counters at one moment. The page comes first both times, so that they and the CPU time span the same work.</summary>
    private sealed record Reading(long Time, double Collections, double Failures, BucketCounts Lag, TimeSpan Cpu)
    {
        public static async Task<Reading> TakeAsync(ScriptGridProcess scriptGrid, CancellationToken cancellationToken)
        {
            MetricsPage page = await scriptGrid.ReadMetricsAsync(cancellationToken);
            return new Reading(
                Stopwatch.GetTimestamp(),
                page["scriptgrid_collections_total{result=\"values\"}"],
                page["scriptgrid_collections_total{result=\"failed\"}"],
                page.Histogram("scriptgrid_schedule_lag_seconds"),
                ProcessFigures.CpuTime(scriptGrid.Id));
        }
    }
}
