using System.Collections.Immutable;

namespace ScriptGrid.Engine.Configuration;

/// <summary>
/// Typed access to a section. An unexpected value is reported as an error with its place, and reading continues without it. Keys that nobody reads
/// are errors too.
/// </summary>
internal sealed class Section
{
    private readonly SectionNode _node;
    private readonly SortedSet<string> _known = new(StringComparer.Ordinal);
    private readonly HashSet<ConfigurationNode> _reported = new(ReferenceEqualityComparer.Instance);

    private Section(SectionNode node, Problems problems)
    {
        _node = node;
        Problems = problems;
    }

    /// <summary>Collects the errors.</summary>
    public Problems Problems { get; }

    /// <summary>Where the section begins.</summary>
    public Place Place => _node.Place;

    /// <summary>Where the value of a key that applies was written; the section's own place if the key is absent.</summary>
    public Place PlaceOf(string key) => PlacesOf(key).FirstOrDefault(Place);

    /// <summary>Where the values of a key were written, in order of precedence; empty if the key is absent.</summary>
    public IEnumerable<Place> PlacesOf(string key) => Entries(key).Select(static entry => entry.Place);

    /// <summary>Whether a key is present with any value.</summary>
    public bool Has(string key) => Entries(key).Any();

    /// <summary>Whether a key is present, but without a value.</summary>
    public bool IsBlank(string key) => !Has(key) && _node.Entries.Any(entry => entry.Key == key);

    /// <summary>Whether a key holds a section, and not its short form.</summary>
    public bool HoldsSection(string key) => Entries(key).Any(static entry => entry.Value is SectionNode);

    /// <summary>Whether a list is absent or has no items.</summary>
    public bool IsEmptyList(string key) =>
        Entries(key).All(static entry => entry.Value is ListNode { Items.IsEmpty: true });

    /// <summary>Reads a section, and reports the keys that <paramref name="read"/> did not look for.</summary>
    public static T Read<T>(SectionNode node, Problems problems, Func<Section, T> read)
    {
        var section = new Section(node, problems);
        T result = read(section);
        foreach (SectionEntry entry in node.Entries.Where(entry => !section._known.Contains(entry.Key)))
        {
            problems.Error(entry.Place, $"unknown key {Describe(entry.Key, section._known)}");
        }

        return result;
    }

    /// <summary>Returns a value of a kind; null if it is absent or invalid.</summary>
    public T? Value<T>(string key, ValueKind<T> kind)
        where T : struct =>
        Converted(key, Typed<TextNode>(key, "a single value", KeyShape.Value, kind), kind) is [var first, ..] ? first : null;

    /// <summary>Returns a value of a kind that includes null; also null if it is absent or invalid.</summary>
    public T? Value<T>(string key, ValueKind<T?> kind)
        where T : struct =>
        Converted(key, Typed<TextNode>(key, "a single value", KeyShape.Value, kind), kind) is [var first, ..] ? first : null;

