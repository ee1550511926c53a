using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Catalogue;
using ScriptGrid.EmbeddedRedis.Clients;

namespace ScriptGrid.EmbeddedRedis.Commands.Connections;

/// <summary>AUTH, HELLO and RESET.</summary>
internal sealed class LoginCommands(AccessControl access, Replication replication, WatchList watches, PubSub messages, Monitors monitors, Tracking tracking)
{

    private const string WrongPassword = "WRONGPASS invalid username-password pair or user is disabled.";

    internal void Register(CommandTable table)
    {
        table.Add("auth", Auth);
        table.Add("hello", Hello);
        table.Add("reset", Reset);
    }

    private void Auth(CommandCall call)
    {
        if (call.Words.Length > 3)
        {
            call.Reply.Error(DataErrors.Syntax);
            return;
        }

        bool isNamed = call.Words.Length == 3;
        if (!isNamed && access.Users.Default.NeedsNoPassword)
        {
            call.Reply.Error(
                "ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?");
            return;
        }

        if (access.TryLogIn(call.Client, isNamed ? call.Words[1] : "default"u8.ToArray(), call.Words[^1], call.Text(0)))
        {
            call.Ok();
        }
        else
        {
            call.Reply.Error(WrongPassword);
        }
    }

    private void Hello(CommandCall call)
    {
        long version = call.Client.Protocol;
        if (call.Words.Length > 1 && !call.TryInteger(1, out version, "ERR Protocol version is not an integer or out of range"))
        {
            return;
        }

        if (version is not (2 or 3))
        {
            call.Reply.Error("NOPROTO unsupported protocol version");
            return;
        }

        if (!TryReadOptions(call, out byte[]? name))
        {
            return;
        }

        if (!call.Client.IsAuthenticated)
        {
            call.Reply.Error(
                "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH <user> <pass> option can be used to authenticate "
                + "the client and select the RESP protocol version at the same time");
            return;
        }

        call.Client.Name = name ?? call.Client.Name;
        call.Client.Protocol = (int)version;
        WriteGreeting(call);
    }

    private bool TryReadOptions(CommandCall call, out byte[]? name)
    {
        name = null;
        (byte[] User, byte[] Password)? login = null;
        for (int i = 2; i < call.Words.Length; i++)
        {
            int left = call.Words.Length - 1 - i;
            if (call.Is(i, "AUTH") && left >= 2)
            {
                login = (call.Words[i + 1], call.Words[i + 2]);
                i += 2;
            }
            else if (call.Is(i, "SETNAME") && left >= 1)
            {
                name = call.Words[++i];
                if (!ClientNames.IsValid(name))
                {
                    return call.Fail(ClientNames.Problem);
                }
            }
            else
            {
                return call.Fail($"ERR Syntax error in HELLO option '{call.Text(i)}'");
            }
        }

        return login is not { } given || access.TryLogIn(call.Client, given.User, given.Password, call.Text(0)) || call.Fail(WrongPassword);
    }

    private void WriteGreeting(CommandCall call)
    {
        call.Reply.Map(7);
        call.Reply.Text("server");
        call.Reply.Text("redis");
        call.Reply.Text("version");
        call.Reply.Text(RedisVersion.Text);
        call.Reply.Text("proto");
        call.Reply.Integer(call.Client.Protocol);
        call.Reply.Text("id");
        call.Reply.Integer(call.Client.Id);
        call.Reply.Text("mode");
        call.Reply.Text("standalone");
        call.Reply.Text("role");
        call.Reply.Text(replication.IsReplica ? "replica" : "master");
        call.Reply.Text("modules");
        call.Reply.Array(0);
    }

    private void Reset(CommandCall call)
    {
        ClientSession client = call.Client;
        watches.Discard(client);
        messages.Leave(client);
        monitors.Remove(client);
        tracking.Disable(client);
        client.DatabaseIndex = 0;
        client.Name = [];
        client.Protocol = 2;
        client.Reply!.Output.IsMuted = client.ReplyMode == ClientReplyMode.Skip; // Skip is for this command.
        client.ReplyMode = ClientReplyMode.On;
        client.IsExemptFromEviction = false;
        if (client.Connection is not null)
        {
            access.Greet(client);
        }

        call.Reply.Status("RESET");
    }
}

/// <summary>The rules for the names of clients.</summary>
internal static class ClientNames
{
    internal const string Problem = "ERR Client names cannot contain spaces, newlines or special characters.";

    internal static bool IsValid(byte[] name) => name.All(static letter => letter is >= (byte)'!' and <= (byte)'~');
}
