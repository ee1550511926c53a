using System.Text.RegularExpressions;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Tests.Engine.Configuration;

namespace ScriptGrid.Tests.Contrib.Patterns;

/// <summary>What is said about the patterns, in their headers and in docs/patterns.md.</summary>
public sealed partial class DocumentationTests
{
    [Fact]
    public async Task Header_OfEachPattern_SaysWhatItTakesAndGives()
    {
        foreach (string pattern in PatternFiles.Names)
        {
            string text = await ContribServer.ReadAsync(Path.Combine("patterns", $"{pattern}.lua"));
            IEnumerable<string> words = HeaderWord().Matches(text).Select(static match => match.Groups[1].Value);
            Assert.Equal((pattern, "KEYS ARGV Result Cost Needs"), (pattern, string.Join(' ', words.Distinct())));
        }
    }

    [Fact]
    public void Page_Rows_AreThePatterns() => Assert.Equal(
        PatternFiles.Names,
        FirstCell().Matches(PatternFiles.Documentation).Select(static match => match.Groups[1].Value).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Page_Examples_AreValidConfigurations()
    {
        using var folder = new ConfigurationFolder();
        foreach (string pattern in PatternFiles.Names)
        {
            folder.Write($"contrib/patterns/{pattern}.lua", await ContribServer.ReadAsync(Path.Combine("patterns", $"{pattern}.lua")));
        }

        string yaml = YamlBlock().Match(PatternFiles.Documentation).Groups[1].Value;
        ScriptGridConfiguration configuration = folder.Load(yaml);

        Assert.Empty(configuration.Warnings);
        Assert.All(configuration.Scripts, static script => Assert.Null(script.Interval));
        Assert.Contains(configuration.Scripts, static script => script.ReadOnly == ReadOnlyMode.Off);
    }

    [GeneratedRegex(@"^-- (KEYS|ARGV|Result|Cost|Needs)\b", RegexOptions.Multiline)]
    private static partial Regex HeaderWord();

    [GeneratedRegex(@"^\| `(\w+)\.lua` \|", RegexOptions.Multiline)]
    private static partial Regex FirstCell();

    [GeneratedRegex(@"^```yaml\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex YamlBlock();
}
