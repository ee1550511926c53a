using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Settings;

namespace ScriptGrid.EmbeddedRedis.Calls;

/// <summary>What took at least <c>latency-monitor-threshold</c>, by its kind, as LATENCY tells it.</summary>
internal sealed class LatencyMonitor(ServerSettings settings, ServerClock clock)
{
    private readonly SortedDictionary<string, LatencySeries> _events = new(StringComparer.Ordinal);

    internal bool IsEnabled => settings.LatencyThreshold.Value > 0;

    internal IReadOnlyDictionary<string, LatencySeries> Events => _events;

    /// <summary>Notes how long something took, if that is long enough.</summary>
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

    /// <summary>Forgets a kind; false where there is none.</summary>
    internal bool Reset(string name) => _events.Remove(name);

    /// <summary>Forgets all and tells how many kinds there were.</summary>
    internal int ResetAll()
    {
        int count = _events.Count;
        _events.Clear();
        return count;
    }
}
