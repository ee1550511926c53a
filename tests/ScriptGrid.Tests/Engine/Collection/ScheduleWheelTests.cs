using ScriptGrid.Engine.Collection;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Collection;

/// <summary>What the wheel does with its entries.</summary>
public sealed class ScheduleWheelTests
{
    private readonly ManualTime _time = new();
    private readonly List<string> _events = [];
    private readonly CollectorClock _clock;
    private readonly ScheduleWheel _wheel;

    public ScheduleWheelTests()
    {
        _clock = new CollectorClock(_time);
        _wheel = new ScheduleWheel(_clock);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(19)]
    [InlineData(20)]
    [InlineData(21)]
    [InlineData(5_000)]
    [InlineData(81_920)]
    [InlineData(81_921)]
    [InlineData(200_000)]
    [InlineData(3_600_000)]
    public void Turn_Entry_FiresOnceInTheFirstSlotAtOrAfterItsTime(int milliseconds)
    {
        TimeSpan due = TimeSpan.FromMilliseconds(milliseconds);
        _wheel.Set(new Entry("a", _events), due);

        List<TimeSpan> fired = FiredUntil(due + TimeSpan.FromSeconds(200));

        Assert.InRange(Assert.Single(fired), due, due + Schedule.Slot);
    }

    [Fact]
    public void Turn_SeveralEntries_MarksAllBeforeItStartsAny()
    {
        _wheel.Set(new Entry("a", _events), TimeSpan.FromMilliseconds(20));
        _wheel.Set(new Entry("b", _events), TimeSpan.FromMilliseconds(20));

        TurnAfter(TimeSpan.FromMilliseconds(20));

        Assert.Equal(["mark", "mark", "start", "start"], _events.Select(static entry => entry.Split(' ')[0]));
        Assert.Equal(["a", "a", "b", "b"], _events.Select(static entry => entry.Split(' ')[1]).Order());
    }

    [Fact]
    public void Turn_EntriesOfSeveralSlots_FireInTheirOrder()
    {
        foreach (int slot in new[] { 5, 1, 3, 2, 4 })
        {
            _wheel.Set(new Entry($"{slot}", _events), slot * Schedule.Slot);
        }

        TurnAfter(5 * Schedule.Slot);

        Assert.Equal(["mark 1", "mark 2", "mark 3", "mark 4", "mark 5"], _events.Take(5));
    }

    [Fact]
    public void Turn_AfterALongPause_FiresWhateverIsDueAndNothingElse()
    {
        _wheel.Set(new Entry("near", _events), TimeSpan.FromSeconds(1));
        _wheel.Set(new Entry("far", _events), TimeSpan.FromHours(1));
        _wheel.Set(new Entry("not yet", _events), TimeSpan.FromHours(2.5));

        TurnAfter(TimeSpan.FromHours(2));

        Assert.Equal(["mark far", "mark near"], _events.Where(static entry => entry.StartsWith("mark", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void Set_EntryThatIsIn_MovesIt()
    {
        var entry = new Entry("a", _events);
        _wheel.Set(entry, TimeSpan.FromSeconds(1));

        _wheel.Set(entry, TimeSpan.FromSeconds(3));

        Assert.Equal([TimeSpan.FromSeconds(3)], FiredUntil(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void Set_TimeThatHasPassed_FiresInTheNextTurn()
    {
        TurnAfter(TimeSpan.FromSeconds(5));

        _wheel.Set(new Entry("a", _events), TimeSpan.FromSeconds(1));

        Assert.Equal([TimeSpan.FromSeconds(5) + Schedule.Slot], FiredUntil(TimeSpan.FromSeconds(10)));
    }

    [Theory]
    [InlineData(1, 3, 1)]
    [InlineData(3, 1, 1)]
    public void SetAtLatest_EntryThatIsIn_KeepsTheEarlierTime(double first, double second, double expected)
    {
        var entry = new Entry("a", _events);
        _wheel.Set(entry, TimeSpan.FromSeconds(first));

        _wheel.SetAtLatest(entry, TimeSpan.FromSeconds(second));

        Assert.Equal([TimeSpan.FromSeconds(expected)], FiredUntil(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void Remove_AnyOfABucket_LeavesTheOthers()
    {
        Entry[] entries = [.. Enumerable.Range(0, 4).Select(i => new Entry($"{i}", _events))];
        foreach (Entry entry in entries)
        {
            _wheel.Set(entry, TimeSpan.FromSeconds(1));
        }

        _wheel.Remove(entries[3]);
        _wheel.Remove(entries[1]);
        _wheel.Remove(entries[1]);
        TurnAfter(TimeSpan.FromSeconds(1));

        Assert.Equal(["mark 0", "mark 2", "start 0", "start 2"], _events.Order());
    }

    [Fact]
    public void Mark_EntryThatSetsItselfAgain_FiresEachTime()
    {
        var entry = new Entry("a", _events);
        entry.Marked = now => _wheel.Set(entry, now + (2 * Schedule.Slot));
        _wheel.Set(entry, TimeSpan.Zero);

        Assert.Equal(
            [TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(60), TimeSpan.FromMilliseconds(100)],
            FiredUntil(TimeSpan.FromMilliseconds(120)));
    }

    [Fact]
    public async Task RunAsync_ClosedAtFirst_FiresOnceItIsOpen()
    {
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int looks = 0;
        _wheel.Set(new Entry("a", _events) { Marked = _ => fired.SetResult() }, TimeSpan.Zero);
        _time.Advance(TimeSpan.FromSeconds(1));

        using var stop = new CancellationTokenSource();
        Task running = _wheel.RunAsync(() => ++looks > 2, stop.Token);
        await fired.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await stop.CancelAsync();
        await running;

        Assert.InRange(looks, 3, int.MaxValue);
        Assert.Equal(["mark a", "start a"], _events);
    }

    /// <summary>Turns it slot by slot; when anything fired.</summary>
    private List<TimeSpan> FiredUntil(TimeSpan end)
    {
        var fired = new List<TimeSpan>();
        _events.Clear();
        while (_clock.Now < end)
        {
            TurnAfter(Schedule.Slot);
            fired.AddRange(_events.Where(static entry => entry.StartsWith("mark", StringComparison.Ordinal)).Select(_ => _clock.Now));
            _events.Clear();
        }

        return fired;
    }

    private void TurnAfter(TimeSpan pause)
    {
        _time.Advance(pause);
        _wheel.Turn();
    }

    private sealed class Entry(string name, List<string> events) : AgendaEntry
    {
        public Action<TimeSpan>? Marked { get; set; }

        public override void Mark(TimeSpan now)
        {
            events.Add($"mark {name}");
            Marked?.Invoke(now);
        }

        public override void Start() => events.Add($"start {name}");
    }
}
