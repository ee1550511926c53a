using System.Text;
using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Clients;

namespace ScriptGrid.EmbeddedRedis.Commands.Connections;

/// <summary>CLIENT: subcommands that concern the caller's own connection.</summary>
internal static class ClientCommands
{
    internal static void Register(CommandTable table)
    {
        table.Add("client id", static call => call.Reply.Integer(call.Client.Id));
        table.Add("client getname", GetName);
        table.Add("client setname", SetName);
        table.Add("client info", Info);
        table.Add("client reply", Reply);
        table.Add("client no-evict", NoEvict);
        table.AddHelp("client");
    }

    private static void GetName(CommandCall call)
    {
        if (call.Client.Name.Length == 0)
        {
            call.Reply.Null();
        }
        else
        {
            call.Reply.Bulk(call.Client.Name);
        }
    }

    private static void SetName(CommandCall call)
    {
        if (ClientNames.IsValid(call.Words[2]))
        {
            call.Client.Name = call.Words[2];
            call.Ok();
        }
        else
        {
            call.Reply.Error(ClientNames.Problem);
        }
    }

    private static void Info(CommandCall call) =>
        call.Reply.Verbatim("txt", Encoding.Latin1.GetBytes(ClientDescription.Of(call.Client, call.Clock.Milliseconds, call.Words) + "\n"));

    private static void Reply(CommandCall call)
    {
        if (call.Is(2, "ON"))
        {
            call.Client.ReplyMode = ClientReplyMode.On;
            call.Client.Reply!.Output.IsMuted = false;
            call.Ok();
        }
        else if (call.Is(2, "OFF"))
        {
            call.Client.ReplyMode = ClientReplyMode.Off;
        }
        else if (call.Is(2, "SKIP"))
        {
            call.Client.ReplyMode = call.Client.ReplyMode == ClientReplyMode.Off ? ClientReplyMode.Off : ClientReplyMode.SkipNext;
        }
        else
        {
            call.Reply.Error(DataErrors.Syntax);
        }
    }

    private static void NoEvict(CommandCall call)
    {
        if (call.Is(2, "ON") || call.Is(2, "OFF"))
        {
            call.Client.IsExemptFromEviction = call.Is(2, "ON");
            call.Ok();
        }
        else
        {
            call.Reply.Error(DataErrors.Syntax);
        }
    }
}
