using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>The subscribers of each channel, and the messages sent to them.</summary>
internal sealed class PubSub(ClientRegistry clients)
{
    private readonly Dictionary<byte[], HashSet<ClientSession>> _channels = new(ByteArrayComparer.Instance);
    private readonly Dictionary<byte[], HashSet<ClientSession>> _patterns = new(ByteArrayComparer.Instance);
    private readonly Dictionary<byte[], HashSet<ClientSession>> _shardChannels = new(ByteArrayComparer.Instance);

    internal IReadOnlyDictionary<byte[], HashSet<ClientSession>> Channels => _channels;

    internal IReadOnlyDictionary<byte[], HashSet<ClientSession>> Patterns => _patterns;

    internal IReadOnlyDictionary<byte[], HashSet<ClientSession>> ShardChannels => _shardChannels;

    internal void Subscribe(ClientSession client, SubscriptionKind kind, byte[] channel)
    {
        if (Of(client, kind).Add(channel))
        {
            Dictionary<byte[], HashSet<ClientSession>> listeners = Of(kind);
            if (!listeners.TryGetValue(channel, out HashSet<ClientSession>? listening))
            {
                listeners.Add(channel, listening = []);
            }

            listening.Add(client);
        }
    }

    internal void Unsubscribe(ClientSession client, SubscriptionKind kind, byte[] channel)
    {
        if (Of(client, kind).Remove(channel))
        {
            Dictionary<byte[], HashSet<ClientSession>> listeners = Of(kind);
            listeners[channel].Remove(client);
            if (listeners[channel].Count == 0)
            {
                listeners.Remove(channel);
            }
        }
    }

    /// <summary>Ends all subscriptions of a client without notifying it.</summary>
    internal void Leave(ClientSession client)
    {
        if (client.Subscriptions.IsEmpty)
        {
            return;
        }

        foreach (SubscriptionKind kind in Enum.GetValues<SubscriptionKind>())
        {
            foreach (byte[] channel in Of(client, kind).ToArray())
            {
                Unsubscribe(client, kind, channel);
            }
        }
    }

    /// <summary>Sends a message to all subscribers. Returns the number of matching subscriptions, of which a client can have several.</summary>
    internal int Publish(byte[] channel, byte[] message, bool isSharded = false)
    {
        int count = 0;
        if ((isSharded ? _shardChannels : _channels).TryGetValue(channel, out HashSet<ClientSession>? listening))
        {
            foreach (ClientSession client in listening)
            {
                Send(client, isSharded ? "smessage"u8 : "message"u8, null, channel, message);
                count++;
            }
        }

        if (_patterns.Count > 0 && !isSharded)
        {
            foreach ((byte[] pattern, HashSet<ClientSession> listeners) in _patterns)
            {
                if (Glob.Matches(pattern, channel))
                {
                    foreach (ClientSession client in listeners)
                    {
                        Send(client, "pmessage"u8, pattern, channel, message);
                        count++;
                    }
                }
            }
        }

        return count;
    }

    internal static HashSet<byte[]> Of(ClientSession client, SubscriptionKind kind) => kind switch
    {
        SubscriptionKind.Channel => client.Subscriptions.Channels,
        SubscriptionKind.Pattern => client.Subscriptions.Patterns,
        _ => client.Subscriptions.ShardChannels,
    };

    private Dictionary<byte[], HashSet<ClientSession>> Of(SubscriptionKind kind) => kind switch
    {
        SubscriptionKind.Channel => _channels,
        SubscriptionKind.Pattern => _patterns,
        _ => _shardChannels,
    };

    private void Send(ClientSession client, ReadOnlySpan<byte> kind, byte[]? pattern, byte[] channel, byte[] message)
    {
        RespReply reply = client.Reply!;
        bool isMuted = reply.Output.IsMuted;
        reply.Output.IsMuted = false;
        reply.Push(pattern is null ? 3 : 4);
        reply.Bulk(kind);
        if (pattern is not null)
        {
            reply.Bulk(pattern);
        }

        reply.Bulk(channel);
        reply.Bulk(message);
        reply.Output.IsMuted = isMuted;
        clients.FlushLater(client);
    }
}

/// <summary>The kinds of subscriptions.</summary>
internal enum SubscriptionKind
{
    Channel,
    Pattern,
    ShardChannel,
}
