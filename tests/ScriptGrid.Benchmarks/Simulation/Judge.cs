using System.Globalization;
using ScriptGrid.Cluster.Catalogue;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Benchmarks.Simulation;

/// <summary>The observations of a target.</summary>
internal sealed class TargetRecord(string target, TimeSpan offset)
{
    private readonly KeyedValue[] _values = [new("queued", FleetPlan.ValueOf(target))];

    /// <summary>Its identity.</summary>
    public string Target => target;

    /// <summary>The offset of its slot in the schedule.</summary>
    public TimeSpan Offset => offset;

    /// <summary>The values that it gives.</summary>
    public KeyedValue[] Values => _values;

    /// <summary>Since when it must be collected; null while it is in no edition.</summary>
    public TimeSpan? Since { get; set; }

    /// <summary>When it was collected last.</summary>
    public TimeSpan? Last { get; set; }

    /// <summary>The processes that collected it recently.</summary>
    public List<Stint> Stints { get; } = [];

    /// <summary>For each lineage of its counter: the latest count, and the times of the first and the last collection.</summary>
    public Dictionary<string, (int Count, TimeSpan First, TimeSpan Last)> Lineages { get; } = new(StringComparer.Ordinal);
}

/// <summary>A period in which one process collects a target.</summary>
internal sealed class Stint(SimulatedSilo silo, TimeSpan first)
{
    /// <summary>The process.</summary>
    public SimulatedSilo Silo => silo;

    /// <summary>Its first collection.</summary>
    public TimeSpan First { get; } = first;

    /// <summary>Its last collection so far.</summary>
    public TimeSpan Last { get; set; } = first;
}

/// <summary>Checks the events of a simulation against the promises.</summary>
internal sealed class Judge(World world)
{
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a silo may keep a target whose grain was lost, while another silo may collect it.</summary>
    private static readonly TimeSpan LeftOver = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Agreement = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, TargetRecord> _records = new(StringComparer.Ordinal);

    /// <summary>The first broken promise; null while all are kept.</summary>
    public string? Failure { get; private set; }

    /// <summary>The number of collections.</summary>
    public long Collections { get; private set; }

    /// <summary>The longest time without a collection that exceeded two intervals.</summary>
    public TimeSpan LongestGap { get; private set; }

    /// <summary>The longest time in which two silos collected the same target.</summary>
    public TimeSpan LongestDouble { get; private set; }

    /// <summary>The newest edition.</summary>
    public CatalogueEdition? Newest { get; private set; }

    /// <summary>Returns the record of a target.</summary>
    public TargetRecord RecordOf(string target)
    {
        if (!_records.TryGetValue(target, out TargetRecord? record))
        {
            record = new TargetRecord(target, Schedule.Offset(target, FleetPlan.ScriptName, world.Options.Interval));
            _records.Add(target, record);
        }

        return record;
    }

    /// <summary>Records a broken promise or a defect. Only the first one counts.</summary>
    public void Fail(string failure)
    {
        if (Failure is null)
        {
            Failure = string.Create(CultureInfo.InvariantCulture, $"at {world.Timeline.Now.TotalSeconds:F3} s: {failure}");
            world.Trace($"FAILED: {failure}");
        }
    }

    /// <summary>Records an accepted edition. From now on its targets must be collected, and no others.</summary>
    public void Published(CatalogueEdition edition, SimulatedSilo by)
    {
        world.Trace($"{by} accepts edition {edition.Number}");
        if (world.Table.Current.StatusOf(by.Address) == SiloStatus.Dead)
        {
            return; // No silo gets this edition.
        }

        if (world.Silos.FirstOrDefault(silo => silo.Copy.Current?.Number >= edition.Number && silo is { IsServing: true, IsFrozen: false } && world.Table.Current.StatusOf(silo.Address) == SiloStatus.Active && silo.Host.Reaches(by.Host)) is { } ahead)
        {
            Fail($"edition {edition.Number} was accepted, while {ahead} has {ahead.Copy.Current!.Number}");
        }

        Newest = edition;
        HashSet<string> present = [.. world.Read(edition).Targets.Select(static target => target.Address.Id)];
        foreach (TargetRecord record in _records.Values.Where(record => record.Since is not null && !present.Contains(record.Target)))
        {
            CheckGap(record);
            (record.Since, record.Last) = (null, null);
        }

        foreach (string target in present)
        {
            RecordOf(target).Since ??= world.Timeline.Now;
        }
    }

