using Xunit.Abstractions;

namespace ScriptGrid.Tests.Faults;

/// <summary>Every fault of the matrix but the floods, all at once, beside healthy targets.</summary>
[Collection(Promise.TestCollection)]
public sealed class FaultMatrixTests(FaultMatrixTests.Run run, ITestOutputHelper output) : IClassFixture<FaultMatrixTests.Run>
{
    public static TheoryData<string> Names { get; } = [.. FaultTable.Quiet.Select(static fault => fault.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Fault_BrokenAndMended_IsWhatIsPromised(string name) =>
        Promise.AssertKept(FaultTable.Quiet.Single(fault => fault.Name == name), run.Batch.Outcomes[name]);

    [Fact]
    public void HealthyTargets_BesideTheFaults_AreCollectedOnTime()
    {
        output.WriteLine(Promise.Summary(run.Batch));
        Promise.AssertPunctual(run.Batch);
    }

    [Fact]
    public void Memory_UnderTheFaults_StaysBounded() => Promise.AssertBounded(run.Batch);

    /// <summary>Runs the faults once for all tests.</summary>
    public sealed class Run : IAsyncLifetime
    {
        internal FaultBatch Batch { get; } = new(FaultTable.Quiet);

        public Task InitializeAsync() => Batch.RunAsync();

        public Task DisposeAsync() => Task.CompletedTask;
    }
}
