namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>
/// The keys of a database in the order in which they expire. It also holds times that no longer hold, of keys that were removed or got another expiry, so a
/// time must be compared with that of the database.
/// </summary>
internal sealed class ExpiryOrder
{
    private const int MinOutdated = 64;

    private readonly PriorityQueue<byte[], (long Expiry, long Number)> _queue = new();
    private long _number;

    /// <summary>Adds a key. Of keys that expire at the same time, the one that was added first comes first.</summary>
    internal void Add(byte[] key, long expiry) => _queue.Enqueue(key, (expiry, _number++));

    /// <summary>Returns the first key and its time; null if there is none.</summary>
    internal (byte[] Key, long Expiry)? First() => _queue.TryPeek(out byte[]? key, out (long Expiry, long Number) time) ? (key, time.Expiry) : null;

    internal void RemoveFirst() => _queue.Dequeue();

    /// <summary>Whether most of what it holds is outdated, so that it should be built anew.</summary>
    /// <param name="keys">The number of keys that have an expiry.</param>
    internal bool IsMostlyOutdated(int keys) => _queue.Count > MinOutdated + (2 * keys);
}
