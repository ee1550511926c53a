using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Cluster.Targets;

/// <summary>The results of the targets that a silo holds, laid out for scrapes, and of those that it just handed over.</summary>
/// <param name="gate">The lock of <see cref="HeldTargets"/>, which guards every change.</param>
/// <param name="layOut">Returns the results of what is held, in the catalogue's order. Called under the lock.</param>
internal sealed class HeldResults(Lock gate, Func<FleetResults> layOut)
{
    private readonly FleetStore _store = new();
    private readonly Departures _departures = new();
    private volatile bool _isStale;

    /// <summary>The results of the held targets.</summary>
    public FleetResults Current
    {
        get
        {
            if (_isStale)
            {
                lock (gate)
                {
                    _isStale = false;
                    _store.Current = layOut();
                }
            }

            return _store.Current;
        }
    }

    /// <summary>Returns <see cref="Current"/>, followed by the results of targets that were just handed over to another silo.</summary>
    public FleetResults IncludingDeparted(TimeSpan now)
    {
        lock (gate)
        {
            // Both under one lock: otherwise a target that departs in between would be in both, and on a page twice.
            return _departures.Join(Current, now);
        }
    }

    /// <summary>Marks the results as stale, because the held targets have changed.</summary>
    public void Change() => _isStale = true;

    /// <summary>Adds a target that is held from now on.</summary>
    public void Add(string target)
    {
        _departures.Remove(target);
        Change();
    }

    /// <summary>Moves a target that goes to another silo to the departures.</summary>
    public void Depart(TargetCollector collector, TimeSpan now)
    {
        _departures.Add(collector, now);
        Change();
    }

    /// <summary>Lays the results out for scrapes once all are there. A garbage collection should follow.</summary>
    public void Arrange() => _store.Arrange();
}
