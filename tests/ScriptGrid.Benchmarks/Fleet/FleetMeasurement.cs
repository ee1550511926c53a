using System.Diagnostics;
using System.Globalization;
using ScriptGrid.Benchmarks.Tools;

namespace ScriptGrid.Benchmarks.Fleet;

/// <summary>The figures of ScriptGrid for one number of targets.</summary>
/// <param name="Targets">The number of targets.</param>
/// <param name="Elapsed">How long it was measured.</param>
/// <param name="Collections">The number of collections that gave values.</param>
/// <param name="Failures">The number of collections that failed.</param>
/// <param name="Cpu">User and system time.</param>
/// <param name="ResidentBytes">The median of its resident memory, read once a second.</param>
/// <param name="Lag">How late runs started after their slots.</param>
internal sealed record FleetMeasurement(
    int Targets, TimeSpan Elapsed, double Collections, double Failures, TimeSpan Cpu, long ResidentBytes, BucketCounts Lag)
{
    /// <summary>The time from its start until each target was collected once.</summary>
    public required TimeSpan Start { get; init; }

    /// <summary>The number of collections that failed between its start and the measurement.</summary>
    public required double FailuresAtStart { get; init; }

    /// <summary>The script of the ten values that the bars refer to.</summary>
    public static string Script { get; } = BenchmarkScript.Returning(10);

    /// <summary>The script that returns ten values as rows of a declared metric with a label.</summary>
    public static string RowsScript { get; } = BenchmarkScript.ReturningRows(10);

    /// <summary>CPU seconds per collection.</summary>
    public double CpuPerCollection => Cpu.TotalSeconds / Collections;

    /// <summary>Memory in MiB.</summary>
    public double Mebibytes => ResidentBytes / 1024.0 / 1024.0;

    /// <summary>Returns the memory per target in KiB, without what the same process needs for one target.</summary>
    public double KibibytesPerTarget(FleetMeasurement single) => (ResidentBytes - single.ResidentBytes) / 1024.0 / Math.Max(Targets - 1, 1);

    /// <summary>Starts ScriptGrid, lets it warm up, measures and stops it.</summary>
    /// <param name="setup">What ScriptGrid collects.</param>
    /// <param name="warmUp">How long it runs before it is measured.</param>
    /// <param name="duration">How long it is measured.</param>
    /// <param name="cancellationToken">Cancels the measurement.</param>
    public static async Task<FleetMeasurement> TakeAsync(
        ScriptGridSetup setup, TimeSpan warmUp, TimeSpan duration, CancellationToken cancellationToken)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{setup.Command[0]}, {setup.Targets:N0} targets");
        Progress.Report($"{name}: start and warm-up");
        long startedAt = Stopwatch.GetTimestamp();
        await using ScriptGridProcess scriptGrid = await ScriptGridProcess.StartAsync(setup, cancellationToken);
        TimeSpan start = Stopwatch.GetElapsedTime(startedAt);
        await Task.Delay(warmUp, cancellationToken);

        Progress.Report($"{name}: measurement of {duration.TotalSeconds:N0} s");
        Reading before = await Reading.TakeAsync(scriptGrid, cancellationToken);
        long resident = await MedianResidentBytesAsync(scriptGrid.Id, duration, cancellationToken);
        Reading after = await Reading.TakeAsync(scriptGrid, cancellationToken);
        return new FleetMeasurement(
            setup.Targets,
            Stopwatch.GetElapsedTime(before.Time, after.Time),
            after.Collections - before.Collections,
            after.Failures - before.Failures,
            after.Cpu - before.Cpu,
            resident,
            after.Lag.Since(before.Lag))
        {
            Start = start,
            FailuresAtStart = before.Failures,
        };
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

    /// <summary>The counters at one moment. Both readings start with the page, so that the counters and the CPU time cover the same work.</summary>
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
