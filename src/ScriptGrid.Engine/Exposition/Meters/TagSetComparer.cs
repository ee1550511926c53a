using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace ScriptGrid.Engine.Exposition.Meters;

/// <summary>
/// Compares tags in the order in which they were given, and finds a stored set by the span of a measurement, without allocating.
/// The same tags in another order are another key; their rendered labels lead to the same series.
/// </summary>
internal sealed class TagSetComparer : IEqualityComparer<Tag[]>, IAlternateEqualityComparer<ReadOnlySpan<Tag>, Tag[]>
{
    /// <summary>The comparer; it has no state.</summary>
    public static readonly TagSetComparer Instance = new();

    private TagSetComparer()
    {
    }

    /// <inheritdoc/>
    public Tag[] Create(ReadOnlySpan<Tag> alternate) => alternate.ToArray();

    /// <inheritdoc/>
    public bool Equals(Tag[]? x, Tag[]? y) => Equals(x.AsSpan(), y!);

    /// <inheritdoc/>
    public bool Equals(ReadOnlySpan<Tag> alternate, Tag[] other)
    {
        if (alternate.Length != other.Length)
        {
            return false;
        }

        for (int i = 0; i < alternate.Length; i++)
        {
            if (alternate[i].Key != other[i].Key || !Equals(alternate[i].Value, other[i].Value))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public int GetHashCode(Tag[] obj) => GetHashCode(obj.AsSpan());

    /// <inheritdoc/>
    public int GetHashCode(ReadOnlySpan<Tag> alternate)
    {
        int hash = alternate.Length;
        foreach (ref readonly Tag tag in alternate)
        {
            hash = HashCode.Combine(hash, tag.Key, tag.Value);
        }

        return hash;
    }
}
