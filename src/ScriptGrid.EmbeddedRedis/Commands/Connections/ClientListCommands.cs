using System.Text;
using ScriptGrid.EmbeddedRedis.Access;
using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Clients;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Execution;
using ScriptGrid.EmbeddedRedis.Settings;

namespace ScriptGrid.EmbeddedRedis.Commands.Connections;

/// <summary>CLIENT: subcommands that also concern other connections.</summary>
internal sealed class ClientListCommands(ClientRegistry clients, AclUsers users, BlockedClients blockedClients, ClientPause pause, WorkQueue queue)
{
    internal void Register(CommandTable table)
    {
        table.Add("client list", List);
        table.Add("client kill", Kill);
        table.Add("client pause", Pause);
        table.Add("client unpause", Unpause);
        table.Add("client unblock", Unblock);
    }

    private void List(CommandCall call)
    {
        IEnumerable<ClientSession> listed = clients.All;
        if (call.Words.Length == 4 && call.Is(2, "TYPE"))
        {
            if (!TryReadType(call, 3, out ClientType type))
            {
                return;
            }

            listed = listed.Where(client => TypeOf(client) == type);
        }
        else if (call.Words.Length > 3 && call.Is(2, "ID"))
        {
            var ids = new HashSet<long>();
            for (int i = 3; i < call.Words.Length; i++)
            {
                if (!call.TryInteger(i, out long id, "ERR Invalid client ID"))
                {
                    return;
                }

                ids.Add(id);
            }

            listed = listed.Where(client => ids.Contains(client.Id));
        }
        else if (call.Words.Length != 2)
        {
            call.Reply.Error(DataErrors.Syntax);
            return;
        }

        long now = call.Clock.Milliseconds;
        var text = new StringBuilder();
        foreach (ClientSession client in listed)
        {
            text.Append(ClientDescription.Of(client, now, client == call.Client ? call.Words : [])).Append('\n');
        }

        call.Reply.Verbatim("txt", Encoding.Latin1.GetBytes(text.ToString()));
    }

    private void Kill(CommandCall call)
    {
        if (call.Words.Length == 3)
        {
            KillByAddress(call);
            return;
        }

        if (!TryReadFilter(call, out Func<ClientSession, bool> isMeant))
        {
            return;
        }

        ClientSession[] victims = [.. clients.All.Where(isMeant)];
        foreach (ClientSession victim in victims)
        {
            Kill(victim, isSelf: victim == call.Client || victim == call.Client.Caller);
        }

        call.Reply.Integer(victims.Length);
    }

    private void KillByAddress(CommandCall call)
    {
        string address = call.Text(2);
        ClientSession? victim = clients.All.FirstOrDefault(client => client.Connection?.RemoteEndPoint.ToString() == address);
        if (victim is null)
        {
            call.Reply.Error("ERR No such client");
            return;
        }

        Kill(victim, victim == call.Client);
        call.Ok();
    }

    private static void Kill(ClientSession victim, bool isSelf)
    {
        if (isSelf)
        {
            victim.Connection!.IsClosingAfterReply = true;
        }
        else
        {
            victim.Connection?.Close();
        }
    }

    private bool TryReadFilter(CommandCall call, out Func<ClientSession, bool> isMeant)
    {
        var filters = new List<Func<ClientSession, bool>>();
        bool skipsCaller = true;
        ClientSession caller = call.Client;
        isMeant = client => !(skipsCaller && client == caller) && filters.TrueForAll(filter => filter(client));
        for (int i = 2; i < call.Words.Length; i += 2)
        {
            if (i + 1 == call.Words.Length)
            {
                return call.Fail(DataErrors.Syntax);
            }

            string value = call.Text(i + 1);
            if (call.Is(i, "ID"))
            {
                if (!Integers.TryParse(call.Words[i + 1], out long id) || id < 1)
                {
                    return call.Fail("ERR client-id should be greater than 0");
                }

                filters.Add(client => client.Id == id);
            }
            else if (call.Is(i, "TYPE"))
            {
                if (!TryReadType(call, i + 1, out ClientType type))
                {
                    return false;
                }

                filters.Add(client => TypeOf(client) == type);
            }
            else if (call.Is(i, "ADDR"))
            {
                filters.Add(client => client.Connection?.RemoteEndPoint.ToString() == value);
            }
            else if (call.Is(i, "LADDR"))
            {
                filters.Add(client => client.Connection?.LocalEndPoint.ToString() == value);
            }
            else if (call.Is(i, "USER"))
            {
                string name = call.WholeText(i + 1);
                if (users.Find(name) is null)
                {
                    return call.Fail($"ERR No such user '{value}'");
                }

                filters.Add(client => client.User?.Name == name);
            }
            else if (call.Is(i, "SKIPME") && (call.Is(i + 1, "yes") || call.Is(i + 1, "no")))
            {
                skipsCaller = call.Is(i + 1, "yes");
            }
            else
            {
                return call.Fail(DataErrors.Syntax);
            }
        }

        return true;
    }

    private void Pause(CommandCall call)
    {
        bool holdsAll = call.Words.Length == 3 || call.Is(3, "ALL");
        if (call.Words.Length > 4 || (!holdsAll && !call.Is(3, "WRITE")))
        {
            call.Reply.Error("ERR CLIENT PAUSE mode must be WRITE or ALL");
        }
        else if (call.TryInteger(2, out long milliseconds, "ERR timeout is not an integer or out of range"))
        {
            if (milliseconds < 0)
            {
                call.Reply.Error("ERR timeout is negative");
                return;
            }

            pause.Begin(milliseconds, holdsAll);
            call.Ok();
        }
    }

    private void Unpause(CommandCall call)
    {
        queue.Post(pause.End);
        call.Ok();
    }

    private void Unblock(CommandCall call)
    {
        bool isError = call.Words.Length == 4 && call.Is(3, "ERROR");
        if (call.Words.Length > 4 || (call.Words.Length == 4 && !isError && !call.Is(3, "TIMEOUT")))
        {
            call.Reply.Error("ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR");
        }
        else if (call.TryInteger(2, out long id))
        {
            bool unblocked = clients.Find(id) is { Blocked: { } blocked } && blockedClients.GiveUp(blocked, isError);
            call.Reply.Integer(unblocked ? 1 : 0);
        }
    }

    private static bool TryReadType(CommandCall call, int index, out ClientType type)
    {
        string word = call.Text(index);
        type = word.ToLowerInvariant() switch
        {
            "normal" => ClientType.Normal,
            "pubsub" => ClientType.PubSub,
            "master" => ClientType.Master,
            "replica" or "slave" => ClientType.Replica,
            _ => ClientType.None,
        };
        return type != ClientType.None || call.Fail($"ERR Unknown client type '{word}'");
    }

    private static ClientType TypeOf(ClientSession client) => client.Class switch
    {
        ClientClass.Replica => ClientType.Replica,
        ClientClass.PubSub => ClientType.PubSub,
        _ => ClientType.Normal,
    };

    private enum ClientType
    {
        None,
        Normal,
        PubSub,
        Master,
        Replica,
    }
}
