using System.Text;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Tests.Engine.Results;

public sealed class RollupsTests
{
    private static readonly TimeSpan Now = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(Aggregations.Sum, 6)]
    [InlineData(Aggregations.Min, -1)]
    [InlineData(Aggregations.Max, 5)]
    [InlineData(Aggregations.Avg, 2)]
    [InlineData(Aggregations.Count, 3)]
    public void Get_SeveralValues_GivesTheRollup(Aggregations aggregation, double expected) =>
        Assert.Equal(expected, Digested(2, -1, 5).Get(aggregation));

    [Theory]
    [InlineData(Aggregations.Sum)]
    [InlineData(Aggregations.Min)]
    [InlineData(Aggregations.Max)]
    [InlineData(Aggregations.Avg)]
    public void Get_NaNAmongTheValues_IsNaN(Aggregations aggregation)
    {
        Assert.Equal(double.NaN, Digested(1, double.NaN, 2).Get(aggregation));
        Assert.Equal(double.NaN, Digested(double.NaN, 1).Get(aggregation));
    }

    [Fact]
    public void Get_Infinities_FollowArithmetic()
    {
        Digest digest = Digested(double.PositiveInfinity, 1);

        Assert.Equal(double.PositiveInfinity, digest.Get(Aggregations.Sum));
        Assert.Equal(1, digest.Get(Aggregations.Min));
        Assert.Equal(double.NaN, Digested(double.PositiveInfinity, double.NegativeInfinity).Get(Aggregations.Sum));
    }

    [Fact]
    public void Merge_SeveralTargets_CountsEachKeyWhereItIsAndNothingExpired()
    {
        ScriptResults[] results =
        [
            Results(Now, ("a", 1), ("b", 10)),
            Results(Now + TimeSpan.FromSeconds(1), ("a", 2)),
            Results(Now - TimeSpan.FromTicks(1), ("a", 100), ("c", 1)),
            new ScriptResults(),
        ];

        Dictionary<string, Digest> digests = Rollups.Merge(results, Now);

        Assert.Equal(["a", "b"], digests.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((3, 2), (digests["a"].Sum, digests["a"].Count));
        Assert.Equal((10, 1), (digests["b"].Sum, digests["b"].Count));
    }

    [Fact]
    public void Write_Keys_StandInOrderWithTheRollupsAskedFor()
    {
        var page = new ExpositionBuffer();
        var digests = new Dictionary<string, Digest> { ["b"] = Digested(1, 2), ["B"] = Digested(7), ["a\"\n"] = Digested(0.5) };

        RollupWriter.Write(
            page,
            new TargetFamilies("redis").Fleet,
            new RollupSource("q.lua", Aggregations.Count | Aggregations.Avg, LabelSet.From([new("team", "mail")]), []),
            digests);

        Assert.Equal(
            """
            redis_fleet_script_values{filename="q.lua",team="mail",key="B",agg="avg"} 7
            redis_fleet_script_values{filename="q.lua",team="mail",key="B",agg="count"} 1
            redis_fleet_script_values{filename="q.lua",team="mail",key="a\"\n",agg="avg"} 0.5
            redis_fleet_script_values{filename="q.lua",team="mail",key="a\"\n",agg="count"} 1
            redis_fleet_script_values{filename="q.lua",team="mail",key="b",agg="avg"} 1.5
            redis_fleet_script_values{filename="q.lua",team="mail",key="b",agg="count"} 2

            """,
            Encoding.UTF8.GetString(page.WrittenSpan));
    }

    private static Digest Digested(params double[] values)
    {
        var digest = default(Digest);
        foreach (double value in values)
        {
            digest.Add(value);
        }

        return digest;
    }

    private static ScriptResults Results(TimeSpan expiresAt, params (string Key, double Value)[] values)
    {
        var results = new ScriptResults();
        results.Publish([], [], [.. values.Select(static value => new KeyedValue(value.Key, value.Value))], expiresAt);
        return results;
    }
}
