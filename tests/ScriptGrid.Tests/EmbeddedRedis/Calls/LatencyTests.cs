using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Commands.Administration;

namespace ScriptGrid.Tests.EmbeddedRedis.Calls;

public class LatencyTests
{
    /// <summary>The answers of Redis 7.0.15 to such durations.</summary>
    [Theory]
    [InlineData("1:1", 0)]
    [InlineData("1:2 2:3", 1, 1, 2)]
    [InlineData("4:1 8:2", 4, 6)]
    [InlineData("33:2 66:3 528:4", 33, 32, 34, 400)]
    [InlineData("135266:1 541065:3 1073741:4", 100_000, 300_000, 500_000, 900_000)]
    [InlineData("1073741:1", 5_000_000)]
    public void ByDoublings_Durations_AreCountedAsByRedis(string expected, params int[] microseconds)
    {
        var histogram = new LatencyHistogram();
        Array.ForEach(microseconds, duration => histogram.Add(duration));

        Assert.Equal(expected, string.Join(' ', histogram.ByDoublings().Select(static found => $"{found.Microseconds}:{found.Count}")));
        Assert.Equal(microseconds.Length, histogram.Count);
    }

    [Fact]
    public void Percentile_Durations_GivesTheEndOfTheirClass()
    {
        var histogram = new LatencyHistogram();
        for (int i = 0; i < 99; i++)
        {
            histogram.Add(1);
        }

        histogram.Add(500);

        Assert.Equal(1.003, histogram.Percentile(50), 3);
        Assert.Equal(1.003, histogram.Percentile(99), 3);
        Assert.Equal(501.759, histogram.Percentile(99.9), 3);
        Assert.Equal(1.003, histogram.Percentile(0), 3);
    }

    [Fact]
    public void Add_SamplesOfASecond_KeepsTheLongestAndTheHighestOfAll()
    {
        var series = new LatencySeries();
        series.Add(new LatencySample(1, 900));
        for (int second = 2; second < 200; second++)
        {
            series.Add(new LatencySample(second, 10));
            series.Add(new LatencySample(second, 30));
            series.Add(new LatencySample(second, 20));
        }

        Assert.Equal(160, series.Samples.Count);
        Assert.All(series.Samples, static sample => Assert.Equal(30, sample.Milliseconds));
        Assert.Equal(new LatencySample(199, 30), series.Last);
        Assert.Equal(900, series.MaxMilliseconds);
    }

    /// <summary>The picture that Redis 7.0.15 draws of these delays.</summary>
    [Fact]
    public void Graph_OfDelays_IsDrawnAsByRedis()
    {
        var series = new LatencySeries();
        series.Add(new LatencySample(1_000_000, 100));
        series.Add(new LatencySample(1_000_002, 300));
        series.Add(new LatencySample(1_000_004, 900));
        series.Add(new LatencySample(1_000_005, 500));

        string graph = LatencyGraph.Of("command", series, 1_000_007);

        Assert.Equal(
            "command - high 900 ms, low 100 ms (all time high 900 ms)\n"
            + new string('-', 80) + "\n"
            + "  # \n  |_\n _||\n_|||\n    \n7532\nssss\n",
            graph);
    }
}
