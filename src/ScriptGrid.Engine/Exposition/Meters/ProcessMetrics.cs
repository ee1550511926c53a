using System.Diagnostics;
using Prometheus;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Exposition.Meters;

/// <summary>
/// The running build, and the <c>process_*</c> metrics that every Prometheus client has. Metrics that the platform does not provide are left out.
/// </summary>
internal static class ProcessMetrics
{
    /// <summary>Adds the metrics.</summary>
    public static void Register(OwnMetrics metrics)
    {
        MetricFactory factory = metrics.Factory;
        factory.CreateGauge("scriptgrid_build_info", "Always 1; the labels tell the version of ScriptGrid and of .NET.", "dotnet", "version")
            .WithLabels(Environment.Version.ToString(), BuildInfo.Version)
            .Set(1);
        factory.CreateGauge("process_start_time_seconds", "Start time of the process since unix epoch.").Set(StartTime());
        Counter cpu = factory.CreateCounter("process_cpu_seconds_total", "Total user and system CPU time spent.");
        metrics.BeforePage(() => cpu.IncTo(Environment.CpuUsage.TotalTime.TotalSeconds));
        Add(metrics, "process_resident_memory_bytes", "Resident memory size.", static () => Environment.WorkingSet);
        Add(metrics, "process_virtual_memory_bytes", "Virtual memory size.", ProcFiles.VirtualBytes);
        Add(metrics, "process_threads", "Number of OS threads.", ProcFiles.Threads);
        Add(metrics, "process_open_fds", "Number of open file descriptors.", ProcFiles.OpenFileDescriptors);
        Add(metrics, "process_max_fds", "Maximum number of open file descriptors.", ProcFiles.MaxFileDescriptors);
    }

    private static double StartTime()
    {
        using Process process = Process.GetCurrentProcess();
        return (process.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds;
    }

    private static void Add(OwnMetrics metrics, string name, string help, Func<long?> read)
    {
        if (read() is null)
        {
            return;
        }

        Gauge gauge = metrics.Factory.CreateGauge(name, help);
        metrics.BeforePage(() =>
        {
            if (read() is { } value)
            {
                gauge.Set(value);
            }
        });
    }
}
