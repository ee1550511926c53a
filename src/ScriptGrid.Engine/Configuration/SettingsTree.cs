using System.Collections.Immutable;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Overrides a configuration file with settings of the command line and the environment, as if they were written at its beginning.</summary>
internal static class SettingsTree
{
    private const string CompatibilityKey = "compat_redis_exporter";

    /// <summary>Merges both into one tree, in order of precedence. Names that only redis_exporter knows require compatibility with it.</summary>
    /// <param name="file">The file's tree; null if it cannot be read. Such a file may ask for compatibility, so compatibility is assumed.</param>
    /// <param name="settings">The settings that override it.</param>
    /// <param name="problems">Collects the problems.</param>
    public static SectionNode Over(SectionNode? file, CommandLineSettings settings, Problems problems)
    {
        bool compatible = file is null || IsRedisExporterCompatible(file, settings);
        List<(Setting Setting, TextNode Node)> known = [];
        foreach (Setting setting in settings.Settings)
        {
            bool isForeign = setting.Instead is not null && !compatible;
            if (isForeign && setting.Origin != SettingOrigin.Flag)
            {
                continue;
            }

            var place = new Place(setting.Origin, setting.Source, 0, settings.WorkingDirectory);
            Tell(setting, isForeign, place, problems);
            known.Add((setting, new TextNode(place, setting.Text)));
        }

        file ??= new SectionNode(default, []);
        return file with { Entries = [.. Targets(known), .. known.Select(Entry).OfType<SectionEntry>(), .. file.Entries] };
    }

    /// <summary>Makes the group of targets that no file lists: the targets themselves, or the nodes of the Redis Cluster of which they are seeds.</summary>
    /// <param name="place">Where the first target is written.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="cluster">Where it is written that the targets are seeds; null if they are not.</param>
    public static SectionNode GroupOf(Place place, ImmutableArray<TextNode> targets, Place? cluster)
    {
        if (cluster is not { } source || targets.IsEmpty)
        {
            return Section(Entry("targets", place, targets));
        }

        ImmutableArray<TextNode> everyAddress = [.. AllowList.EveryAddress.Select(entry => new TextNode(source, entry))];
        SectionNode seeds = Section(Entry(RedisSourceReader.SeedsKey, place, targets));
        return new SectionNode(place, [new SectionEntry(ClusterSourceSettings.Key, source, seeds), Entry(AllowList.Key, source, everyAddress)]);
    }

    private static SectionEntry Entry(string key, Place place, ImmutableArray<TextNode> items) => new(key, place, new ListNode(place, [.. items]));

    private static void Tell(Setting setting, bool isForeign, Place place, Problems problems)
    {
        if (setting is { Note: { } refusal, IsRefused: true })
        {
            problems.Error(place, refusal);
        }
        else if (isForeign)
        {
            problems.Error(place, $"this is a flag of redis_exporter; {setting.Instead}, or add --compat.redis-exporter");
        }
        else if (setting.Note is { Length: > 0 } note)
        {
            problems.Warn(place, note);
        }
    }

    private static bool IsRedisExporterCompatible(SectionNode file, CommandLineSettings settings)
    {
        Setting? setting = settings.Settings.FirstOrDefault(static setting => setting.Key == $"global.{CompatibilityKey}");
        string? text = setting?.Text ?? (Value(Value(file, "global"), CompatibilityKey) as TextNode)?.Text;
        return text is not null && ValueKinds.Boolean.Parse(text, out bool isOn) && isOn;
    }

    private static ConfigurationNode? Value(ConfigurationNode? section, string key) =>
        (section as SectionNode)?.Entries.FirstOrDefault(entry => entry.Key == key).Value;

    /// <summary>Scripts and collectors become items of their lists; everything else becomes a key of a section.</summary>
    private static SectionEntry? Entry((Setting Setting, TextNode Node) item)
    {
        (Setting setting, TextNode node) = item;
        return setting.Key switch
        {
            Setting.ConfigFile or Setting.Target or Setting.Nothing => null,
            Setting.IsCluster => Nested(["global", RedisExporterPage.Key, RedisExporterPage.IsClusterKey], node),
            Setting.Script => Item("scripts", "file", node),
            Setting.Collect => new SectionEntry("global", node.Place, Section(new SectionEntry(CollectorReader.Key, node.Place, new ListNode(node.Place, [node])))),
            _ => Nested(setting.Key.Split('.'), node),
        };
    }

    private static SectionEntry Nested(ReadOnlySpan<string> keys, TextNode node) => keys.Length == 1
        ? new SectionEntry(keys[0], node.Place, node)
        : new SectionEntry(keys[0], node.Place, Section(Nested(keys[1..], node)));

    /// <summary>Makes one group of all targets. An empty target is ignored, but still means that the targets of the file do not apply.</summary>
    private static IEnumerable<SectionEntry> Targets(List<(Setting Setting, TextNode Node)> settings)
    {
        ImmutableArray<TextNode> given = [.. settings.Where(static item => item.Setting.Key == Setting.Target).Select(static item => item.Node)];
        TextNode? isCluster = settings.FirstOrDefault(static item => item.Setting.Key == Setting.IsCluster).Node;
        ImmutableArray<TextNode> named = [.. given.Where(static target => target.Text.Length > 0)];
        return given.IsEmpty
            ? []
            : [new SectionEntry("target_groups", given[0].Place, new ListNode(given[0].Place, [GroupOf(given[0].Place, named, isCluster?.Place)]))];
    }

    private static SectionEntry Item(string list, string key, ConfigurationNode value) =>
        new(list, value.Place, new ListNode(value.Place, [Section(new SectionEntry(key, value.Place, value))]));

    private static SectionNode Section(SectionEntry entry) => new(entry.Place, [entry]);
}
