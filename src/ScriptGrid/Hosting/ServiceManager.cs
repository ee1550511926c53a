using System.Globalization;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting.Systemd;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Hosting;

/// <summary>Tells systemd how this process is: serving, reloading, stopping, and alive for its watchdog.</summary>
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

    /// <summary>The manager that started this process and waits to be told; null where there is none.</summary>
    public static ServiceManager? OfProcess(TimeProvider time) =>
        Environment.GetEnvironmentVariable(SocketVariable) is { Length: > 0 } ? new ServiceManager(time) : null;

    /// <summary>
    /// Tells that the process serves. From here on the watchdog hears of it twice in its interval, by a thread of the pool that does all work: a process whose
    /// pool no longer gets to anything falls silent.
    /// </summary>
    /// <param name="status">What <c>systemctl status</c> shows.</param>
    public void Ready(string status)
    {
        Notify(ServiceState.Ready, status);
        if (WatchdogInterval() is { } interval)
        {
            _watchdog = _time.CreateTimer(_ => Send(Alive), state: null, TimeSpan.Zero, interval / 2);
        }
    }

    /// <summary>Reloads, and tells when it begins and how it ended.</summary>
    public async Task<ReloadOutcome> ReloadAsync(Func<CancellationToken, Task<ReloadOutcome>> reload, CancellationToken cancellationToken)
    {
        string status = "The reload was given up.";
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

    /// <summary>Tells that the process was told to stop, and does so.</summary>
    public void Stopping() => Send(ServiceState.Stopping);

    /// <inheritdoc/>
    public void Dispose() => _watchdog?.Dispose();

    /// <summary>What systemd's own clock shows goes with it, so that the answer to one reload is not taken for that to the next.</summary>
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
            // The variable was handed on by a process whose manager is gone, or was never ours: nobody waits to be told.
        }
    }

    /// <summary>How long the watchdog waits for a word; null where it waits for none, or for one of another process.</summary>
    private static TimeSpan? WatchdogInterval()
    {
        string? process = Environment.GetEnvironmentVariable(WatchdogProcessVariable);
        bool isOurs = process is null or "" || process == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return isOurs && long.TryParse(Environment.GetEnvironmentVariable(WatchdogVariable), NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds) && microseconds > 0
            ? TimeSpan.FromMicroseconds(microseconds)
            : null;
    }
}
