using ScriptGrid.Benchmarks.Simulation;

namespace ScriptGrid.ClusterTests.Simulation;

/// <summary>Some seeds of the simulation; <c>tests/ScriptGrid.Benchmarks -- simulate</c> runs thousands.</summary>
public sealed class SimulationTests
{
    private const int Seeds = 40;

    private static readonly SimulationOptions Small = new(Targets: 60, Silos: 5, TimeSpan.FromSeconds(1));

    [Fact]
    public void Run_SomeSeeds_EveryPromiseIsKept()
    {
        SimulationResult[] broken = [.. Enumerable.Range(1, Seeds).Select(static seed => Simulator.Run(Small, seed)).Where(static run => run.Failure is not null)];

        Assert.True(broken.Length == 0, string.Join('\n', broken.Select(static run => $"seed {run.Seed} {run.Failure}")));
    }

    [Fact]
    public void Run_SameSeed_IsTheSame()
    {
        IReadOnlyList<string> first = Simulator.Run(Small, 7, isTraced: true).World.Happened;

        Assert.Equal(first, Simulator.Run(Small, 7, isTraced: true).World.Happened);
        Assert.NotEmpty(first);
    }

    [Theory]
    [InlineData(16)]
    public void Run_GivenUpByMistakeOfTwo_DoesNotCollectBesideTheOther(int seed) => AssertKept(seed);

    [Theory]
    [InlineData(492)]
    public void Run_LostWhileAnotherStops_IsTakenOverFromBeforeThatHasStopped(int seed) => AssertKept(seed);

    [Theory]
    [InlineData(1033)]
    public void Run_BackRightAfterAStop_TakesNothingUpAfreshThatOthersHold(int seed) => AssertKept(seed);

    [Theory]
    [InlineData(707)]
    [InlineData(2237)]
    public void Run_CatalogueStoodStillWhileAnotherWasAsked_NumbersNothingAnyMore(int seed) => AssertKept(seed);

    [Theory]
    [InlineData(3051)]
    public void Run_JoinedWhileMessagesWereLost_IsSeenByAllSoon(int seed) => AssertKept(seed);

    [Theory]
    [InlineData(397)]
    public void Run_MovedBetweenTwoKillsBeforeItsFirstRun_IsNotPutOffByEach(int seed) => AssertKept(seed, Small with { Interval = TimeSpan.FromSeconds(5) });

    private static void AssertKept(int seed, SimulationOptions? options = null) => Assert.Null(Simulator.Run(options ?? Small, seed).Failure);
}
