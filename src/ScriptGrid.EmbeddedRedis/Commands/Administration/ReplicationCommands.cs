using System.Globalization;
using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Catalogue;
using ScriptGrid.EmbeddedRedis.Clients;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Administration;

/// <summary>Commands on replication, and those of clusters, which only reply with an error. As a replica, the server never connects to its master.</summary>
internal sealed class ReplicationCommands(Replication replication, BlockedClients blocked)
{
    private const string NoCluster = "ERR This instance has cluster support disabled";

    internal void Register(CommandTable table)
    {
        replication.Replicas.Acknowledged = blocked.ServeWithoutKeys;
        table.Add("role", Role);
        table.Add("replicaof", ReplicaOf);
        table.Add("slaveof", ReplicaOf);
        table.Add("wait", Wait);
        table.Add("failover", FailOver);
        table.Add("readonly", static call => call.Reply.Error(NoCluster));
        table.Add("readwrite", static call => call.Reply.Error(NoCluster));
        table.Add("asking", static call => call.Reply.Error(NoCluster));
        foreach (string name in CommandCatalogue.All.Keys.Where(static name => name.StartsWith("cluster ", StringComparison.Ordinal) && name != "cluster help"))
        {
            table.Add(name, static call => call.Reply.Error(NoCluster));
        }

        table.Add("cluster help", static call => call.Reply.Error(NoCluster));
    }

    private void Role(CommandCall call)
    {
        if (!replication.IsReplica)
        {
            call.Reply.Array(3);
            call.Reply.Text("master");
            call.Reply.Integer(replication.Replicas.Offset);
            WriteReplicas(call);
            return;
        }

        call.Reply.Array(5);
        call.Reply.Text("slave");
        call.Reply.Text(replication.MasterHost!);
        call.Reply.Integer(replication.MasterPort);
        call.Reply.Text("connect");
        call.Reply.Integer(-1);
    }

    private void WriteReplicas(in CommandCall call)
    {
        call.Reply.Array(replication.Replicas.All.Count);
        foreach (ClientSession replica in replication.Replicas.All)
        {
            call.Reply.Array(3);
            call.Reply.Text(replica.Replica!.Address ?? replica.Connection!.RemoteEndPoint.Address.ToString());
            call.Reply.Text(replica.Replica.Port.ToString(CultureInfo.InvariantCulture));
            call.Reply.Text(replica.Replica.AcknowledgedOffset.ToString(CultureInfo.InvariantCulture));
        }
    }

    private void ReplicaOf(CommandCall call)
    {
        if (call.Is(1, "NO") && call.Is(2, "ONE"))
        {
            replication.BecomeMaster();
            call.Ok();
            return;
        }

        if (!Integers.TryParse(call.Words[2], out long port) || port is < 0 or > ushort.MaxValue)
        {
            call.Reply.Error("ERR Invalid master port");
            return;
        }

        string host = call.Text(1);
        if (replication.MasterHost == host && replication.MasterPort == port)
        {
            call.Reply.Status("OK Already connected to specified master");
            return;
        }

        replication.Follow(host, (int)port, call.Clock.Milliseconds);
        call.Ok();
    }

    /// <summary>Checks the words as Redis does, but never fails over.</summary>
    private void FailOver(CommandCall call)
    {
        if (call.Words.Length == 2 && call.Is(1, "ABORT"))
        {
            call.Fail("ERR No failover in progress.");
            return;
        }

        (long timeout, bool hasTarget, bool isForced) = (0, false, false);
        for (int i = 1; i < call.Words.Length; i++)
        {
            if (call.Is(i, "TIMEOUT") && i + 1 < call.Words.Length && timeout == 0)
            {
                if (!call.TryInteger(++i, out timeout) || (timeout <= 0 && !call.Fail("ERR FAILOVER timeout must be greater than 0")))
                {
                    return;
                }
            }
            else if (call.Is(i, "TO") && i + 2 < call.Words.Length && !hasTarget)
            {
                i += 2;
                hasTarget = call.TryInteger(i, out _);
                if (!hasTarget)
                {
                    return;
                }
            }
            else if (call.Is(i, "FORCE") && !isForced)
            {
                isForced = true;
            }
            else
            {
                call.Fail(DataErrors.Syntax);
                return;
            }
        }

        call.Fail(replication.IsReplica ? "ERR FAILOVER is not valid when server is a replica."
            : replication.Replicas.All.Count == 0 ? "ERR FAILOVER requires connected replicas."
            : "ERR the embedded Redis does not fail over, because it never connects to a master");
    }

    /// <summary>Waits until a number of replicas have everything written so far.</summary>
    private void Wait(CommandCall call)
    {
        if (replication.IsReplica)
        {
            call.Reply.Error("ERR WAIT cannot be used with replica instances. Please also note that writes to replicas are just local and are not propagated.");
            return;
        }

        if (!call.TryInteger(1, out long replicas) || !call.TryInteger(2, out long milliseconds, "ERR timeout is not an integer or out of range"))
        {
            return;
        }

        if (milliseconds < 0)
        {
            call.Reply.Error("ERR timeout is negative");
            return;
        }

        Replicas followers = replication.Replicas;
        long offset = followers.Offset;
        if (followers.CountAt(offset) >= replicas || call.Client.DenyBlocking)
        {
            call.Reply.Integer(followers.CountAt(offset));
            return;
        }

        ClientSession client = call.Client;
        followers.AskForOffsets();
        blocked.Block(new BlockedCall
        {
            Client = client,
            DatabaseIndex = client.DatabaseIndex,
            Keys = [],
            Words = call.Words.ToArray(),
            TryServe = _ => TryReply(client, offset, replicas),
            WriteTimeout = () => client.Reply!.Integer(followers.CountAt(offset)),
            Duration = TimeoutWords.Limit(milliseconds),
        });
    }

    private bool TryReply(ClientSession client, long offset, long wanted)
    {
        int count = replication.Replicas.CountAt(offset);
        if (count < wanted)
        {
            return false;
        }

        client.Reply!.Integer(count);
        return true;
    }
}
