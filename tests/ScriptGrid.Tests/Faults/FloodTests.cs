using Xunit.Abstractions;

namespace ScriptGrid.Tests.Faults;

/// <summary>Servers that send as much as they can, all at once, beside healthy targets.</summary>
[Collection(Promise.TestCollection)]
public sealed class FloodTests(FloodTests.Run run, ITestOutputHelper output) : IClassFixture<FloodTests.Run>
{
    public static TheoryData<string> Names { get; } = [.. FaultTable.Floods.Select(static fault => fault.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Flood_BegunAndEnded_IsWhatIsPromised(string name) =>
        Promise.AssertKept(FaultTable.Floods.Single(fault => fault.Name == name), run.Batch.Outcomes[name]);

    [Fact]
    public void HealthyTargets_BesideTheFloods_AreCollectedOnTime()
    {
        output.WriteLine(Promise.Summary(run.Batch));
        Promise.AssertPunctual(run.Batch);
    }

    [Fact]
    public void Memory_UnderTheFloods_StaysBounded() => Promise.AssertBounded(run.Batch);

    /// <summary>Runs the floods once for all tests.</summary>
    public sealed class Run : IAsyncLifetime
    {
        internal FaultBatch Batch { get; } = new(FaultTable.Floods);

        public Task InitializeAsync() => Batch.RunAsync();

        public Task DisposeAsync() => Task.CompletedTask;
    }
}
