using ScriptGrid.Engine.Results;

namespace ScriptGrid.Tests.Engine.Results;

public sealed class SeriesTextTests
{
    [Theory]
    [InlineData("depth", "depth")]
    [InlineData("depth{}", "depth")]
    [InlineData("depth{a=\"1\"}", "depth a=1")]
    [InlineData("depth{b=\"x,y\",a=\"}\"}", "depth b=x,y a=}")]
    [InlineData("depth{a=\"\",b=\"say \\\"no\\\" \\\\ \\n\"}", "depth a= b=say \"no\" \\ \n")]
    [InlineData("depth{il\"}", "depth")]
    [InlineData("depth{", "depth")]
    [InlineData("depth{a=", "depth")]
    [InlineData("depth{a=1}", "depth")]
    [InlineData("depth{a=\"1", "depth a=1")]
    [InlineData("depth{a=\"1\\", "depth a=1\\")]
    [InlineData("depth{a=\"1\"", "depth a=1")]
    [InlineData("depth{a=\"1\",", "depth a=1")]
    public void Parse_Series_GivesNameAndLabels(string series, string expected)
    {
        (string name, IReadOnlyDictionary<string, string> labels) = SeriesText.Parse(series);

        Assert.Equal(expected, string.Join(' ', labels.Select(static label => $"{label.Key}={label.Value}").Prepend(name)));
    }
}
