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
    public void Of_SeveralTargets_CountsEachKeyWhereItIsAndNothingExpired()
    {
        ScriptResults[] results =
        [
            Results(Now, new("a", 1), new("b", 10)),
            Results(Now + TimeSpan.FromSeconds(1), new KeyedValue("a", 2)),
            Results(Now - TimeSpan.FromTicks(1), new("a", 100), new("c", 1)),
            new ScriptResults(),
        ];

        RollupTable table = RollupTable.Of([new RollupSource(Scope(new ScriptSpec { Name = "q.lua", Body = default, Aggregate = Aggregations.Sum }), results)], Now);

        Dictionary<string, Digest> digests = Assert.Single(table.Scripts["q.lua"].Groups).Value;
        Assert.Equal(["a", "b"], digests.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((3, 2), (digests["a"].Sum, digests["a"].Count));
        Assert.Equal((10, 1), (digests["b"].Sum, digests["b"].Count));
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

    private static RollupScope Scope(ScriptSpec script, params KeyValuePair<string, string>[] labels) => new(script, LabelSet.From(labels));

    private static ScriptResults Results(TimeSpan expiresAt, params KeyedValue[] values)
    {
        var results = new ScriptResults();
        results.Publish([], [], values, expiresAt);
        return results;
    }
}
