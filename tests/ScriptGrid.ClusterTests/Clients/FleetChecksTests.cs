using ScriptGrid.Client;

namespace ScriptGrid.ClusterTests.Clients;

public sealed class FleetChecksTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(10_000)]
    public void Targets_CountWithinBounds_Passes(int count) => FleetChecks.Targets("", count);

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(10_001)]
    public void Targets_CountOutOfBounds_Throws(int count) =>
        Assert.Equal("count", Assert.Throws<ArgumentOutOfRangeException>(() => FleetChecks.Targets("", count)).ParamName);

    [Fact]
    public void Watch_NullInside_SaysWhere()
    {
        FleetChecks.Watch(new WatchOptions { Targets = default });

        Assert.Equal("options.Script", Assert.Throws<ArgumentNullException>(static () => FleetChecks.Watch(new WatchOptions { Script = null! })).ParamName);
        Assert.Equal("options.Targets", Assert.Throws<ArgumentNullException>(static () => FleetChecks.Watch(new WatchOptions { Targets = [null!] })).ParamName);
    }
}
