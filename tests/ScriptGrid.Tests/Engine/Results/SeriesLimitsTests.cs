using System.Text;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Tests.Engine.Results;

public sealed class SeriesLimitsTests
{
    private static readonly TimeSpan Now = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(8, 0, "...")]
    [InlineData(7, 1, "..x")]
    [InlineData(6, 1, ".x.")]
    [InlineData(3, 1, ".x.")]
    [InlineData(2, 2, ".xx")]
    [InlineData(1, 2, "xx.")]
    [InlineData(0, 3, "xxx")]
    public void Apply_LimitOfAScript_LeavesOutWholeResultsThatDoNotFitInTheirOrder(long max, int left, string expected)
    {
        FleetResults results = Results([2, 5, 1]);

        int[] outcome = new SeriesLimits(null, [new ScriptLimit("a.lua", max, [0, 1, 2])]).Apply(results, Now);

        Assert.Equal([left, 0], outcome);
        Assert.Equal(expected, Marks(results));
    }

    [Theory]
    [InlineData(20, "...")]
    [InlineData(17, "...")]
    [InlineData(16, "..x")]
    [InlineData(11, "..x")]
    public void Apply_LimitOfThePage_CountsWhatTellsOfTheRunsAndKeepsIt(long page, string expected)
    {
        // Nine series tell of three runs.
        FleetResults results = Results([1, 1, 6]);

        new SeriesLimits(page, []).Apply(results, Now);

        Assert.Equal(expected, Marks(results));
    }

    [Fact]
    public void Apply_NoRoomEvenForWhatTellsOfTheRuns_LeavesOutAllThatScriptsGave()
    {
        FleetResults results = Results([1, 0, 1]);

        int[] left = new SeriesLimits(5, []).Apply(results, Now);

        Assert.Equal([2], left);
        Assert.Equal("x.x", Marks(results));
    }

    [Fact]
    public void Apply_ResultsThatAScriptsLimitLeftOut_TakeNoRoomOnThePage()
    {
        FleetResults results = Results([5, 5, 5]);

        int[] left = new SeriesLimits(19, [new ScriptLimit("a.lua", 5, [0, 1])]).Apply(results, Now);

        Assert.Equal([1, 0], left);
        Assert.Equal(".x.", Marks(results));
    }

    [Fact]
    public void Apply_Again_DecidesTheSameUnlessTheSeriesChange()
    {
        FleetResults results = Results([2, 2, 2]);
        var limits = new SeriesLimits(null, [new ScriptLimit("a.lua", 4, [0, 1, 2])]);

        limits.Apply(results, Now);
        limits.Apply(results, Now);
        Assert.Equal("..x", Marks(results));

        Publish(results.Scripts[0], 0);
        limits.Apply(results, Now);
        Assert.Equal("...", Marks(results));
    }

    [Fact]
    public void Apply_ExpiredResults_TakeNoRoom()
    {
        FleetResults results = Results([2, 2]);
        Publish(results.Scripts[0], 2, TimeSpan.Zero);

        new SeriesLimits(null, [new ScriptLimit("a.lua", 2, [0, 1])]).Apply(results, Now);

        Assert.Equal("..", Marks(results));
    }

    private static string Marks(FleetResults results) => string.Concat(results.Scripts.Select(static script => script.IsLeftOut ? 'x' : '.'));

    private static FleetResults Results(int[] given)
    {
        ScriptResults[] scripts = [.. given.Select(_ => new ScriptResults())];
        foreach ((ScriptResults script, int count) in scripts.Zip(given))
        {
            Publish(script, count);
        }

        return new FleetResults([], [.. scripts], []);
    }

    /// <summary>Two series that tell of the run, some that the script gave, half of them declared, and one more of the former.</summary>
    private static void Publish(ScriptResults script, int given, TimeSpan? expiresAt = null)
    {
        var lines = new StringBuilder();
        var sections = new List<Section>();
        Add(0, 1);
        Add(1, given - (given / 2));
        Add(4, 2);
        Add(0x40000001, given / 2);
        script.Publish(Encoding.UTF8.GetBytes(lines.ToString()), [.. sections], [], expiresAt ?? TimeSpan.MaxValue);

        void Add(int family, int count)
        {
            lines.Insert(lines.Length, "a 1\n", count);
            sections.Add(new Section(family, lines.Length));
        }
    }
}
