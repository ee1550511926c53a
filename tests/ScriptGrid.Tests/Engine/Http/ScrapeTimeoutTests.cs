using ScriptGrid.Engine.Http;

namespace ScriptGrid.Tests.Engine.Http;

public sealed class ScrapeTimeoutTests
{
    [Theory]
    [InlineData("10", 9.5)]
    [InlineData("1.5", 1.0)]
    [InlineData("1", 0.5)]
    [InlineData("0.8", 0.4)]
    [InlineData("0.1", 0.05)]
    [InlineData("1e300", 86_400)]
    public void Parse_Seconds_LeavesTimeForTheWayBack(string header, double expected) =>
        Assert.Equal(TimeSpan.FromSeconds(expected), ScrapeTimeout.Parse(header));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("NaN")]
    [InlineData("10s")]
    [InlineData("1,5")]
    public void Parse_NoPositiveNumber_IsIgnored(string? header) => Assert.Null(ScrapeTimeout.Parse(header));
}
