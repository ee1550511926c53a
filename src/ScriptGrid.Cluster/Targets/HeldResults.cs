using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Cluster.Targets;

/// <summary>The results of the targets that a silo holds, laid out for scrapes, and of those that just went to another silo.</summary>
/// <param name="gate">The lock of <see cref="HeldTargets"/>, under which every change is made.</param>
/// <param name="layOut">The results of what is held, in the catalogue's order; called under the lock.</param>
internal sealed class HeldResults(Lock gate, Func<FleetResults> layOut)
{
    private readonly FleetStore _store = new();
    private readonly Departures _departures = new();
    private volatile bool _isStale;

    /// <summary>The results of what is held.</summary>
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

    /// <summary><see cref="Current"/>, and behind them those of targets that just went to another silo.</summary>
    public FleetResults IncludingDeparted(TimeSpan now)
    {
        lock (gate)
        {
            // Both under one lock: a target that departs between the two would be in both, and on a page twice.
            return _departures.Join(Current, now);
        }
    }

    /// <summary>What is held has changed.</summary>
    public void Change() => _isStale = true;

    /// <summary>A target is held from now on.</summary>
    public void Add(string target)
    {
        _departures.Remove(target);
        Change();
    }

    /// <summary>A target goes to another silo.</summary>
    public void Depart(TargetCollector collector, TimeSpan now)
    {
        _departures.Add(collector, now);
        Change();
    }

    /// <summary>Lays the results out for scrapes, once they are all there; best followed by a garbage collection.</summary>
    public void Arrange() => _store.Arrange();
}
