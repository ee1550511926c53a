using System.Text;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Tests.Engine.Results;

public sealed class LabelReplacementTests
{
    private const string Master = """target="a",role="master",""";
    private const string Replica = """target="a",role="replica",""";

    [Theory]
    [InlineData("""up{target="a",role="master"} 1""", Master, Replica, """up{target="a",role="replica"} 1""")]
    [InlineData("""up{target="a",filename="f"} 1""", """target="a",""", Master, """up{target="a",role="master",filename="f"} 1""")]
    [InlineData("""up{target="a",role="master",filename="f"} 1""", Master, """target="a",""", """up{target="a",filename="f"} 1""")]
    [InlineData("""up{filename="f"} 1""", "", """role="master",""", """up{role="master",filename="f"} 1""")]
    [InlineData("""up{role="master",filename="f"} 1""", """role="master",""", "", """up{filename="f"} 1""")]
    [InlineData("""v{target="a",role="master",key="{target=\"a\",role=\"master\","} 1""", Master, Replica, """v{target="a",role="replica",key="{target=\"a\",role=\"master\","} 1""")]
    public void Apply_OneLine_HasTheOtherLabel(string line, string before, string after, string expected)
    {
        (byte[] lines, Section[] sections) = Apply(line + "\n", [new Section(0, line.Length + 1)], before, after);

        Assert.Equal(expected + "\n", Encoding.UTF8.GetString(lines));
        Assert.Equal([new Section(0, lines.Length)], sections);
    }

    [Fact]
    public void Apply_SeveralFamilies_EndWhereTheirLinesEnd()
    {
        string[] families = ["a{target=\"a\",role=\"master\",} 1\n", "", "b{target=\"a\",role=\"master\",} 1\nb{target=\"a\",role=\"master\",} 2\n"];
        Section[] before = [new(3, families[0].Length), new(4, families[0].Length), new(5, families[0].Length + families[2].Length)];

        (byte[] lines, Section[] sections) = Apply(string.Concat(families), before, Master, Replica);

        int first = families[0].Length + 1;
        Assert.Equal([new(3, first), new(4, first), new(5, first + families[2].Length + 2)], sections);
        Assert.Equal(string.Concat(families).Replace("master", "replica", StringComparison.Ordinal), Encoding.UTF8.GetString(lines));
    }

    private static (byte[] Lines, Section[] Sections) Apply(string lines, Section[] sections, string before, string after) =>
        LabelReplacement.Apply(Encoding.UTF8.GetBytes(lines), sections, Encoding.UTF8.GetBytes(before), Encoding.UTF8.GetBytes(after));
}
