using System.Globalization;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting.Systemd;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Hosting;

/// <summary>Reports the state of this process to systemd: serving, reloading, stopping, and alive for its watchdog.</summary>
internal sealed class ServiceManager : IDisposable
{
    private const string SocketVariable = "NOTIFY_SOCKET";
    private const string WatchdogVariable = "WATCHDOG_USEC";
    private const string WatchdogProcessVariable = "WATCHDOG_PID";

    private static readonly ServiceState Alive = new("WATCHDOG=1");

    private readonly SystemdNotifier _notifier = new();
    private readonly TimeProvider _time;
    private ITimer? _watchdog;

    private ServiceManager(TimeProvider time) => _time = time;

    /// <summary>Returns the service manager if systemd started this process and expects reports; otherwise null.</summary>
    public static ServiceManager? OfProcess(TimeProvider time) =>
        Environment.GetEnvironmentVariable(SocketVariable) is { Length: > 0 } ? new ServiceManager(time) : null;

    /// <summary>
    /// Reports that the process serves. From now on it also reports to the watchdog, twice per watchdog interval, from a thread of the pool that does all the
    /// work: if the pool is stuck, the reports stop.
    /// </summary>
    /// <param name="status">The text that <c>systemctl status</c> shows.</param>
    public void Ready(string status)
    {
        Notify(ServiceState.Ready, status);
        if (WatchdogInterval() is { } interval)
        {
            _watchdog = _time.CreateTimer(_ => Send(Alive), state: null, TimeSpan.Zero, interval / 2);
        }
    }

    /// <summary>Reloads, and reports when the reload begins and how it ended.</summary>
    public async Task<ReloadOutcome> ReloadAsync(Func<CancellationToken, Task<ReloadOutcome>> reload, CancellationToken cancellationToken)
    {
        string status = "The reload did not complete.";
        Send(Reloading());
        try
        {
            ReloadOutcome outcome = await reload(cancellationToken);
            status = outcome.Succeeded
                ? "The configuration was reloaded."
                : $"The configuration was not reloaded: {outcome.Errors[0]}";
            return outcome;
        }
        finally
        {
            Notify(ServiceState.Ready, status);
        }
    }

    /// <summary>Reports that the process has been asked to stop, and is stopping.</summary>
    public void Stopping() => Send(ServiceState.Stopping);

    /// <inheritdoc/>
    public void Dispose() => _watchdog?.Dispose();

    /// <summary>
    /// Returns the report of a reload. It includes systemd's monotonic time, so that systemd can tell the reports of successive reloads apart.
    /// </summary>
    private ServiceState Reloading()
    {
        long microseconds = (long)_time.GetElapsedTime(0).TotalMicroseconds;
        return new ServiceState(string.Create(CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={microseconds}"));
    }

    private void Notify(ServiceState state, string status) => Send(new ServiceState($"{state}\nSTATUS={OneLine.Of(status)}"));

    private void Send(ServiceState state)
    {
        try
        {
            _notifier.Notify(state);
        }
        catch (SocketException)
        {
            // No process listens: the variable comes from a process whose manager is gone, or was meant for another process.
        }
    }

    /// <summary>Returns the time within which the watchdog expects a report; null if there is no watchdog, or it watches another process.</summary>
    private static TimeSpan? WatchdogInterval()
    {
        string? process = Environment.GetEnvironmentVariable(WatchdogProcessVariable);
        bool isOurs = process is null or "" || process == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return isOurs && long.TryParse(Environment.GetEnvironmentVariable(WatchdogVariable), NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds) && microseconds > 0
            ? TimeSpan.FromMicroseconds(microseconds)
            : null;
    }
}
