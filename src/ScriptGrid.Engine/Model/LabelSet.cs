namespace ScriptGrid.Engine.Model;

/// <summary>An immutable, ordered set of label names and values, compared by content.</summary>
public sealed class LabelSet : IEquatable<LabelSet>
{
    private readonly KeyValuePair<string, string>[] _labels;

    private LabelSet(KeyValuePair<string, string>[] labels) => _labels = labels;

    /// <summary>No labels.</summary>
    public static LabelSet Empty { get; } = new([]);

    /// <summary>The labels, sorted by name in ordinal order.</summary>
    public ReadOnlySpan<KeyValuePair<string, string>> Labels => _labels;

    /// <summary>
    /// Creates a set of these labels; if two have the same name, the later one wins. Labels with empty values are kept, because <see cref="With"/> uses them to
    /// remove labels.
    /// </summary>
    public static LabelSet From(IEnumerable<KeyValuePair<string, string>> labels)
    {
        var sorted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, string value) in labels)
        {
            sorted[name] = value;
        }

        return sorted.Count == 0 ? Empty : new LabelSet([.. sorted]);
    }

    /// <summary>Whether there is a label of this name.</summary>
    public bool Contains(string name) => Array.Exists(_labels, label => label.Key == name);

    /// <summary>
    /// Returns this set with the labels of <paramref name="over"/> added; they win over labels of the same name. To Prometheus, a label with an empty value
    /// does not exist. So the result holds none, and an empty value in <paramref name="over"/> removes the label.
    /// </summary>
    public LabelSet With(LabelSet over)
    {
        LabelSet both = over._labels.Length == 0 ? this : From(_labels.Concat(over._labels));
        return Array.Exists(both._labels, static label => label.Value.Length == 0) ? From(both._labels.Where(static label => label.Value.Length > 0)) : both;
    }

    /// <summary>Returns the labels that both sets hold with the same value.</summary>
    public LabelSet Intersect(LabelSet other) => Equals(other) ? this : From(_labels.Intersect(other._labels));

    /// <inheritdoc/>
    public bool Equals(LabelSet? other) => other is not null && _labels.AsSpan().SequenceEqual(other._labels);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LabelSet);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach ((string name, string value) in _labels)
        {
            hash.Add(name, StringComparer.Ordinal);
            hash.Add(value, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }
}
