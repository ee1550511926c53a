using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>The clients that are notified of all keys with one prefix, and the keys changed since the last notification.</summary>
internal sealed class BroadcastPrefix
{
    internal List<ClientSession> Listeners { get; } = [];

    /// <summary>The keys, each with the client that changed it last; null if the key expired or was evicted.</summary>
    internal SortedDictionary<byte[], ClientSession?> Changed { get; } = new(ByteOrder.Instance);
}
