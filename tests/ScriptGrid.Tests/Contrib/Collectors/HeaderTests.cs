using System.Text.RegularExpressions;

namespace ScriptGrid.Tests.Contrib.Collectors;

public sealed partial class HeaderTests
{
    /// <summary>Labels that later versions than 1.45 add to a family.</summary>
    private static readonly string[] Later = ["master_replid", "valkey_version", "valkey_release_stage"];

    [Fact]
    public async Task Header_OfEachCollector_SaysWhatItTakesAndGives()
    {
        foreach (string name in CollectorFiles.Names)
        {
            IEnumerable<string> words = HeaderWord().Matches(await CollectorFiles.ReadAsync(name)).Select(static match => match.Groups[1].Value);
            Assert.Equal((name, "KEYS ARGV Result Cost Needs"), (name, string.Join(' ', words.Distinct())));
        }
    }

    [Fact]
    public async Task Declarations_OfAllCollectors_NameEachFamilyOnce()
    {
        string[] families = [.. (await CollectorFiles.DeclarationsAsync()).Select(static declaration => declaration.Split(' ')[1])];

        Assert.Equal(families.Distinct(), families);
        Assert.All(families, static family => Assert.StartsWith("redis_", family, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Declarations_FamiliesOfRedisExporter_HaveItsTypesAndLabels()
    {
        var declared = (await CollectorFiles.DeclarationsAsync())
            .Select(static declaration => declaration.Split(' '))
            .ToDictionary(static words => words[1], static words => (Type: words[0], Labels: words.ElementAtOrDefault(2) ?? ""));

        foreach (RedisExporterFamily family in RedisExporterFamily.All.Where(static family => family.IsCollected))
        {
            (string type, string labels) = Assert.Contains(family.Name, (IDictionary<string, (string, string)>)declared);
            string[] own = [.. labels.Split(',', StringSplitOptions.RemoveEmptyEntries).Except(Later).Order(StringComparer.Ordinal)];
            Assert.Equal((family.Name, family.Type), (family.Name, type));
            Assert.Equal(family.Labels.Where(static label => label != "quantile"), own);
        }
    }

    [GeneratedRegex(@"^-- (KEYS|ARGV|Result|Cost|Needs)\b", RegexOptions.Multiline)]
    private static partial Regex HeaderWord();
}
