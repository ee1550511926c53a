using ScriptGrid.Engine;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine;

/// <summary>Which unexpected exceptions are logged.</summary>
public sealed class DefectLimiterTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void MayTell_SamePlaceAgain_IsToldOnceAMinuteWithTheCountOfTheOthers()
    {
        var limiter = new DefectLimiter(_time);

        Assert.True(limiter.MayTell(ThrownHere(), out int untold));
        Assert.Equal(0, untold);
        Assert.False(limiter.MayTell(ThrownHere(), out _));
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(limiter.MayTell(ThrownHere(), out _));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(limiter.MayTell(ThrownHere(), out untold));
        Assert.Equal(2, untold);
    }

    [Fact]
    public void MayTell_AnotherPlace_IsTold()
    {
        var limiter = new DefectLimiter(_time);

        Assert.True(limiter.MayTell(ThrownHere(), out _));
        Assert.True(limiter.MayTell(ThrownThere(), out _));
    }

    private static InvalidOperationException ThrownHere() => Assert.Throws<InvalidOperationException>(static void () => throw new InvalidOperationException());

    private static InvalidOperationException ThrownThere() => Assert.Throws<InvalidOperationException>(static void () => throw new InvalidOperationException());
}
