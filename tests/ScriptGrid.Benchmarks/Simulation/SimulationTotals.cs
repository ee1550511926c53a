using ScriptGrid.Benchmarks.Tools;

namespace ScriptGrid.Benchmarks.Simulation;

/// <summary>The totals of many runs.</summary>
internal sealed class SimulationTotals
{
    private readonly Lock _gate = new();
    private readonly List<(int Seed, string Failure)> _failures = [];
    private readonly SortedDictionary<FaultKind, int> _faults = [];
    private int _runs;
    private int _storms;
    private TimeSpan _simulated;
    private long _events;
    private long _collections;
    private long _handOvers;
    private TimeSpan _longestDouble;

    /// <summary>The seeds that broke a promise.</summary>
    public IReadOnlyList<(int Seed, string Failure)> Failures => _failures;

    /// <summary>Adds a run.</summary>
    public void Add(SimulationResult result)
    {
        World world = result.World;
        lock (_gate)
        {
            _runs++;
            _storms += world.Scenario.IsStorm ? 1 : 0;
            _simulated += world.Timeline.Now;
            _events += world.Timeline.Events;
            _collections += world.Judge.Collections;
            _handOvers += world.HandOvers;
            _longestDouble = world.Judge.LongestDouble > _longestDouble ? world.Judge.LongestDouble : _longestDouble;
            foreach (Fault fault in world.Scenario.Faults)
            {
                _faults[fault.Kind] = _faults.GetValueOrDefault(fault.Kind) + 1;
            }

            if (result.Failure is { } failure)
            {
                _failures.Add((result.Seed, failure));
            }
        }
    }

    /// <summary>Returns the table of totals.</summary>
    public ResultTable Report(TimeSpan took)
    {
        var table = new ResultTable();
        table.Add("seeds that broke a promise", $"{_failures.Count} of {_runs}", $"0", _failures.Count == 0);
        table.Add("of them storms, with many faults at once", $"{_storms}");
        table.Add("simulated", $"{_simulated.TotalHours:F1} h in {took.TotalSeconds:F0} s, {_events:N0} events");
        table.Add("collections", $"{_collections:N0}");
        table.Add("targets that went to another silo with their state", $"{_handOvers:N0}");
        table.Add("longest time that two silos collected one target", $"{_longestDouble.TotalSeconds:F2} s");
        table.Add("what happened", $"{string.Join(", ", _faults.Select(static fault => $"{fault.Key} {fault.Value}"))}");
        return table;
    }
}
