using ScriptGrid.Engine.Collection;

namespace ScriptGrid.Tests.Engine.Collection;

public sealed class TargetAgendaTests : AgendaTests
{
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(2);

    private readonly TargetAgenda _agenda;
    private readonly List<TimeSpan> _alarms = [];

    public TargetAgendaTests() => _agenda = new TargetAgenda(Clock);

    private protected override IAgenda Agenda => _agenda;

    [Fact]
    public void SetAlarm_WithEntries_RingsForTheFirst()
    {
        _agenda.Set(new Entry("late", []), TimeSpan.FromSeconds(2));
        _agenda.Set(new Entry("early", []), TimeSpan.FromSeconds(1));

        _agenda.SetAlarm(_alarms.Add);

        Assert.Equal([TimeSpan.FromSeconds(1) + Margin], _alarms);
    }

    [Fact]
    public void Set_EarlierThanTheAlarm_AsksForAnEarlierOneOnly()
    {
        _agenda.SetAlarm(_alarms.Add);

        _agenda.Set(new Entry("a", []), TimeSpan.FromSeconds(2));
        _agenda.Set(new Entry("b", []), TimeSpan.FromSeconds(3));
        _agenda.Set(new Entry("c", []), TimeSpan.FromSeconds(1));

        Assert.Equal([TimeSpan.FromSeconds(2) + Margin, TimeSpan.FromSeconds(1) + Margin], _alarms);
    }

    [Fact]
    public void Turn_EntryThatSetsItselfAgain_AsksForOneAlarmAtItsEnd()
    {
        var entry = new Entry("a", []);
        entry.Marked = now => _agenda.Set(entry, now + TimeSpan.FromSeconds(1));
        _agenda.Set(entry, TimeSpan.FromSeconds(1));
        _agenda.SetAlarm(_alarms.Add);
        _alarms.Clear();

        TurnAfter(TimeSpan.FromSeconds(1));

        Assert.Equal([TimeSpan.FromSeconds(1) + Margin], _alarms);
    }

    [Fact]
    public void Turn_BeforeAnythingIsDue_AsksForTheAlarmAgain()
    {
        var events = new List<string>();
        _agenda.Set(new Entry("a", events), TimeSpan.FromSeconds(1));
        _agenda.SetAlarm(_alarms.Add);
        _alarms.Clear();

        TurnAfter(TimeSpan.FromMilliseconds(999));

        Assert.Empty(events);
        Assert.Equal([TimeSpan.FromMilliseconds(1) + Margin], _alarms);
    }

    [Fact]
    public void SetAlarm_Null_KeepsEntriesForTheNextAlarm()
    {
        _agenda.SetAlarm(_alarms.Add);
        _agenda.SetAlarm(null);
        _agenda.Set(new Entry("a", []), TimeSpan.FromSeconds(1));
        Assert.Empty(_alarms);

        _agenda.SetAlarm(_alarms.Add);

        Assert.Equal([TimeSpan.FromSeconds(1) + Margin], _alarms);
    }

    [Fact]
    public void RingIfLate_EntryThatShouldHaveFiredLongAgo_RingsAtOnce()
    {
        _agenda.Set(new Entry("a", []), TimeSpan.Zero);
        _agenda.SetAlarm(_alarms.Add);
        _alarms.Clear();
        _agenda.RingIfLate();
        Assert.Empty(_alarms);

        Pass(TimeSpan.FromSeconds(10));
        _agenda.RingIfLate();

        Assert.Equal([TimeSpan.Zero], _alarms);
    }

    private protected override void Turn() => _agenda.Turn();
}
