using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>Who is told of all keys with a prefix, and which of them were changed since.</summary>
internal sealed class BroadcastPrefix
{
    internal List<ClientSession> Listeners { get; } = [];

    /// <summary>The keys, with who changed each last; null where they expired or went for room.</summary>
    internal SortedDictionary<byte[], ClientSession?> Changed { get; } = new(ByteOrder.Instance);
}