    /// <summary>Returns the distinct values of a list; invalid ones are left out.</summary>
    public IReadOnlyList<T> Values<T>(string key, ValueKind<T> kind)
    {
        ImmutableArray<TextNode> nodes = List(key, KeyShape.DifferentValues, kind) ?? [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (TextNode repeated in nodes.Where(node => !seen.Add(node.Text) && kind.Parse(node.Text, out _)))
        {
            Error(key, repeated.Place, $"{repeated.Written} is listed twice; keep one");
        }

        return Converted(key, nodes, kind);
    }

    /// <summary>Returns an object of a kind; null if it is absent or invalid.</summary>
    public T? Object<T>(string key, ValueKind<T> kind)
        where T : class =>
        Converted(key, Typed<TextNode>(key, "a single value", KeyShape.Value, kind), kind) is [var first, ..] ? first : null;

    /// <summary>Returns text of a kind; null if it is absent or invalid.</summary>
    public string? Text(string key, ValueKind<string> kind) =>
        Converted(key, Typed<TextNode>(key, "a single value", KeyShape.Value, kind), kind) is [var first, ..] ? first : null;

    /// <summary>Returns text as written; null if it is absent.</summary>
    public string? Text(string key) => Find(key)?.Text;

    /// <summary>Returns text as written, empty if the key has no value; null if it is absent.</summary>
    public string? TextOrBlank(string key) => Text(key) ?? (IsBlank(key) ? "" : null);

    /// <summary>Returns text with its place, from the source that applies.</summary>
    public TextNode? Find(string key) => Typed<TextNode>(key, "a single value", KeyShape.Value).FirstOrDefault();

    /// <summary>Returns a list of texts; null if it is absent.</summary>
    public ImmutableArray<TextNode>? List(string key) => List(key, KeyShape.Values, kind: null);

    /// <summary>Returns the items of a list of sections, those of all sources one after the other.</summary>
    public IEnumerable<SectionNode> Sections(string key) =>
        Items<SectionNode>(key, Typed<ListNode>(key, "a list", KeyShape.Sections), "a section with keys");

    /// <summary>Returns the items of a list of texts or sections, those of all sources one after the other; null if it is absent.</summary>
    public ImmutableArray<ConfigurationNode>? TextsAndSections(string key)
    {
        List<ListNode> lists = Typed<ListNode>(key, "a list", KeyShape.ValuesOrSections);
        return lists.Count == 0
            ? null
            : [.. lists.SelectMany(static list => list.Items).Where(item => item is SectionNode || Cast<TextNode>(key, item, "a name or a section with keys") is not null)];
    }

    /// <summary>Reads a nested section, merged from all sources, with <paramref name="read"/>; null if it is absent.</summary>
    public T? Child<T>(string key, Func<Section, T> read)
        where T : class? =>
        Merge(key, KeyShape.Section) is { } merged ? Read(merged, Problems, read) : null;

    /// <summary>Returns a nested section, merged from all sources, to be read later; null if it is absent.</summary>
    public SectionNode? Node(string key) => Merge(key, KeyShape.Section);

    /// <summary>Returns the entries of a nested section with arbitrary keys. A key without a value has an empty text.</summary>
    /// <param name="key">The key of the section.</param>
    /// <param name="areShown">Whether messages may name the arbitrary keys.</param>
    public IEnumerable<(string Key, TextNode Value)> Map(string key, bool areShown = true)
    {
        foreach (SectionEntry entry in Merge(key, KeyShape.Map)?.Entries ?? [])
        {
            ConfigurationNode value = entry.Value ?? new TextNode(entry.Place, "");
            if (Cast<TextNode>(areShown ? entry.Key : key, value, "a single value") is { } text)
            {
                yield return (entry.Key, text);
            }
        }
    }

    /// <summary>Returns the path that a key holds as an absolute path, resolved from where it was written; null if it is absent or invalid.</summary>
    public string? FilePath(string key) => Text(key, ValueKinds.Path) is null ? null : FilePath(Find(key)!);

    /// <inheritdoc cref="FilePath(string)"/>
    public static string FilePath(TextNode node) => Path.GetFullPath(node.Text, node.Place.Directory);

    /// <summary>Reports that the value of a key is invalid.</summary>
    public void Error(string key, Place place, string problem) => Problems.Error(key, place, problem);

    /// <summary>
    /// Whether both keys come from the same source. It is a mistake if one makes the other useless there. A flag, in contrast, may well do so to a
    /// file that many processes share.
    /// </summary>
    public bool AreBeside(string key, string other) => Has(key) && Has(other) && PlaceOf(key).Origin == PlaceOf(other).Origin;

    private static string Describe(string key, SortedSet<string> known)
    {
        // In braces, password:x without a blank is a single key, and x must not be shown.
        string name = key.Split(':')[0];
        string hint = NearestName.Hint(name, known);
        return name != key ? $"{ShownName.Key(name)}; put a blank after its colon"
            : hint.Length > 0 ? name + hint
            : ShownName.Key(name);
    }

    private IEnumerable<SectionEntry> Entries(string key) =>
        _node.Entries.Where(entry => entry.Key == key && entry.Value is not null);

    private ImmutableArray<TextNode>? List(string key, KeyShape shape, ValueKind? kind)
    {
        List<ListNode> lists = Typed<ListNode>(key, "a list", shape, kind);
        return lists.Count == 0 ? null : [.. Items<TextNode>(key, lists, "a single value")];
    }

    private SectionNode? Merge(string key, KeyShape shape)
    {
        List<SectionNode> parts = Typed<SectionNode>(key, "a section with keys", shape);
        return parts.Count == 0 ? null : new SectionNode(parts[^1].Place, [.. parts.SelectMany(static part => part.Entries)]);
    }

    private List<T> Typed<T>(string key, string expected, KeyShape shape, ValueKind? kind = null)
        where T : ConfigurationNode
    {
        _known.Add(key);
        Problems.Reads?.Invoke(new KeyRead(Place, key, shape, kind));
        return [.. Entries(key).Select(entry => Cast<T>(key, entry.Value!, expected)).OfType<T>()];
    }

    private IEnumerable<T> Items<T>(string key, IEnumerable<ListNode> lists, string expected)
        where T : ConfigurationNode =>
        lists.SelectMany(static list => list.Items).Select(item => Cast<T>(key, item, expected)).OfType<T>();

    private T? Cast<T>(string key, ConfigurationNode node, string expected)
        where T : ConfigurationNode
    {
        if (node is not T && _reported.Add(node))
        {
            Error(key, node.Place, $"expected {expected}, found {node.Kind}");
        }

        return node as T;
    }

    private List<T> Converted<T>(string key, IEnumerable<TextNode> nodes, ValueKind<T> kind)
    {
        List<T> values = [];
        foreach (TextNode node in nodes)
        {
            if (kind.Parse(node.Text, out T value))
            {
                values.Add(value);
            }
            else if (_reported.Add(node))
            {
                Error(key, node.Place, kind.Problem(node.Written));
            }
        }

        return values;
    }
}
