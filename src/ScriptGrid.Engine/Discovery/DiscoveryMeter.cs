using Prometheus;
using ScriptGrid.Engine.Exposition.Meters;

namespace ScriptGrid.Engine.Discovery;

/// <summary>The metrics about sources.</summary>
internal sealed class DiscoveryMeter
{
    private readonly Gauge _targets;
    private readonly Counter _failures;
    private readonly Gauge _lastSuccess;

    public DiscoveryMeter(OwnMetrics metrics)
    {
        _targets = metrics.Factory.CreateGauge(
            "scriptgrid_discovery_targets", "Targets that a source of a group found, by its last good answer.", "group", "source");
        _failures = metrics.Factory.CreateCounter(
            "scriptgrid_discovery_failures_total", "Looks at a source that failed, or failed in part; what was found before stays.", "group", "source");
        _lastSuccess = metrics.Factory.CreateGauge(
            "scriptgrid_discovery_last_success_timestamp_seconds",
            "When a source last answered without a problem, in seconds since the Unix epoch; 0 before it has.",
            "group",
            "source");
    }

    /// <summary>Adds a source to the metrics.</summary>
    public void Begin(string group, string source)
    {
        _failures.WithLabels(group, source);
        _lastSuccess.WithLabels(group, source);
        _targets.WithLabels(group, source).Set(0);
    }

    /// <summary>Sets the number of targets that a source found.</summary>
    public void Found(string group, string source, int targets) => _targets.WithLabels(group, source).Set(targets);

    /// <summary>Counts an answer.</summary>
    public void Answered(string group, string source, bool isGood, DateTimeOffset now)
    {
        if (isGood)
        {
            _lastSuccess.WithLabels(group, source).IncTo(now.ToUnixTimeMilliseconds() / 1000.0);
        }
        else
        {
            _failures.WithLabels(group, source).Inc();
        }
    }

    /// <summary>Removes a source from the metrics.</summary>
    public void End(string group, string source)
    {
        _targets.RemoveLabelled(group, source);
        _failures.RemoveLabelled(group, source);
        _lastSuccess.RemoveLabelled(group, source);
    }
}
