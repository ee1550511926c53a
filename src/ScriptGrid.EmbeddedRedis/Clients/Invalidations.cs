using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>
/// Notifies a client, or the one it redirects to, that keys it caches are out of date: by a push over RESP3, by a message to a subscriber over RESP2.
/// </summary>
internal sealed class Invalidations(ClientRegistry clients)
{
    /// <summary>Sends the keys that are out of date; null means all keys.</summary>
    internal void Send(ClientSession client, IReadOnlyList<byte[]>? keys)
    {
        ClientTracking tracking = client.Tracking!;
        ClientSession? target = tracking.RedirectTo == 0 ? client : clients.Find(tracking.RedirectTo);
        if (target is null)
        {
            tracking.IsRedirectBroken = true;
            TellBroken(client, tracking.RedirectTo);
        }
        else if (target.Protocol > 2)
        {
            Write(target, reply =>
            {
                reply.Push(2);
                reply.Bulk("invalidate"u8);
                WriteKeys(reply, keys, client.Protocol);
            });
        }
        else if (target != client && !target.Subscriptions.IsEmpty)
        {
            Write(target, reply =>
            {
                reply.Push(3);
                reply.Bulk("message"u8);
                reply.Bulk("__redis__:invalidate"u8);
                WriteKeys(reply, keys, client.Protocol);
            });
        }
    }

    private void TellBroken(ClientSession client, long redirectTo)
    {
        if (client.Protocol > 2)
        {
            Write(client, reply =>
            {
                reply.Push(2);
                reply.Bulk("tracking-redir-broken"u8);
                reply.Integer(redirectTo);
            });
        }
    }

    // All keys are sent as a null in the protocol of the client that tracks, not of the client that it redirects to.
    private static void WriteKeys(RespReply reply, IReadOnlyList<byte[]>? keys, int protocol)
    {
        if (keys is null)
        {
            reply.Output.Append(protocol > 2 ? "_\r\n"u8 : "$-1\r\n"u8);
            return;
        }

        reply.Array(keys.Count);
        foreach (byte[] key in keys)
        {
            reply.Bulk(key);
        }
    }

    private void Write(ClientSession target, Action<RespReply> write)
    {
        RespReply reply = target.Reply!;
        bool isMuted = reply.Output.IsMuted;
        reply.Output.IsMuted = false;
        write(reply);
        reply.Output.IsMuted = isMuted;
        clients.FlushLater(target);
    }
}