    /// <summary>Records that a silo collected a target, and checks it.</summary>
    public void Collected(TargetRecord record, SimulatedSilo silo, string lineage, int count)
    {
        Collections++;
        TimeSpan now = world.Timeline.Now;
        if (world.IsTraced(record.Target))
        {
            world.Trace($"{silo} collects {record.Target}, {lineage} = {count}");
        }

        CheckCounter(record, silo, lineage, count, now);
        CheckDoubles(record, silo, now);
        if (record.Since is not null)
        {
            CheckGap(record);
            record.Last = now;
        }
    }

    /// <summary>Checks, at the end of the run, that no target is overdue.</summary>
    public void CheckGaps()
    {
        foreach (TargetRecord record in _records.Values.Where(static record => record.Since is not null))
        {
            CheckGap(record);
        }
    }

    private void CheckGap(TargetRecord record)
    {
        TimeSpan now = world.Timeline.Now;
        TimeSpan from = record.Last ?? record.Since!.Value;
        TimeSpan gap = now - from;
        if (gap <= (2 * world.Options.Interval) + Slack)
        {
            return;
        }

        LongestGap = gap > LongestGap ? gap : LongestGap;
        TimeSpan allowed = (2 * world.Options.Interval) + Slack + world.Scenario.GapAllowance(from, now) + (record.Last is null ? Scenario.FirstRun : default);
        if (gap > allowed)
        {
            Fail(string.Create(CultureInfo.InvariantCulture, $"{record.Target} was not collected for {gap.TotalSeconds:F2} s, since {from.TotalSeconds:F2} s; at most {allowed.TotalSeconds:F2} s are promised"));
        }
    }

    private void CheckCounter(TargetRecord record, SimulatedSilo silo, string lineage, int count, TimeSpan now)
    {
        (int Count, TimeSpan First, TimeSpan Last) line = record.Lineages.GetValueOrDefault(lineage, (0, now, now));
        if (count <= line.Count)
        {
            Fail($"the counter of {record.Target} went from {line.Count} back to {count} without a reset ({lineage})");
        }

        // Fail if another lineage of the counter has begun since and gone on for long: the exposed value would jump back to the older one. A dead silo exposes
        // nothing.
        KeyValuePair<string, (int Count, TimeSpan First, TimeSpan Last)> other = record.Lineages.FirstOrDefault(
            other => other.Key != lineage && other.Value.First > line.Last && now - other.Value.First > Doubled(world.Options.Interval) + Slack + world.Scenario.DoubleAllowance(other.Value.First, now));
        if (other.Key is not null && world.Table.Current.StatusOf(silo.Address) != SiloStatus.Dead && now - line.Last > LeftOver + world.Scenario.GapAllowance(line.Last, now))
        {
            Fail($"the counter of {record.Target} came back from {other.Key} = {other.Value.Count} to {lineage} = {count}, which was left at {line.Last.TotalSeconds:F2} s");
        }

        record.Lineages[lineage] = (count, line.First, now);
    }

    /// <summary>Returns how long two silos may collect a target: one interval, or the time until silos agree on what they see if that is longer.</summary>
    private static TimeSpan Doubled(TimeSpan interval) => interval > Agreement ? interval : Agreement;

    private void CheckDoubles(TargetRecord record, SimulatedSilo silo, TimeSpan now)
    {
        TimeSpan interval = world.Options.Interval;
        record.Stints.RemoveAll(stint => now - stint.Last > (2 * interval) + Slack);
        Stint? own = record.Stints.Find(stint => stint.Silo == silo);
        if (own is null)
        {
            record.Stints.Add(new Stint(silo, now));
            return;
        }

        own.Last = now;
        foreach (Stint other in record.Stints)
        {
            TimeSpan first = other.First > own.First ? other.First : own.First;
            TimeSpan length = other.Last - first;
            if (other != own && length > TimeSpan.Zero)
            {
                LongestDouble = length > LongestDouble ? length : LongestDouble;
                if (length > Doubled(interval) + Slack + world.Scenario.DoubleAllowance(first, now))
                {
                    Fail(string.Create(CultureInfo.InvariantCulture, $"{record.Target} was collected by {other.Silo} and {silo} for {length.TotalSeconds:F2} s"));
                }
            }
        }
    }
}
