using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ScriptGrid.Engine.Exposition.Meters;

/// <summary>The <c>process_*</c> metrics that every Prometheus client has. What the platform does not tell is left out.</summary>
internal sealed class ProcessMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "ScriptGrid.Process";

    private readonly Meter _meter;

    /// <summary>Creates the instruments.</summary>
    /// <param name="scope">Who exposes them; see <see cref="Meter.Scope"/>.</param>
    public ProcessMetrics(object? scope = null)
    {
        _meter = new Meter(new MeterOptions(MeterName) { Scope = scope });
        using Process process = Process.GetCurrentProcess();
        double startTime = (process.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds;

        _meter.CreateObservableCounter("process.cpu", CpuSeconds, "s", "Total user and system CPU time spent.");
        _meter.CreateObservableGauge("process.start_time", () => startTime, "s", "Start time of the process since unix epoch.");
        _meter.CreateObservableGauge("process.resident_memory", static () => Environment.WorkingSet, "By", "Resident memory size.");
        AddOptional("process.virtual_memory", ProcFiles.VirtualBytes, "By", "Virtual memory size.");
        AddOptional("process.threads", ProcFiles.Threads, null, "Number of OS threads.");
        AddOptional("process.open_fds", ProcFiles.OpenFileDescriptors, null, "Number of open file descriptors.");
        AddOptional("process.max_fds", ProcFiles.MaxFileDescriptors, null, "Maximum number of open file descriptors.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static double CpuSeconds() => Environment.CpuUsage.TotalTime.TotalSeconds;

    private void AddOptional(string name, Func<long?> read, string? unit, string help) =>
        _meter.CreateObservableGauge(name, IEnumerable<Measurement<long>> () => read() is { } value ? [new(value)] : [], unit, help);
}
