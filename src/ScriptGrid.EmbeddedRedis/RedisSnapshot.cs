using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ScriptGrid.EmbeddedRedis;

/// <summary>
/// The keys of one database as they were between two commands, by name and sorted by name. A snapshot never changes. It has no keys that had expired. Names
/// have <c>\xNN</c> for each byte that is not UTF-8; each other backslash of such a name, or of one that has the text <c>\x80</c> to <c>\xff</c>, is doubled.
/// Two snapshots are equal if their keys, values and times of expiry are.
/// </summary>
[SuppressMessage("Naming", "CA1710", Justification = "What it is says more than what it is made of.")]
public sealed class RedisSnapshot : IReadOnlyDictionary<string, KeySnapshot>, IEquatable<RedisSnapshot>
{
    private readonly SortedDictionary<string, KeySnapshot> _byName = new(StringComparer.Ordinal);

    internal RedisSnapshot(IEnumerable<KeySnapshot> keys)
    {
        foreach (KeySnapshot key in keys)
        {
            _byName[key.Key] = key;
        }
    }

    /// <inheritdoc/>
    public int Count => _byName.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _byName.Keys;

    /// <inheritdoc/>
    public IEnumerable<KeySnapshot> Values => _byName.Values;

    /// <summary>What the snapshot holds for a key.</summary>
    /// <exception cref="KeyNotFoundException">The snapshot has no such key. The message names keys that it has.</exception>
    public KeySnapshot this[string key] => _byName.TryGetValue(key, out KeySnapshot? found) ? found : throw new KeyNotFoundException(Missing(key));

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _byName.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out KeySnapshot value) => _byName.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, KeySnapshot>> GetEnumerator() => _byName.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(RedisSnapshot? other) => other is not null && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RedisSnapshot);

    /// <inheritdoc/>
    public override int GetHashCode() => Values.Aggregate(Count, HashCode.Combine);

    /// <summary>Returns one line for each key: its name, its type, its value, and the time it had left.</summary>
    public override string ToString() => string.Join('\n', Values);

    private string Missing(string key)
    {
        const int MaxNamed = 20;
        string named = string.Join(", ", Values.Take(MaxNamed).Select(static found => found.Word));
        string word = ReadableText.Word(Encoding.UTF8.GetBytes(key));
        return $"There is no key {(word == key ? $"'{key}'" : word)}. "
            + (Count == 0 ? "The database is empty." : Count <= MaxNamed ? $"The keys are: {named}." : $"There are {Count} keys: {named}, ….");
    }
}
