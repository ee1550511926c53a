namespace ScriptGrid.ClusterTests.Processes;

public sealed class ProcessorWaitsTests
{
    [Fact]
    public void WaitOf_LineOfSchedstat_IsItsSecondNumberInNanoseconds() =>
        Assert.Equal(TimeSpan.FromMilliseconds(23.5), ProcessorWaits.WaitOf("188704 23500000 2\n"));

    [Theory]
    [InlineData(1, 2, 1)]
    [InlineData(1.5, 2.5, 8)]
    [InlineData(2, 9, 7)]
    [InlineData(0, 1, 3)]
    public void Between_Looks_SpansTheTimesAsked(double from, double to, double expected)
    {
        (TimeSpan, TimeSpan)[] looks = [.. new[] { (1, 3), (2, 4), (3, 11) }.Select(
            static look => (TimeSpan.FromSeconds(look.Item1), TimeSpan.FromSeconds(look.Item2)))];

        Assert.Equal(TimeSpan.FromSeconds(expected), ProcessorWaits.Between(looks, TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(to)));
    }

    [Fact]
    public async Task Add_OwnProcess_IsLookedAt()
    {
        await using var waits = new ProcessorWaits();

        waits.Add(Environment.ProcessId);

        // The threads of these tests compete with one another, so that some have waited since they began.
        await ScriptGrid.Testing.Repeat.UntilAsync(
            () => Task.FromResult(waits.Between(TimeSpan.Zero, TimeSpan.MaxValue)), static waited => waited > TimeSpan.Zero);
    }
}
