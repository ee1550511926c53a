using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Settings;

namespace ScriptGrid.EmbeddedRedis.Calls;

/// <summary>The events that took at least <c>latency-monitor-threshold</c>, by kind, as LATENCY shows them.</summary>
internal sealed class LatencyMonitor(ServerSettings settings, ServerClock clock)
{
    private readonly SortedDictionary<string, LatencySeries> _events = new(StringComparer.Ordinal);

    internal bool IsEnabled => settings.LatencyThreshold.Value > 0;

    internal IReadOnlyDictionary<string, LatencySeries> Events => _events;

    /// <summary>Records an event if it took long enough.</summary>
    internal void Note(string name, TimeSpan duration)
    {
        long threshold = settings.LatencyThreshold.Value;
        long milliseconds = (long)duration.TotalMilliseconds;
        if (threshold == 0 || milliseconds < threshold)
        {
            return;
        }

        if (!_events.TryGetValue(name, out LatencySeries? series))
        {
            _events.Add(name, series = new LatencySeries());
        }

        const int MillisecondsPerSecond = 1000;
        series.Add(new LatencySample(clock.Now / MillisecondsPerSecond, milliseconds));
    }

    /// <summary>Forgets a kind of event. Returns false if there was none.</summary>
    internal bool Reset(string name) => _events.Remove(name);

    /// <summary>Forgets all events and returns how many kinds there were.</summary>
    internal int ResetAll()
    {
        int count = _events.Count;
        _events.Clear();
        return count;
    }
}
