using System.Globalization;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Tests.Engine.Results;

public sealed class QuantileSketchTests
{
    private static readonly (Aggregations Aggregation, double Share)[] Quantiles = [(Aggregations.P50, 0.5), (Aggregations.P90, 0.9), (Aggregations.P99, 0.99)];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 7)]
    [InlineData(3, 10_000)]
    public void Get_ValuesOfManyMagnitudesInParts_IsWithinTheErrorOfTheRank(int seed, int count)
    {
        var random = new Random(seed);
        double[] values = [.. Enumerable.Range(0, count).Select(_ => (random.NextDouble() - 0.3) * Math.Pow(10, random.Next(-3, 6)))];

        Digest digest = Merged(values.Chunk(1 + (count / 7)));

        Array.Sort(values);
        Assert.All(Quantiles, quantile =>
        {
            double exact = values[(int)(quantile.Share * (count - 1))];
            Assert.InRange(digest.Get(quantile.Aggregation), exact - (Math.Abs(exact) * 0.010001), exact + (Math.Abs(exact) * 0.010001));
        });
    }

    [Fact]
    public void Get_ZerosNegativesAndInfinities_KeepTheirPlaces()
    {
        double[][] parts = [[double.NegativeInfinity, -1e300, 0], [0, double.Epsilon, double.MaxValue, double.PositiveInfinity]];

        Digest digest = Merged(parts);

        Assert.Equal(0, digest.Get(Aggregations.P50));
        Assert.InRange(digest.Get(Aggregations.P90), double.MaxValue * 0.99, double.MaxValue);
        Assert.Equal(double.PositiveInfinity, Merged([[1, double.PositiveInfinity], [double.PositiveInfinity]]).Get(Aggregations.P50));
        Assert.Equal(double.NegativeInfinity, Merged([[double.NegativeInfinity], [double.NegativeInfinity]]).Get(Aggregations.P99));
    }

    [Fact]
    public void Get_OneValue_IsThatValue() => Assert.Equal(12.345, Merged([[12.345]]).Get(Aggregations.P99));

    [Fact]
    public void Get_NaNAmongTheValues_IsNaN() => Assert.Equal(double.NaN, Merged([[1, double.NaN], [2]]).Get(Aggregations.P50));

    [Fact]
    public void Get_PartWithoutSketch_IsNotGuessed()
    {
        Digest digest = Merged([[1, 2]]);
        digest.Add(new Digest(3, 3, 3, 1));

        Assert.Equal((double.NaN, double.NaN, 3), (digest.Get(Aggregations.P50), digest.Get(Aggregations.StdDev), digest.Get(Aggregations.Max)));
    }

    [Fact]
    public void Add_MoreBucketsThanThereMayBe_KeepsTheLargestMagnitudes()
    {
        var sketch = new QuantileSketch();
        for (int i = 0; i < 20_000; i++)
        {
            sketch.Add(Math.Pow(1.03, i - 10_000));
        }

        Assert.InRange(sketch.Buckets.Count(), 1, QuantileSketch.MaxBuckets);
        Assert.Equal(20_000, sketch.Count);
        Assert.InRange(sketch.Quantile(0.99) / Math.Pow(1.03, (int)(0.99 * 19_999) - 10_000), 0.989, 1.011);
        Assert.Equal(0, sketch.Quantile(0.01));
    }

    [Theory]
    [InlineData("2 4 4 4 5 5 7 9", 2)]
    [InlineData("3", 0)]
    [InlineData("1e9 1e9 1e9", 0)]
    [InlineData("1000000001 1000000003", 1)]
    public void Get_StandardDeviation_IsThatOfThePopulationHoweverMerged(string text, double expected)
    {
        double[] values = [.. text.Split(' ').Select(static value => double.Parse(value, CultureInfo.InvariantCulture))];
        for (int part = 1; part <= values.Length; part++)
        {
            Assert.Equal(expected, Merged(values.Chunk(part)).Get(Aggregations.StdDev), 1e-9);
        }
    }

    private static Digest Merged(IEnumerable<double[]> parts)
    {
        var merged = default(Digest);
        foreach (double[] part in parts)
        {
            var digest = default(Digest);
            foreach (double value in part)
            {
                digest.Add(value, hasQuantiles: true);
            }

            merged.Add(digest);
        }

        return merged;
    }
}
