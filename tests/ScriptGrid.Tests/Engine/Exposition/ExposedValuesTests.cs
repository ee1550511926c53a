using System.Globalization;
using System.Text;
using ScriptGrid.Engine.Exposition;

namespace ScriptGrid.Tests.Engine.Exposition;

public sealed class ExposedValuesTests
{
    [Theory]
    [InlineData("mail", 3)]
    [InlineData("", -0.5)]
    [InlineData("a \"quoted\" one, with } and key=\"x\"", 1e300)]
    [InlineData("back\\slash \\n and\nline", 1e15)]
    [InlineData("schön", double.NaN)]
    [InlineData("up", double.PositiveInfinity)]
    [InlineData("down", double.NegativeInfinity)]
    public void Parse_RenderedLines_GivesBackKeyAndValue(string key, double value)
    {
        var lines = new ExpositionBuffer();
        for (int i = 0; i < 2; i++)
        {
            lines.Append("redis_script_values{target=\"t\",filename=\"f\","u8);
            lines.AppendLabel("team", "a,key=\"no\"} 5");
            lines.Append(",key=\""u8);
            lines.AppendEscaped(Encoding.UTF8.GetBytes(key));
            lines.Append("\"} "u8);
            lines.AppendNumber(value);
            lines.Append((byte)'\n');
        }

        Assert.All(ExposedValues.Parse(lines.WrittenSpan), parsed => Assert.Equal((key, value), (parsed.Key, parsed.Value)));
        Assert.Equal(2, ExposedValues.Parse(lines.WrittenSpan).Length);
    }

    [Theory]
    [InlineData("depth 3", "", "depth=3")]
    [InlineData("depth{target=\"a\"} 3", "target=\"a\",", "depth=3")]
    [InlineData("length{target=\"a\",env=\"} 1\",queue=\"x} y\"} +Inf", "target=\"a\",env=\"} 1\",", "length{queue=\"x} y\"}=\u221e")]
    [InlineData("length{queue=\"sms\",le=\"0.5\"} 1.5", "", "length{queue=\"sms\",le=\"0.5\"}=1.5")]
    public void ParseDeclared_Line_GivesTheSeriesWithoutWhatIsAdded(string line, string added, string expected)
    {
        byte[] lines = Encoding.UTF8.GetBytes(line + "\n" + line + "\n");

        IEnumerable<string> values = ExposedValues.ParseDeclared(lines, added.Length)
            .Select(static value => string.Create(CultureInfo.InvariantCulture, $"{value.Key}={value.Value}"));

        Assert.Equal([expected, expected], values.Select(static value => value.Replace("Infinity", "\u221e", StringComparison.Ordinal)));
    }

    [Fact]
    public void Parse_NoLines_GivesNothing() => Assert.Empty(ExposedValues.Parse([]));

    [Fact]
    public void Parse_BytesThatAreNoText_AppearAsOnThePage()
    {
        string line = "x{filename=\"f\",key=\"\\\\xff\"} 1\n";

        Assert.Equal("\\xff", ExposedValues.Parse(Encoding.UTF8.GetBytes(line))[0].Key);
    }
}
