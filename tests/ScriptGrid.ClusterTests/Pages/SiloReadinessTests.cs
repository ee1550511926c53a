using ScriptGrid.Cluster.Pages;

namespace ScriptGrid.ClusterTests.Pages;

public sealed class SiloReadinessTests
{
    private static readonly SiloCondition Ready = new(IsStopping: false, IsActive: true, IsGateOpen: true, Edition: 7, Refused: 0, Waiting: null);

    [Fact]
    public void Judge_AllIsWell_IsReady() => Assert.Null(SiloReadiness.Judge(Ready));

    [Fact]
    public void Judge_Stopping_IsNotReady() => AssertProblem("the silo is stopping", Ready with { IsStopping = true, IsActive = false });

    [Fact]
    public void Judge_NotActive_IsNotReady() =>
        AssertProblem("the membership store does not list the silo as active", Ready with { IsActive = false, Edition = 0 });

    [Fact]
    public void Judge_GatedAfterAStall_IsNotReady() =>
        AssertProblem("the silo was stalled, and waits until the membership store confirms that it is active", Ready with { IsGateOpen = false });

    [Fact]
    public void Judge_NoCatalogue_IsNotReady() => AssertProblem("the silo has no catalogue yet", Ready with { Edition = 0, Waiting = "more" });

    [Fact]
    public void Judge_OldEdition_IsNotReady() =>
        AssertProblem("the silo cannot use catalogue edition 8, and collects from 7", Ready with { Refused = 8 });

    [Fact]
    public void Judge_FirstResultsMissing_IsNotReady() => AssertProblem("3 are missing", Ready with { Waiting = "3 are missing" });

    private static void AssertProblem(string problem, SiloCondition silo) => Assert.Equal(problem, SiloReadiness.Judge(silo));
}
