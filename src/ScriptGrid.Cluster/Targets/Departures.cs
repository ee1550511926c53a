using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Cluster.Targets;

/// <summary>
/// The results of targets that just went to another silo. They are exposed for a moment more, so that a page that is put together meanwhile
/// does not miss them; where their owner has them already, its results count. Guarded by the lock of <see cref="HeldResults"/>.
/// </summary>
internal sealed class Departures
{
    /// <summary>Longer than the silos need to agree on the owner, and it to begin; shorter than any useful expiry.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, (TargetCollector Collector, TimeSpan Until)> _gone = new(StringComparer.Ordinal);
    private FleetResults? _held;
    private FleetResults? _joined;
    private TimeSpan _validUntil;

    /// <summary>Notes that a target went.</summary>
    public void Add(TargetCollector collector, TimeSpan now)
    {
        _gone[collector.TargetId] = (collector, now + Grace);
        _held = null;
    }

    /// <summary>Forgets a target: it is back.</summary>
    public void Remove(string target)
    {
        if (_gone.Remove(target))
        {
            _held = null;
        }
    }

    /// <summary>What is held, and behind it what went lately.</summary>
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

            _joined = held.With(CollectorSet.Flatten([.. _gone.Values.Select(static departure => departure.Collector)]));
            _validUntil = _gone.Count == 0 ? TimeSpan.MaxValue : _gone.Values.Min(static departure => departure.Until);
            _held = held;
        }

        return _joined;
    }
}
