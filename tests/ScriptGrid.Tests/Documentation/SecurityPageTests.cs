using System.Text.RegularExpressions;

namespace ScriptGrid.Tests.Documentation;

/// <summary>Each claim of docs/security.md names tests that there are.</summary>
public sealed partial class SecurityPageTests
{
    private const string ClusterTests = "## In the cluster";

    [Fact]
    public void Page_EachTestThatItNames_IsThere()
    {
        string page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "security.md"));
        int begin = page.IndexOf(ClusterTests, StringComparison.Ordinal);
        int end = page.IndexOf("\n## ", begin + 1, StringComparison.Ordinal);
        string own = page[..begin] + page[end..];

        (string Type, string Method)[] named = [.. Named().Matches(own).Select(static name => (name.Groups[1].Value, name.Groups[2].Value))];

        Assert.True(named.Length > 15);
        Assert.All(named, static name => Assert.Contains(
            typeof(SecurityPageTests).Assembly.GetTypes(), type => type.Name == name.Type && type.GetMethod(name.Method) is not null));
    }

    [Fact]
    public void Page_EachRowOfAClaim_NamesATest()
    {
        string[] lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "docs", "security.md"));
        bool isClaim = false;
        int claims = 0;
        foreach (string line in lines)
        {
            isClaim = line == "| claim | test |" || (isClaim && line.StartsWith('|'));
            if (isClaim && !line.StartsWith("| claim", StringComparison.Ordinal) && !line.StartsWith("|---", StringComparison.Ordinal))
            {
                claims++;
                Assert.Matches(Named(), line);
            }
        }

        Assert.True(claims > 15);
    }

    [GeneratedRegex(@"`(\w+Tests)\.(\w+_\w+_\w+)`")]
    private static partial Regex Named();
}
