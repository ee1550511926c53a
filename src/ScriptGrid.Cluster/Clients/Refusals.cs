using Microsoft.Extensions.Logging;
using Prometheus;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Clients;

/// <summary>Counts refusals, and logs at most one line every 10 seconds, because a refused client may come back a thousand times a second.</summary>
internal sealed class Refusals
{
    private static readonly TimeSpan LinePause = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Counter _counter;
    private long _unlogged;
    private long? _lastLine;

    /// <param name="time">Measures the pause between log lines.</param>
    /// <param name="loggers">Creates the logger of the lines.</param>
    /// <param name="metrics">The metrics to which the counter is added.</param>
    public Refusals(TimeProvider time, ILoggerFactory loggers, OwnMetrics metrics)
    {
        _time = time;
        _logger = loggers.CreateLogger("ScriptGrid");
        _counter = metrics.Factory.CreateCounter(
            "scriptgrid_calls_refused_total", "Calls and connections of external clients, and connections to the silo port, that were refused.");
    }

    /// <summary>Counts a refused call.</summary>
    public void Call(string call, string client, string reason)
    {
        if (Count() is { } count)
        {
            Log.CallsRefused(_logger, Amount.Of(count, "call"), call, client, reason);
        }
    }

    /// <summary>Counts a refused connection.</summary>
    public void Connection(string client, string reason)
    {
        if (Count() is { } count)
        {
            Log.ConnectionsRefused(_logger, Amount.Of(count, "connection"), client, reason);
        }
    }

    /// <summary>Counts one refusal. Returns how many refusals the next log line covers, or null if no line is due.</summary>
    private long? Count()
    {
        _counter.Inc();
        lock (_gate)
        {
            _unlogged++;
            if (_lastLine is { } last && _time.GetElapsedTime(last) < LinePause)
            {
                return null;
            }

            _lastLine = _time.GetTimestamp();
            long count = _unlogged;
            _unlogged = 0;
            return count;
        }
    }
}
