using System.Collections.ObjectModel;
using System.Globalization;
using System.Text;

namespace ScriptGrid.EmbeddedRedis;

/// <summary>
/// A key at the time of the snapshot: its type, its value and its time of expiry. <see cref="Type"/> says which property holds the value; the other value
/// properties throw. Text is decoded as UTF-8, with <c>\xNN</c> for each invalid byte. The names of keys, members, fields and groups are unique: if a name has
/// invalid bytes, or text that looks like them, each of its own backslashes is doubled. Two snapshots are equal if their names, values and times of expiry are
/// equal byte for byte.
/// </summary>
public sealed class KeySnapshot : IEquatable<KeySnapshot>
{
    /// <summary>The last millisecond that a <see cref="DateTimeOffset"/> can express, since 1970.</summary>
    private const long LastMilliseconds = 253_402_300_799_999;

    private readonly byte[] _key;
    private readonly DateTimeOffset _takenAt;

    /// <summary>The value in pieces, in an order that depends on the value only.</summary>
    private readonly byte[][] _parts;

    internal KeySnapshot(byte[] key, KeyType type, byte[][] parts, DateTimeOffset takenAt) =>
        (_key, Key, Type, _parts, _takenAt) = (key, ReadableText.Unique(key), type, parts, takenAt);

    /// <summary>The key's name.</summary>
    public string Key { get; }

    /// <summary>The type of the value.</summary>
    public KeyType Type { get; }

    /// <summary>When the key expires; null if it never does. For a time after the year 9999, it is <see cref="DateTimeOffset.MaxValue"/>.</summary>
    public DateTimeOffset? ExpiresAt => ExpiryMilliseconds switch
    {
        null => null,
        > LastMilliseconds => DateTimeOffset.MaxValue,
        { } milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds),
    };

    /// <summary>How long the key had left when the snapshot was taken; null if it never expires.</summary>
    public TimeSpan? TimeToLive => ExpiresAt - _takenAt;

    /// <summary>The value of a string.</summary>
    /// <exception cref="InvalidOperationException">The key does not hold a string.</exception>
    public string Text => ReadableText.Of(Parts(KeyType.String)[0]);

    /// <summary>The value of a string, byte for byte.</summary>
    /// <exception cref="InvalidOperationException">The key does not hold a string.</exception>
    public ReadOnlyMemory<byte> Bytes => Parts(KeyType.String)[0];

    /// <summary>The elements of a list, head first.</summary>
    /// <exception cref="InvalidOperationException">The key does not hold a list.</exception>
    public IReadOnlyList<string> List => [.. Parts(KeyType.List).Select(static item => ReadableText.Of(item))];

    /// <summary>The members of a set, in ordinal order.</summary>
    /// <exception cref="InvalidOperationException">The key does not hold a set.</exception>
    public IReadOnlySet<string> Set =>
        new ReadOnlySet<string>(new SortedSet<string>(Parts(KeyType.Set).Select(static member => ReadableText.Unique(member)), StringComparer.Ordinal));

    /// <summary>The fields of a hash and their values.</summary>
    /// <exception cref="InvalidOperationException">The key does not hold a hash.</exception>
    public IReadOnlyDictionary<string, string> Hash => Pairs(KeyType.Hash, static value => ReadableText.Of(value));

    /// <summary>The members of a sorted set and their scores, in the order of ZRANGE.</summary>
    /// <exception cref="InvalidOperationException">The key does not hold a sorted set.</exception>
    public IReadOnlyDictionary<string, double> SortedSet => Pairs(KeyType.SortedSet, static score => BitConverter.ToDouble(score));

    /// <summary>The entries of a stream.</summary>
    /// <exception cref="InvalidOperationException">The key does not hold a stream.</exception>
    public IReadOnlyList<StreamEntrySnapshot> Stream => Expect(KeyType.Stream, StreamEntries);

    /// <summary>The consumer groups of a stream, by name.</summary>
    /// <exception cref="InvalidOperationException">The key does not hold a stream.</exception>
    public IReadOnlyDictionary<string, StreamGroupSnapshot> StreamGroups => Expect(KeyType.Stream, Groups);

    /// <summary>When the key expires, in milliseconds since 1970. A key whose time is over is in no snapshot.</summary>
    internal long? ExpiryMilliseconds { get; init; }

    internal IReadOnlyList<StreamEntrySnapshot> StreamEntries { get; init; } = [];

    internal IReadOnlyDictionary<string, StreamGroupSnapshot> Groups { get; init; } = ReadOnlyDictionary<string, StreamGroupSnapshot>.Empty;

    /// <summary>The name as it is on a line of text.</summary>
    internal string Word => ReadableText.Word(_key);

    private string TypeName => Type == KeyType.SortedSet ? "zset" : Type.ToString().ToLowerInvariant();

    /// <inheritdoc/>
    public bool Equals(KeySnapshot? other) =>
        other is not null
        && Type == other.Type
        && ExpiryMilliseconds == other.ExpiryMilliseconds
        && _key.AsSpan().SequenceEqual(other._key)
        && _parts.Length == other._parts.Length
        && _parts.Zip(other._parts).All(static pair => pair.First.AsSpan().SequenceEqual(pair.Second));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as KeySnapshot);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(_key);
        hash.Add(Type);
        hash.Add(ExpiryMilliseconds);
        hash.Add(_parts.Length);
        return hash.ToHashCode();
    }

    /// <summary>Describes the key on one line: <c>limit:ada string "3", expires in 00:01:00</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(Word).Append(' ').Append(TypeName).Append(' ').Append(ValueText());
        return (TimeToLive is { } left ? text.Append(CultureInfo.InvariantCulture, $", expires in {left:c}") : text).ToString();
    }

    private string ValueText() => Type switch
    {
        KeyType.String => ReadableText.Quoted(_parts[0]),
        KeyType.List => $"[{string.Join(", ", _parts.Select(static item => ReadableText.Quoted(item)))}]",
        KeyType.Set => $"{{{string.Join(", ", _parts.Select(static member => ReadableText.Quoted(member)))}}}",
        KeyType.Hash => PairsText(static value => ReadableText.Quoted(value)),
        KeyType.SortedSet => PairsText(static score => BitConverter.ToDouble(score).ToString("R", CultureInfo.InvariantCulture)),
        _ => $"[{string.Join(", ", StreamEntries)}]{string.Concat(Groups.Values.Select(static group => $", {group}"))}",
    };

    private string PairsText(Func<byte[], string> value) =>
        $"{{{string.Join(", ", _parts.Chunk(2).Select(pair => $"{ReadableText.Quoted(pair[0])}: {value(pair[1])}"))}}}";

    private ReadOnlyDictionary<string, T> Pairs<T>(KeyType type, Func<byte[], T> value)
    {
        var pairs = new OrderedDictionary<string, T>(StringComparer.Ordinal);
        foreach (byte[][] pair in Parts(type).Chunk(2))
        {
            pairs[ReadableText.Unique(pair[0])] = value(pair[1]);
        }

        return new ReadOnlyDictionary<string, T>(pairs);
    }

    private byte[][] Parts(KeyType type) => Expect(type, _parts);

    private T Expect<T>(KeyType type, T value) =>
        Type == type ? value : throw new InvalidOperationException($"The key {(Word == Key ? $"'{Key}'" : Word)} does not hold a {type}: {this}");
}
