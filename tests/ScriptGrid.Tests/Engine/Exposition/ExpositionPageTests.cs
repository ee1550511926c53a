using ScriptGrid.Engine.Exposition;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Exposition;

/// <summary>What the strict reader accepts and what it catches.</summary>
public sealed class ExpositionPageTests
{
    private const string Header = "# HELP a A.\n# TYPE a gauge\n";

    [Theory]
    [InlineData("a 1\n", "a")]
    [InlineData("a{} 1\n", "a{}")]
    [InlineData("a{b=\"c d}\",e=\"\\\\ \\\" \\n\"} +Inf\n", "a{b=\"c d}\",e=\"\\\\ \\\" \\n\"}")]
    public void Parse_WellFormed_HasTheSeries(string lines, string series) =>
        Assert.Equal([series], ExpositionPage.Parse(Header + lines).Samples.Keys);

    [Theory]
    [InlineData("a 1")]
    [InlineData("a 1\na 2\n")]
    [InlineData("b 1\n")]
    [InlineData("a 1 2\n")]
    [InlineData("a -nan\n")]
    [InlineData("a{b=\"c\" 1\n")]
    [InlineData("a{,b=\"c\"} 1\n")]
    [InlineData("a{b=\"c\"d=\"e\"} 1\n")]
    [InlineData("a{b=\"c\",b=\"d\"} 1\n")]
    [InlineData("a{b=\"\\x\"} 1\n")]
    [InlineData("\n")]
    [InlineData("# EOF\n")]
    [InlineData(Header)]
    [InlineData("# HELP b B.\n# TYPE b gauge\na 1\n")]
    [InlineData("# TYPE b gauge\n")]
    [InlineData("# HELP b B.\n# TYPE b counter\nb 1\n")]
    public void Parse_Malformed_Fails(string lines) =>
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => ExpositionPage.Parse(Header + lines));

    [Fact]
    public void Parse_OpenMetricsWithoutEof_Fails() =>
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => ExpositionPage.Parse(Header, ExpositionFormat.OpenMetrics));
}
