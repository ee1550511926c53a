using Microsoft.Extensions.Logging;
using Prometheus;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Clients;

/// <summary>Counts what is refused, and logs a line from time to time: a refused client may come back a thousand times a second.</summary>
internal sealed class Refusals
{
    private static readonly TimeSpan LinePause = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Counter _counter;
    private long _unlogged;
    private long? _lastLine;

    /// <param name="time">Spaces the lines.</param>
    /// <param name="loggers">Where the lines go.</param>
    /// <param name="metrics">Where the counter is shown.</param>
    public Refusals(TimeProvider time, ILoggerFactory loggers, OwnMetrics metrics)
    {
        _time = time;
        _logger = loggers.CreateLogger("ScriptGrid");
        _counter = metrics.Factory.CreateCounter(
            "scriptgrid_calls_refused_total", "Calls and connections of external clients, and connections to the silo port, that were refused.");
    }

    /// <summary>A call was refused.</summary>
    public void Call(string call, string client, string reason)
    {
        if (Count() is { } count)
        {
            Log.CallsRefused(_logger, Amount.Of(count, "call"), call, client, reason);
        }
    }

    /// <summary>A connection was refused.</summary>
    public void Connection(string client, string reason)
    {
        if (Count() is { } count)
        {
            Log.ConnectionsRefused(_logger, Amount.Of(count, "connection"), client, reason);
        }
    }

    /// <summary>How many refusals the next line of the log covers; null where no line is due.</summary>
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
