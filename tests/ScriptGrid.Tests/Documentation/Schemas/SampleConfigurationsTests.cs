using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace ScriptGrid.Tests.Documentation.Schemas;

/// <summary>The schemas take every configuration that comes along, and refuse what the program refuses.</summary>
public sealed partial class SampleConfigurationsTests
{
    private const string SchemaLine = "# yaml-language-server: $schema=https://raw.githubusercontent.com/scriptgrid/scriptgrid/main/docs/schema/scriptgrid.schema.json";

    private static readonly string[] Sections = ["global", "scripts", "target_groups", "web", "log", "cluster"];

    private static readonly string TestData = Path.Combine(AppContext.BaseDirectory, "TestData", "Configuration");

    private static IEnumerable<(string Place, string Text)> Files => Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "deploy"), "scriptgrid.yml", SearchOption.AllDirectories)
        .Select(static file => (file, File.ReadAllText(file))).Where(static file => IsOf(file.Item2, Sections));

    private static IEnumerable<(string Place, string Text)> Maps => Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "deploy", "kubernetes"), "*.yaml").SelectMany(static file =>
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(file)));
        return yaml.Documents.Select(static document => (YamlMappingNode)document.RootNode)
            .Where(static manifest => $"{Child(manifest, "kind")}" == "ConfigMap" && Child(manifest, "data") is YamlMappingNode data && Child(data, "scriptgrid.yml") is not null)
            .Select(manifest => (file, $"{Child((YamlMappingNode)Child(manifest, "data")!, "scriptgrid.yml")}"));
    });

    private static IEnumerable<(string Page, string Text)> Blocks => Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "docs"), "*.md")
        .SelectMany(static page => Yaml().Matches(File.ReadAllText(page)).Select(block => (Path.GetFileName(page), block.Groups[1].Value)));

    [Fact]
    public void Samples_OfTheRepository_AreValid()
    {
        (string, string Text)[] samples = [.. Files, .. Maps, .. Blocks.Where(static block => IsOf(block.Text, Sections))];

        Assert.True(samples.Length > 20, $"There are but {samples.Length} samples.");
        Assert.Empty(samples.SelectMany(static sample => SchemaCheck.OfConfiguration.Problems(sample.Text).Select(problem => (sample, problem))));
    }

    [Fact]
    public void Files_ThatPeopleBeginWith_NameTheSchema() =>
        Assert.All(Files, static file => Assert.StartsWith(SchemaLine + "\n", file.Text, StringComparison.Ordinal));

    [Fact]
    public void WebSamples_OfThePages_AreValid()
    {
        (string, string Text)[] samples = [.. Blocks.Where(static block => IsOf(block.Text, "tls_server_config", "basic_auth_users", "http_server_config", "rate_limit"))];

        Assert.NotEmpty(samples);
        Assert.Empty(samples.SelectMany(static sample => SchemaCheck.OfWebConfiguration.Problems(sample.Text).Select(problem => (sample, problem))));
    }

    [Theory]
    [InlineData("invalid-keys")]
    [InlineData("invalid-types")]
    [InlineData("invalid-values")]
    [InlineData("invalid-limits")]
    [InlineData("invalid-roles")]
    [InlineData("invalid-rollups")]
    [InlineData("invalid-discovery")]
    public void Mistakes_ThatTheLoaderFinds_AreRefusedOnTheSameLines(string name)
    {
        string text = File.ReadAllText(Path.Combine(TestData, $"{name}.yml"))
            .Replace("  timeout: 3s\n", "\n", StringComparison.Ordinal) // Parsers refuse a key that is there twice.
            .Replace("\ntargets:\n", "\ntargets: []\n", StringComparison.Ordinal); // A key without a value is none, unless it is unknown.
        int[] found = [.. File.ReadLines(Path.Combine(TestData, $"{name}.txt")).Select(static line => OfTheSchema().Match(line)).Where(static match => match.Success)
            .Select(static match => int.Parse(match.Groups[1].Value, null)).Distinct()];

        HashSet<int> refused = [.. SchemaCheck.OfConfiguration.Problems(text).SelectMany(static problem => new[] { problem.KeyLine, problem.ValueLine })];

        Assert.NotEmpty(found);
        Assert.Empty(found.Except(refused));
    }

    [Fact]
    public void Sections_WithoutWhatTheyNeed_AreRefusedByTheProgramToo()
    {
        foreach ((string path, string key) in ConfigurationSchema.Required)
        {
            string section = path.Split('.')[^1];
            string text = path switch
            {
                "scripts[]" => "scripts: [{name: a}]",
                "global.collectors[]" => "global: {collectors: [{timeout: 1s}]}",
                "target_groups[].collectors[]" => "target_groups: [{targets: [h], collectors: [{timeout: 1s}]}]",
                _ => $"target_groups: [{{{section}: {{refresh: 5s}}}}]",
            };
            using var folder = new Engine.Configuration.ConfigurationFolder();

            Assert.NotEmpty(SchemaCheck.OfConfiguration.Problems(text));
            Assert.Contains(folder.Errors(text), error => error.Contains($" no {key}", StringComparison.Ordinal));
        }
    }

    private static YamlNode? Child(YamlMappingNode section, string key) => section.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? value) ? value : null;

    private static bool IsOf(string block, params string[] keys)
    {
        string[] own = [.. Key().Matches(block).Select(static match => match.Groups[1].Value)];
        return own.Length > 0 && own.All(keys.Contains);
    }

    [GeneratedRegex("^```yaml\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Yaml();

    [GeneratedRegex("^([a-z_]+):", RegexOptions.Multiline)]
    private static partial Regex Key();

    [GeneratedRegex(@"^[^:]+:(\d+): (unknown key|[a-z_]+: expected |[a-z_]+: "".*"" is not (one of|never or a duration|a duration|a percentage|a whole number|a shard))")]
    private static partial Regex OfTheSchema();
}
