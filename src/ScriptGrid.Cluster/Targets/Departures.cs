using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Cluster.Targets;

/// <summary>
/// The results of targets that were just handed over to another silo. They are exposed for a moment longer, so that a page that is being assembled does not
/// miss them. If any silo holds the target and has results, those are used. Guarded by the lock of <see cref="HeldResults"/>.
/// </summary>
internal sealed class Departures
{
    /// <summary>
    /// How long they are exposed: longer than silos need to agree on the owner and the owner to begin, and shorter than any useful expiry.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, (TargetCollector Collector, TimeSpan Until)> _gone = new(StringComparer.Ordinal);
    private FleetResults? _held;
    private FleetResults? _joined;
    private TimeSpan _validUntil;

    /// <summary>Adds a target that departed.</summary>
    public void Add(TargetCollector collector, TimeSpan now)
    {
        _gone[collector.TargetId] = (collector, now + Grace);
        _held = null;
    }

    /// <summary>Removes a target, because it is back.</summary>
    public void Remove(string target)
    {
        if (_gone.Remove(target))
        {
            _held = null;
        }
    }

    /// <summary>Returns the results of what is held, followed by those of recent departures.</summary>
    public FleetResults Join(FleetResults held, TimeSpan now)
    {
        if (_gone.Count == 0)
        {
            _joined = null;
            return held;
        }

        if (_joined is null || !ReferenceEquals(held, _held) || now >= _validUntil)
        {
            foreach ((string target, (TargetCollector _, TimeSpan until)) in _gone.ToArray())
            {
                if (until <= now)
                {
                    _gone.Remove(target);
                }
            }

            FleetResults gone = CollectorSet.Flatten([.. _gone.Values.Select(static departure => departure.Collector)]);
            _joined = held.With(gone) with { Departed = gone.Targets.Length };
            _validUntil = _gone.Count == 0 ? TimeSpan.MaxValue : _gone.Values.Min(static departure => departure.Until);
            _held = held;
        }

        return _joined;
    }
}
