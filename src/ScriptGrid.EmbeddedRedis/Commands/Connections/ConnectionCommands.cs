using ScriptGrid.EmbeddedRedis.Calls;

namespace ScriptGrid.EmbeddedRedis.Commands.Connections;

/// <summary>PING, ECHO and QUIT.</summary>
internal static class ConnectionCommands
{
    internal static void Register(CommandTable table)
    {
        table.Add("ping", Ping);
        table.Add("echo", static call => call.Reply.Bulk(call.Words[1]));
        table.Add("quit", Quit);
    }

    private static void Ping(CommandCall call)
    {
        if (call.Words.Length > 2)
        {
            call.Reply.Error("ERR wrong number of arguments for 'ping' command");
        }
        else if (call.Client.Protocol == 2 && !call.Client.Subscriptions.IsEmpty)
        {
            call.Reply.Array(2);
            call.Reply.Bulk("pong"u8);
            call.Reply.Bulk(call.Words.Length == 2 ? call.Words[1] : []);
        }
        else if (call.Words.Length == 2)
        {
            call.Reply.Bulk(call.Words[1]);
        }
        else
        {
            call.Reply.Status("PONG");
        }
    }

    private static void Quit(CommandCall call)
    {
        call.Ok();
        if (call.Client.Connection is { } connection)
        {
            connection.IsClosingAfterReply = true;
        }
    }
}
