using System.Collections.Immutable;
using System.Net;
using ScriptGrid.Cluster.Rollups;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.ClusterTests.Rollups;

public sealed class SiloReportsTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly ImmutableArray<SiloAddress> Silos = [.. Enumerable.Range(1, 3).Select(static i => SiloAddress.New(IPAddress.Loopback, i, 1))];

    /// <summary>A number of targets that no test comes to, so that what was reported counts as it is.</summary>
    private const int Unknown = -1;

    [Fact]
    public void Merge_AllHaveReported_MergesEachKey()
    {
        var reports = new SiloReports(static () => Unknown);
        reports.Add(Digest(0, ("a", 1), ("b", double.NaN)), TimeSpan.Zero);
        reports.Add(Digest(1, ("a", 5), ("c", double.PositiveInfinity)), TimeSpan.Zero);
        reports.Add(Digest(2, ("b", 3)), TimeSpan.Zero);

        FleetDigest fleet = Merge(reports, TimeSpan.Zero);

        Assert.True(fleet.IsSettled);
        ScriptDigest script = Assert.Single(fleet.Scripts);
        Assert.Equal(["a", "b", "c"], script.Keys);
        Assert.Equal([6, double.NaN, double.PositiveInfinity], script.Sums);
        Assert.Equal([1, double.NaN, double.PositiveInfinity], script.Mins);
        Assert.Equal([5, double.NaN, double.PositiveInfinity], script.Maxs);
        Assert.Equal([2, 2, 1], script.Counts);
        Assert.Equal(3, script.Digests.First().Value.Get(Aggregations.Avg));
        Assert.Equal(3, fleet.Silos.Sum(static silo => silo.Up));
    }

    [Fact]
    public void Merge_MetricsByLabels_MergesEachGroupWithItsQuantilesAndDeviation()
    {
        var reports = new SiloReports(static () => Unknown);
        reports.Add(Digest(0) with { Metrics = Metrics(("prod", [1, 2, 3]), ("test", [100])) }, TimeSpan.Zero);
        reports.Add(Digest(1) with { Metrics = Metrics(("prod", [4, 5, 6, 7, 8, 9])) }, TimeSpan.Zero);

        FleetDigest fleet = Merge(reports, TimeSpan.Zero);

        Assert.Equal(["prod", "test"], fleet.Metrics.Select(static metric => Assert.Single(metric.By).Value));
        Digest prod = Assert.Single(fleet.Metrics[0].Digests).Value;
        Assert.Equal((45, 9, 1, 9), (prod.Sum, prod.Count, prod.Min, prod.Max));
        Assert.InRange(prod.Get(Aggregations.P50), 4.95, 5.05);
        Assert.Equal(Math.Sqrt(60 / 9.0), prod.Get(Aggregations.StdDev), 1e-12);
        Assert.Equal(100, Assert.Single(fleet.Metrics[1].Digests).Value.Get(Aggregations.P99));
    }

    [Fact]
    public void Merge_ReportedTwice_CountsTheLatest()
    {
        var reports = new SiloReports(static () => Unknown);
        reports.Add(Digest(0, ("a", 1)), TimeSpan.Zero);
        reports.Add(Digest(0, ("a", 2)), Interval);

        Assert.Equal([2], Merge(reports, Interval).Scripts.Single().Sums);
    }

    [Fact]
    public void Merge_SiloHasLeft_DoesNotCount()
    {
        var reports = new SiloReports(static () => Unknown);
        reports.Add(Digest(0, ("a", 1)), TimeSpan.Zero);
        reports.Add(Digest(1, ("a", 2)), TimeSpan.Zero);

        FleetDigest fleet = reports.Merge([Silos[1]], TimeSpan.Zero, DateTimeOffset.UnixEpoch);

        Assert.True(fleet.IsSettled);
        Assert.Equal([2], fleet.Scripts.Single().Sums);
    }

    [Fact]
    public void Merge_ReportIsTooOld_DoesNotCount()
    {
        var reports = new SiloReports(static () => Unknown);
        reports.Add(Digest(0, ("a", 1)), TimeSpan.Zero);
        reports.Add(Digest(1, ("a", 2)), 2 * Interval);

        Assert.Equal([3], Merge(reports, 3 * Interval).Scripts.Single().Sums);
        Assert.Equal([2], Merge(reports, (3 * Interval) + TimeSpan.FromTicks(1)).Scripts.Single().Sums);
    }

    [Fact]
    public void Merge_SomeAreYetToReport_IsSettledOnceTheyWereAwaited()
    {
        var reports = new SiloReports(static () => Unknown);
        Assert.False(Merge(reports, TimeSpan.Zero).IsSettled);

        for (int i = 0; i <= 4; i++)
        {
            reports.Add(Digest(0, ("a", 1)), i * Interval);
            Assert.Equal(i > 3, Merge(reports, i * Interval).IsSettled);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Merge_TargetOnItsWay_LastWholeDigestsStandInForAMoment(int up)
    {
        TimeSpan second = TimeSpan.FromSeconds(1);
        var reports = new SiloReports(static () => 2);
        reports.Add(Digest(0, ("a", 1)), TimeSpan.Zero);
        reports.Add(Digest(1, ("a", 2)), TimeSpan.Zero);

        reports.Add(Digest(0, [.. Enumerable.Repeat(("a", 10.0), up)]) with { Up = up }, second);

        Assert.Equal([3], Merge(reports, second).Scripts.Single().Sums);
        Assert.Equal([3], Merge(reports, 4 * second).Scripts.Single().Sums);
        Assert.Equal([2 + (10 * up)], Merge(reports, 5 * second).Scripts.Single().Sums);
    }

    [Fact]
    public void Merge_SiloHasLeftAndAnotherHasItsTargetsYet_LastWholeDigestsStandInForAMoment()
    {
        TimeSpan second = TimeSpan.FromSeconds(1);
        var reports = new SiloReports(static () => 2);
        reports.Add(Digest(0, ("a", 1)), TimeSpan.Zero);
        reports.Add(Digest(1, ("a", 2)), TimeSpan.Zero);

        FleetDigest lost = reports.Merge([Silos[1]], second, DateTimeOffset.UnixEpoch);
        reports.Add(Digest(1, ("a", 5)) with { Up = 2 }, 2 * second);
        FleetDigest taken = reports.Merge([Silos[1]], 2 * second, DateTimeOffset.UnixEpoch);

        Assert.True(lost.IsSettled);
        Assert.Equal([3], lost.Scripts.Single().Sums);
        Assert.Equal([5], taken.Scripts.Single().Sums);
    }

    [Theory]
    [InlineData(15, 30, 5.0, 5)]
    [InlineData(15, 30, null, 15)]
    [InlineData(15, 60, 30.0, 15)]
    [InlineData(15, 60, 0.1, 1)]
    public void IntervalOf_ScriptsWithRollups_IsTheShortestWithinBounds(double global, double plain, double? rolledUp, double expected)
    {
        var configuration = new ScriptGridConfiguration
        {
            Interval = TimeSpan.FromSeconds(global),
            Scripts =
            [
                Script("plain", plain, Aggregations.None),
                .. rolledUp is { } interval ? new[] { Script("rolled up", interval, Aggregations.Sum) } : [],
            ],
        };

        Assert.Equal(TimeSpan.FromSeconds(expected), DigestReporter.IntervalOf(configuration));
    }

    private static ImmutableArray<ScriptDigest> Metrics(params (string Env, double[] Values)[] groups)
    {
        var table = new RollupTable();
        ScriptSpec script = Script("n.lua", 1, Aggregations.P50) with { AggregateBy = ["env"], Metrics = [new MetricDeclaration(MetricType.Gauge, "depth", [], "")] };
        foreach ((string env, double[] values) in groups)
        {
            var scope = new RollupScope(script, LabelSet.From([new("env", env)]));
            foreach (double value in values)
            {
                table.Add(scope, [new KeyedValue("|", value, "depth")]);
            }
        }

        return Digests.Of(table.Metrics);
    }

    private static ScriptSpec Script(string name, double interval, Aggregations aggregate) =>
        new() { Name = name, Body = default, Interval = TimeSpan.FromSeconds(interval), Aggregate = aggregate };

    private static FleetDigest Merge(SiloReports reports, TimeSpan now) => reports.Merge(Silos, now, DateTimeOffset.UnixEpoch);

    private static SiloDigest Digest(int silo, params (string Key, double Value)[] values) => new()
    {
        Silo = Silos[silo],
        Interval = Interval,
        Up = 1,
        Scripts =
        [
            new ScriptDigest
            {
                Script = "n.lua",
                Aggregate = (int)Aggregations.Sum,
                Labels = [new("silo", $"{silo}"), new("env", "prod")],
                Keys = [.. values.Select(static value => value.Key)],
                Sums = [.. values.Select(static value => value.Value)],
                Mins = [.. values.Select(static value => value.Value)],
                Maxs = [.. values.Select(static value => value.Value)],
                Counts = [.. values.Select(static _ => 1L)],
            },
        ],
    };
}
