using ScriptGrid.Cluster.Membership;
using ScriptGrid.Testing;

namespace ScriptGrid.ClusterTests.Membership;

public sealed class StallGateTests
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);

    private readonly ManualTime _time = new();
    private readonly StallGate _gate;

    public StallGateTests() => _gate = new StallGate(_time);

    [Fact]
    public void Beat_InTime_StaysOpen()
    {
        for (int i = 0; i < 100; i++)
        {
            _time.Advance(Beat);
            Assert.Null(_gate.Beat());
        }

        Assert.True(_gate.IsOpen);
    }

    [Fact]
    public void Shut_ForGood_StaysClosed()
    {
        _gate.Shut();
        _gate.Beat();
        _gate.Open();

        Assert.False(_gate.IsOpen);
    }

    [Fact]
    public void IsOpen_AfterAPause_IsClosedBeforeTheNextBeat()
    {
        _time.Advance(StallGate.Tolerance);

        Assert.False(_gate.IsOpen);
    }

    [Fact]
    public void Beat_AfterAPause_TellsItsLengthAndStaysClosedUntilOpened()
    {
        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(TimeSpan.FromSeconds(30), _gate.Beat());
        Assert.Null(_gate.Beat());
        Assert.False(_gate.IsOpen);
        _gate.Open();
        Assert.True(_gate.IsOpen);
    }

    [Fact]
    public void Retire_NobodyBeats_StaysOpen()
    {
        _gate.Retire();

        _time.Advance(10 * StallGate.Tolerance);

        Assert.True(_gate.IsOpen);
    }

    [Fact]
    public void Retire_AfterAPause_IsClosed()
    {
        _time.Advance(StallGate.Tolerance);

        _gate.Retire();

        Assert.False(_gate.IsOpen);
    }
}
