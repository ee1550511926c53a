using ScriptGrid.Engine.Exposition.Meters;

namespace ScriptGrid.Tests.Engine.Exposition.Meters;

public sealed class HistogramBucketsTests
{
    [Theory]
    [InlineData(0, "0.0")]
    [InlineData(1, "1.0")]
    [InlineData(-2.5, "-2.5")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00005, "5e-05")]
    [InlineData(0.000125, "0.000125")]
    [InlineData(100000, "100000.0")]
    [InlineData(1000000, "1e+06")]
    [InlineData(1048576, "1.048576e+06")]
    [InlineData(1e21, "1e+21")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    public void BoundText_Number_IsCanonical(double bound, string expected) => Assert.Equal(expected, HistogramBuckets.BoundText(bound));
}
