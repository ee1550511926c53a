namespace ScriptGrid.EmbeddedRedis.Access;

/// <summary>The most recent denials and failed logins, newest first.</summary>
internal sealed class AclLog
{
    private const long GroupedMilliseconds = 60_000;

    /// <summary>How many of the newest entries a new one is compared with.</summary>
    private const int MaxCompared = 10;

    private readonly List<AclLogEntry> _entries = [];

    internal IReadOnlyList<AclLogEntry> Entries => _entries;

    internal void Clear() => _entries.Clear();

    /// <summary>Adds an entry. If the newest entries have a similar one from the last minute, replaces it and increases the count.</summary>
    internal void Add(AclLogEntry entry, long maxEntries)
    {
        int known = _entries.FindIndex(0, Math.Min(MaxCompared, _entries.Count), other => other.IsLike(entry) && entry.At - other.At <= GroupedMilliseconds);
        if (known >= 0)
        {
            entry = entry with { Count = _entries[known].Count + 1 };
            _entries.RemoveAt(known);
        }

        _entries.Insert(0, entry);
        if (_entries.Count > maxEntries)
        {
            _entries.RemoveRange((int)maxEntries, _entries.Count - (int)maxEntries);
        }
    }
}

/// <summary>A denial, with how often it happened.</summary>
/// <param name="Reason"><c>command</c>, <c>key</c>, <c>channel</c> or <c>auth</c>.</param>
/// <param name="Context"><c>toplevel</c>, <c>multi</c> or <c>lua</c>.</param>
/// <param name="Object">What was denied.</param>
/// <param name="User">Who tried.</param>
/// <param name="ClientInfo">The client's line of CLIENT LIST.</param>
/// <param name="At">When, in milliseconds since 1970.</param>
/// <param name="Count">How often.</param>
internal sealed record AclLogEntry(string Reason, string Context, string Object, string User, string ClientInfo, long At, int Count)
{
    internal bool IsLike(AclLogEntry other) =>
        Reason == other.Reason && Context == other.Context && Object == other.Object && User == other.User;
}
