using System.Globalization;
using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Catalogue;
using ScriptGrid.EmbeddedRedis.Clients;

namespace ScriptGrid.EmbeddedRedis.Commands.Administration;

/// <summary>Replication and clusters, of which the server only knows the words: it never has a replica, and as a replica never finds its master.</summary>
internal sealed class ReplicationCommands(Replication replication, BlockedClients blocked)
{
    private const string NoCluster = "ERR This instance has cluster support disabled";

    internal void Register(CommandTable table)
    {
        table.Add("role", Role);
        table.Add("replicaof", ReplicaOf);
        table.Add("slaveof", ReplicaOf);
        table.Add("wait", Wait);
        table.Add("failover", static call => call.Reply.Error("ERR FAILOVER requires connected replicas."));
        table.Add("readonly", static call => call.Reply.Error(NoCluster));
        table.Add("readwrite", static call => call.Reply.Error(NoCluster));
        table.Add("asking", static call => call.Reply.Error(NoCluster));
        foreach (string name in CommandCatalogue.All.Keys.Where(static name => name.StartsWith("cluster ", StringComparison.Ordinal) && name != "cluster help"))
        {
            table.Add(name, static call => call.Reply.Error(NoCluster));
        }

        table.AddHelp("cluster");
    }

    private void Role(CommandCall call)
    {
        if (!replication.IsReplica)
        {
            call.Reply.Array(3);
            call.Reply.Text("master");
            call.Reply.Integer(0);
            call.Reply.Array(0);
            return;
        }

        call.Reply.Array(5);
        call.Reply.Text("slave");
        call.Reply.Text(replication.MasterHost!);
        call.Reply.Integer(replication.MasterPort);
        call.Reply.Text("connect");
        call.Reply.Integer(-1);
    }

    private void ReplicaOf(CommandCall call)
    {
        if (call.Is(1, "NO") && call.Is(2, "ONE"))
        {
            replication.BecomeMaster();
            call.Ok();
            return;
        }

        if (!int.TryParse(call.Text(2), NumberStyles.None, CultureInfo.InvariantCulture, out int port) || port > ushort.MaxValue)
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

        replication.Follow(host, port, call.Clock.Milliseconds);
        call.Ok();
    }

    /// <summary>No replica will ever answer: the time is waited for, so that callers see what they would without replicas.</summary>
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

        if (replicas <= 0 || call.Client.DenyBlocking)
        {
            call.Reply.Integer(0);
            return;
        }

        ClientSession client = call.Client;
        blocked.Block(new BlockedCall
        {
            Client = client,
            DatabaseIndex = client.DatabaseIndex,
            Keys = [],
            Words = call.Words.ToArray(),
            TryServe = static _ => false,
            WriteTimeout = () => client.Reply!.Integer(0),
            Duration = TimeSpan.FromMilliseconds(milliseconds),
        });
    }
}
