using System.Collections.Immutable;
using System.Globalization;

namespace ScriptGrid.Engine.Configuration;

/// <summary>
/// The shipped collectors that produce redis_exporter's page: those of its default page, and those that its flags request, as if they were written
/// under <c>collectors</c>.
/// </summary>
internal sealed class RedisExporterPage
{
    /// <summary>The key of the section that holds redis_exporter's flags.</summary>
    public const string Key = "redis_exporter_page";

    /// <summary>
    /// The key of the flag <c>--is-cluster</c>. Every node of the cluster is a target then, and a replica has its master's keys: collectors of keys run on masters, so
    /// that each key is on the page once.
    /// </summary>
    public const string IsClusterKey = "is_cluster";

    private const string SkipsMasters = "skip_checkkeys_for_role_master";

    /// <summary>
    /// redis_exporter's batch size is the number of keys that one SCAN call looks at. A script looks at several batches and then stops; ten batches
    /// are the default of <c>keys</c> and <c>streams</c>.
    /// </summary>
    private const int BatchesOfKeys = 10;
    private const int BatchesOfGroups = 2;

    private readonly Section _flags;
    private readonly List<ConfigurationNode> _collectors = [];
    private readonly List<ConfigurationNode> _askable = [];

    private RedisExporterPage(Section flags) => _flags = flags;

    /// <summary>
    /// The collectors, in addition to those that the section lists. If the section has an empty list, those of the default page are left out.
    /// </summary>
    public ImmutableArray<ConfigurationNode> Collectors => [.. _collectors];

    /// <summary>The collectors of keys and streams as they run if a request to <c>/scrape</c> names the keys, with the options of the flags.</summary>
    public ImmutableArray<ConfigurationNode> Askable => [.. _askable];

    /// <summary>Reads the flags; there may be none.</summary>
    public static RedisExporterPage Read(Section global)
    {
        bool hasDefaultPage = !global.Has(CollectorReader.Key) || !global.IsEmptyList(CollectorReader.Key);
        Place place = global.PlaceOf("compat_redis_exporter");
        return global.Child(Key, ReadFlags) ?? Section.Read(new SectionNode(place, []), global.Problems, ReadFlags);

        RedisExporterPage ReadFlags(Section flags) => new RedisExporterPage(flags).Read(hasDefaultPage, place);
    }

    private RedisExporterPage Read(bool hasDefaultPage, Place place)
    {
        bool hasEmpty = _flags.Value("include_metrics_for_empty_databases", ValueKinds.Boolean) ?? true;
        bool isCluster = _flags.Value(IsClusterKey, ValueKinds.Boolean) ?? false;
        bool isForReplicas = _flags.Value(SkipsMasters, ValueKinds.Boolean) ?? false;
        SectionEntry[] onMasters = isCluster ? [Entry("on", Text(IsClusterKey, "master"))] : [];
        SectionEntry[] on = isForReplicas ? [Entry("on", Text(SkipsMasters, "replica"))] : onMasters;
        ImmutableArray<TextNode> optionsOfKeys = [.. Batches(BatchesOfKeys), .. Off("disable_exporting_key_values", "values=no")];
        ImmutableArray<TextNode> optionsOfStreams = [.. Batches(BatchesOfKeys), .. Off("streams_exclude_consumer_metrics", "consumers=no")];
        if (hasDefaultPage)
        {
            Add(_collectors, "info", place, hasEmpty ? [] : [Text("include_metrics_for_empty_databases", "0")]);
            Add(_collectors, "slowlog", place, []);
            Add(_collectors, "cluster", place, []);
        }

        if (_flags.Value("include_modules_metrics", ValueKinds.Boolean) == true)
        {
            Add(_collectors, "modules", _flags.PlaceOf("include_modules_metrics"), []);
        }

        ImmutableArray<TextNode> keys =
        [
            .. Keys("check_single_keys", "key="), .. Keys("check_keys", ""), .. Keys("count_keys", "count="),
        ];
        AddIfAsked("keys", keys, optionsOfKeys, on);
        ImmutableArray<TextNode> streams = [.. Keys("check_single_streams", "key="), .. Keys("check_streams", "")];
        AddIfAsked("streams", streams, optionsOfStreams, on);
        AddIfAsked("key_groups", [.. Listed("check_key_groups", RedisExporterLists.Patterns)], [.. Batches(BatchesOfGroups), .. MostGroups()], onMasters);
        Add(_askable, "keys", place, optionsOfKeys, on);
        Add(_askable, "streams", place, optionsOfStreams, on);
        return this;
    }

    private IEnumerable<TextNode> Keys(string key, string prefix) =>
        Listed(key, RedisExporterLists.Keys).Select(node => node with { Text = prefix + node.Text });

    private IEnumerable<TextNode> Listed(string key, ListParser parse)
    {
        if (_flags.Find(key) is not { } node)
        {
            return [];
        }

        if (parse(node.Text, out string problem) is { } items)
        {
            return items.Select(item => new TextNode(node.Place, item));
        }

        _flags.Error(key, node.Place, problem);
        return [];
    }

    private IEnumerable<TextNode> Batches(int count) => _flags.Value("check_keys_batch_size", ValueKinds.Count) is { } size
        ? [Text("check_keys_batch_size", string.Create(CultureInfo.InvariantCulture, $"max_scan={(long)size * count}"))]
        : [];

    private IEnumerable<TextNode> MostGroups() => _flags.Value("max_distinct_key_groups", ValueKinds.Count) is { } count
        ? [Text("max_distinct_key_groups", string.Create(CultureInfo.InvariantCulture, $"max_groups={count}"))]
        : [];

    private IEnumerable<TextNode> Off(string key, string argument) =>
        _flags.Value(key, ValueKinds.Boolean) == true ? [Text(key, argument)] : [];

    private TextNode Text(string key, string text) => new(_flags.PlaceOf(key), text);

    /// <summary>Adds a collector if flags name items for it. Options alone request nothing.</summary>
    private void AddIfAsked(string name, ImmutableArray<TextNode> items, ImmutableArray<TextNode> options, SectionEntry[] on)
    {
        if (!items.IsEmpty)
        {
            Add(_collectors, name, items[0].Place, [.. items, .. options], on);
        }
    }

    private static void Add(List<ConfigurationNode> to, string name, Place place, ImmutableArray<TextNode> arguments, params SectionEntry[] others)
    {
        SectionEntry[] listed = arguments.IsEmpty ? [] : [Entry("args", new ListNode(arguments[0].Place, [.. arguments]))];
        to.Add(new SectionNode(place, [Entry("name", new TextNode(place, name)), .. listed, .. others]));
    }

    private static SectionEntry Entry(string key, ConfigurationNode value) => new(key, value.Place, value);

    private delegate ImmutableArray<string>? ListParser(string text, out string problem);
}
