using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Clients;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Commands.Messages;

/// <summary>SUBSCRIBE, PUBLISH and related commands, and MONITOR.</summary>
internal sealed class MessageCommands(PubSub messages, Monitors monitors)
{
    internal void Register(CommandTable table)
    {
        table.Add("subscribe", call => Subscribe(call, SubscriptionKind.Channel, "subscribe"));
        table.Add("psubscribe", call => Subscribe(call, SubscriptionKind.Pattern, "psubscribe"));
        table.Add("ssubscribe", call => Subscribe(call, SubscriptionKind.ShardChannel, "ssubscribe"));
        table.Add("unsubscribe", call => Unsubscribe(call, SubscriptionKind.Channel, "unsubscribe"));
        table.Add("punsubscribe", call => Unsubscribe(call, SubscriptionKind.Pattern, "punsubscribe"));
        table.Add("sunsubscribe", call => Unsubscribe(call, SubscriptionKind.ShardChannel, "sunsubscribe"));
        table.Add("publish", call => call.Reply.Integer(messages.Publish(call.Words[1], call.Words[2])));
        table.Add("spublish", call => call.Reply.Integer(messages.Publish(call.Words[1], call.Words[2], isSharded: true)));
        table.Add("monitor", Monitor);
    }

    private void Subscribe(CommandCall call, SubscriptionKind kind, string confirmation)
    {
        if (!TryGetReply(call, out RespReply? reply) || (kind == SubscriptionKind.ShardChannel && call.Client.DenyBlocking && !FailBlocking(call)))
        {
            return;
        }

        for (int i = 1; i < call.Words.Length; i++)
        {
            messages.Subscribe(call.Client, kind, call.Words[i]);
            Confirm(call, reply!, kind, confirmation, call.Words[i]);
        }
    }

    private void Unsubscribe(CommandCall call, SubscriptionKind kind, string confirmation)
    {
        if (!TryGetReply(call, out RespReply? reply))
        {
            return;
        }

        byte[][] channels = call.Words.Length > 1 ? call.Words[1..].ToArray() : [.. PubSub.Of(call.Client, kind)];
        foreach (byte[] channel in channels)
        {
            messages.Unsubscribe(call.Client, kind, channel);
            Confirm(call, reply!, kind, confirmation, channel);
        }

        if (channels.Length == 0)
        {
            Confirm(call, reply!, kind, confirmation, null);
        }
    }

    private static void Confirm(CommandCall call, RespReply reply, SubscriptionKind kind, string confirmation, byte[]? channel)
    {
        bool isMuted = reply.Output.IsMuted;
        reply.Output.IsMuted = false;
        reply.Push(3);
        reply.Text(confirmation);
        reply.BulkOrNull(channel);
        Subscriptions subscriptions = call.Client.Subscriptions;
        reply.Integer(kind == SubscriptionKind.ShardChannel ? subscriptions.ShardChannels.Count : subscriptions.Count);
        reply.Output.IsMuted = isMuted;
    }

    private static bool TryGetReply(CommandCall call, out RespReply? reply)
    {
        reply = call.Reply as RespReply;
        return (reply is not null && !(call.Client.DenyBlocking && call.Client.Protocol == 2 && !call.Client.IsInExec))
            || FailBlocking(call);
    }

    private static bool FailBlocking(in CommandCall call) => call.Fail($"ERR {call.Name().ToUpperInvariant()} isn't allowed for a DENY BLOCKING client");

    private void Monitor(CommandCall call)
    {
        if (call.Client.DenyBlocking || call.Client.Connection is null)
        {
            call.Reply.Error("ERR MONITOR isn't allowed for DENY BLOCKING client");
            return;
        }

        monitors.Add(call.Client);
        call.Ok();
    }
}
