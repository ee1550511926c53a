using System.Collections.Immutable;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>
/// Reads lists of shipped collectors: <c>collectors: [info, {name: keys, args: ["mail:*"]}]</c>. An item is a name, or a section with a name and the
/// settings of a script.
/// </summary>
internal sealed class CollectorReader(GlobalSettings global, ScriptReader scripts, Problems problems)
{
    /// <summary>The key of the list.</summary>
    public const string Key = "collectors";

    private const string OwnPrefix = Defaults.Namespace + "_";

    /// <summary>Reads the collectors of every target. If flags name a collector that the file configures too, the file's settings apply.</summary>
    public ImmutableArray<ConfiguredScript> ReadGlobal()
    {
        HashSet<string> written = [.. global.Collectors.Where(static node => node.Place.Origin == SettingOrigin.File).Select(NameOf)];
        ImmutableArray<ConfigurationNode> nodes =
        [
            .. global.Collectors.Where(node => node.Place.Origin == SettingOrigin.File || written.Add(NameOf(node))),
        ];
        ImmutableArray<ConfiguredScript> collectors = ReadAll([.. PageOfRedisExporter(nodes), .. nodes]);
        Dictionary<string, Place> taken = new(StringComparer.Ordinal);
        foreach (ConfiguredScript collector in collectors)
        {
            string name = collector.Spec.Name;
            if (taken.TryAdd(name, collector.Place))
            {
                scripts.CheckName(collector.Place, name);
            }
            else
            {
                problems.Error(collector.Place, $"collector {name} is configured twice, first at {taken[name]}; put the arguments of both into one item");
            }
        }

        return collectors;
    }

    /// <summary>Reads the collectors that run if a request to <c>/scrape</c> names their keys, as they run when they are not configured.</summary>
    public ImmutableArray<ScriptSpec> ReadAskable() => [.. ReadAll(global.AskableOfRedisExporter).Select(static collector => collector.Spec)];

    /// <summary>
    /// Returns the collectors of redis_exporter's page that are not configured. A configured collector runs instead of the page's, so it is an error
    /// if a flag gives the page's collector arguments.
    /// </summary>
    private IEnumerable<ConfigurationNode> PageOfRedisExporter(ImmutableArray<ConfigurationNode> written)
    {
        Dictionary<string, Place> places = written.DistinctBy(NameOf).ToDictionary(NameOf, static node => node.Place);
        foreach (SectionNode node in global.PageOfRedisExporter.Cast<SectionNode>())
        {
            string name = NameOf(node);
            if (!places.TryGetValue(name, out Place place))
            {
                yield return node;
            }
            else if (node.Entries.FirstOrDefault(static entry => entry.Key == "args").Value is { } asked)
            {
                problems.Error(asked.Place, $"collector {name} is configured with arguments of its own ({place}); add these arguments to its args");
            }
        }
    }

    /// <summary>Reads the collectors of a group's targets.</summary>
    /// <param name="group">The group.</param>
    /// <param name="names">The other scripts that run on these targets, with their places.</param>
    public ImmutableArray<ConfiguredScript> ReadGroup(Section group, IEnumerable<ConfiguredScript> names)
    {
        Dictionary<string, Place> taken = names.DistinctBy(static script => script.Spec.Name).ToDictionary(static script => script.Spec.Name, static script => script.Place);
        ImmutableArray<ConfiguredScript> collectors = ReadAll(group.TextsAndSections(Key) ?? []);
        foreach (ConfiguredScript collector in collectors)
        {
            if (!taken.TryAdd(collector.Spec.Name, collector.Place))
            {
                string name = collector.Spec.Name;
                problems.Error(collector.Place, $"{name} is configured twice, first at {taken[name]}; give the script another name, or keep one");
            }
        }

        return [.. collectors.Select(static collector => collector with { Spec = collector.Spec with { IsOfGroup = true } })];
    }

    private ImmutableArray<ConfiguredScript> ReadAll(ImmutableArray<ConfigurationNode> nodes) =>
    [
        .. nodes
            .Select(static node => node as SectionNode ?? new SectionNode(node.Place, [new SectionEntry("name", node.Place, node)]))
            .Select(node => Section.Read(node, problems, Read))
            .OfType<ConfiguredScript>(),
    ];

    private ConfiguredScript? Read(Section section)
    {
        ScriptSpec settings = scripts.ReadSettings(section, section.Text("name", ValueKinds.ScriptName) ?? "");
        if (ShippedCollector.Find(settings.Name) is not { } collector)
        {
            if (settings.Name.Length > 0)
            {
                problems.Error(section.PlaceOf("name"), ShippedCollector.Unknown(settings.Name));
            }
            else if (!section.Has("name"))
            {
                problems.Error(section.Place, "the collector has no name; add name:");
            }

            return null;
        }

        ImmutableArray<DeclaredMetric> metrics = [.. scripts.ReadHeader($"collector {collector.Name}", collector.Body, []).Select(Renamed)];

        // --lua-script-read-only is meant for the user's scripts. Before Redis 7.0 it would leave the page empty.
        ReadOnlyMode readOnly = global is { RedisExporterCompatible: true, ReadOnly: ReadOnlyMode.Required } ? ReadOnlyMode.Prefer : global.ReadOnly;
        ScriptSpec spec = settings with { Body = collector.Body, ReadOnly = readOnly, Metrics = [.. metrics.Select(static metric => metric.Metric)] };
        return new ConfiguredScript(spec, section.Place, section.PlaceOf("labels"), section.PlaceOf("aggregate")) { Metrics = metrics, IsShipped = true };
    }

    /// <summary>Gives a collector's metric ScriptGrid's prefix for families about targets. The names of the script's rows stay the same.</summary>
    private DeclaredMetric Renamed(DeclaredMetric declared) => declared with
    {
        Metric = declared.Metric with { Name = $"{global.Namespace}_{declared.Metric.Name[OwnPrefix.Length..]}" },
    };

    private static string NameOf(ConfigurationNode node) => node switch
    {
        TextNode text => text.Text,
        SectionNode section => section.Entries.Select(static entry => entry is { Key: "name", Value: TextNode name } ? name.Text : null).FirstOrDefault(static name => name is not null) ?? "",
        _ => "",
    };
}
