using System.Diagnostics;
using System.Globalization;
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
    /// <summary>From its start until each target was collected once.</summary>
    public required TimeSpan Start { get; init; }

    /// <summary>Collections that failed from its start until it was measured.</summary>
    public required double FailuresAtStart { get; init; }

    /// <summary>The ten values that the bars speak of.</summary>
    public static string Script { get; } = BenchmarkScript.Returning(10);

    /// <summary>The same ten values as rows of a declared metric, with a label.</summary>
    public static string RowsScript { get; } = BenchmarkScript.ReturningRows(10);

    /// <summary>CPU seconds per collection.</summary>
    public double CpuPerCollection => Cpu.TotalSeconds / Collections;

    /// <summary>Memory in MiB.</summary>
    public double Mebibytes => ResidentBytes / 1024.0 / 1024.0;

    /// <summary>Memory in KiB for each target beyond what the same process takes with one.</summary>
    public double KibibytesPerTarget(FleetMeasurement single) => (ResidentBytes - single.ResidentBytes) / 1024.0 / Math.Max(Targets - 1, 1);

    /// <summary>Starts ScriptGrid, lets it warm up, measures and stops it.</summary>
    /// <param name="setup">What it collects.</param>
    /// <param name="warmUp">How long it is left alone before.</param>
    /// <param name="duration">How long it is measured.</param>
    /// <param name="cancellationToken">Ends it.</param>
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
