using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Clients;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Messages;

/// <summary>PUBSUB: the channels and patterns that have subscribers.</summary>
internal sealed class PubSubCommands(PubSub messages)
{
    internal void Register(CommandTable table)
    {
        table.Add("pubsub channels", call => Channels(call, messages.Channels));
        table.Add("pubsub shardchannels", call => Channels(call, messages.ShardChannels));
        table.Add("pubsub numsub", call => Counts(call, messages.Channels));
        table.Add("pubsub shardnumsub", call => Counts(call, messages.ShardChannels));
        table.Add("pubsub numpat", call => call.Reply.Integer(messages.Patterns.Count));
        table.AddHelp("pubsub");
    }

    private static void Channels(CommandCall call, IReadOnlyDictionary<byte[], HashSet<ClientSession>> channels)
    {
        if (call.Words.Length > 3)
        {
            call.Reply.Error($"ERR unknown subcommand or wrong number of arguments for '{call.Text(1)}'. Try PUBSUB HELP.");
            return;
        }

        byte[]? pattern = call.Words.Length == 3 ? call.Words[2] : null;
        byte[][] found = [.. channels.Keys.Where(channel => pattern is null || Glob.Matches(pattern, channel))];
        call.Reply.Array(found.Length);
        foreach (byte[] channel in found)
        {
            call.Reply.Bulk(channel);
        }
    }

    private static void Counts(CommandCall call, IReadOnlyDictionary<byte[], HashSet<ClientSession>> channels)
    {
        call.Reply.Array(2 * (call.Words.Length - 2));
        for (int i = 2; i < call.Words.Length; i++)
        {
            call.Reply.Bulk(call.Words[i]);
            call.Reply.Integer(channels.TryGetValue(call.Words[i], out HashSet<ClientSession>? clients) ? clients.Count : 0);
        }
    }
}
