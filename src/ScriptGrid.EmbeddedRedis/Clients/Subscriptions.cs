using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>The channels that a client is subscribed to.</summary>
internal sealed class Subscriptions
{
    internal HashSet<byte[]> Channels { get; } = new(ByteArrayComparer.Instance);

    internal HashSet<byte[]> Patterns { get; } = new(ByteArrayComparer.Instance);

    internal HashSet<byte[]> ShardChannels { get; } = new(ByteArrayComparer.Instance);

    /// <summary>The number of channels and patterns, which confirmations contain.</summary>
    internal int Count => Channels.Count + Patterns.Count;

    internal bool IsEmpty => Count == 0 && ShardChannels.Count == 0;
}
