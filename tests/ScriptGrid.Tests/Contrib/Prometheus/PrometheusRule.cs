using YamlDotNet.RepresentationModel;

namespace ScriptGrid.Tests.Contrib.Prometheus;

/// <summary>A rule of <c>contrib/prometheus/scriptgrid.rules.yml</c>.</summary>
/// <param name="Name">The alert's name, or that of the series which is recorded.</param>
/// <param name="Expression">What is asked.</param>
/// <param name="Severity">The alert's severity; null for a series.</param>
internal sealed record PrometheusRule(string Name, string Expression, string? Severity)
{
    /// <summary>The folder that the rules and their cases lie in.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "contrib", "prometheus");

    /// <summary>All rules, in the file's order.</summary>
    public static IReadOnlyList<PrometheusRule> All { get; } =
    [
        .. Document("scriptgrid.rules.yml")["groups"].Sequence().SelectMany(static group => group["rules"].Sequence()).Select(Read),
    ];

    /// <summary>All alerts.</summary>
    public static IEnumerable<PrometheusRule> Alerts => All.Where(static rule => rule.Severity is not null);

    /// <summary>A file of the folder.</summary>
    public static YamlNode Document(string file)
    {
        var stream = new YamlStream();
        using StreamReader text = File.OpenText(Path.Combine(Folder, file));
        stream.Load(text);
        return stream.Documents[0].RootNode;
    }

    private static PrometheusRule Read(YamlNode rule) => rule.Has("alert")
        ? new((string)rule["alert"]!, (string)rule["expr"]!, (string)rule["labels"]["severity"]!)
        : new((string)rule["record"]!, (string)rule["expr"]!, null);
}

/// <summary>Short words for nodes of YAML.</summary>
internal static class YamlNodes
{
    /// <summary>The items of a sequence.</summary>
    public static IEnumerable<YamlNode> Sequence(this YamlNode node) => (YamlSequenceNode)node;

    /// <summary>Whether a mapping has a key.</summary>
    public static bool Has(this YamlNode node, string key) => ((YamlMappingNode)node).Children.ContainsKey(key);
}
