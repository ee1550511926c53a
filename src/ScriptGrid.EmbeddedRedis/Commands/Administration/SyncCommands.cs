using System.Globalization;
using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Catalogue;
using ScriptGrid.EmbeddedRedis.Clients;
using ScriptGrid.EmbeddedRedis.Rdb;
using ScriptGrid.EmbeddedRedis.Resp;
using ScriptGrid.EmbeddedRedis.Scripting;

namespace ScriptGrid.EmbeddedRedis.Commands.Administration;

/// <summary>SYNC, PSYNC and REPLCONF: a client becomes a replica, which gets all data and then each change.</summary>
internal sealed class SyncCommands(Replication replication, ScriptEngine scripts)
{
    private const int LongestAddress = 255;

    internal void Register(CommandTable table)
    {
        table.Add("sync", call => Sync(call, isPartial: false));
        table.Add("psync", call => Sync(call, isPartial: true));
        table.Add("replconf", Configure);
    }

    private void Sync(in CommandCall call, bool isPartial)
    {
        if (call.Client is not { Connection: { } connection, Reply: { } reply } || call.Client.Replica is { IsFollowing: true } || call.Client.IsMonitor)
        {
            return;
        }

        if (replication.IsReplica)
        {
            call.Reply.Error("NOMASTERLINK Can't SYNC while not connected with my master");
        }
        else if (connection.PendingBytes > 0)
        {
            call.Reply.Error("ERR SYNC and PSYNC are invalid with pending output");
        }
        else if (!isPartial || call.TryInteger(2, out _))
        {
            ReplicaLink link = call.Client.Replica ??= new ReplicaLink();
            replication.Replicas.Copies++;
            if (isPartial)
            {
                // Nothing is kept for replicas that come back: they get all data again.
                replication.Replicas.RefusedContinuations += call.Words[1] is [(byte)'?', ..] ? 0 : 1;
                call.Reply.Status(string.Create(CultureInfo.InvariantCulture, $"FULLRESYNC {replication.Id} {replication.Replicas.Offset}"));
            }

            SendData(call, link, reply.Output);
            if (link.TakesDataOnly)
            {
                connection.IsClosingAfterReply = true;
            }
            else
            {
                replication.Replicas.Add(call.Client);
            }
        }
    }

    /// <summary>Sends the data as a string without a line end after it.</summary>
    private void SendData(in CommandCall call, ReplicaLink link, OutputBuffer output)
    {
        IEnumerable<byte[]> libraries = link.WantsFunctions ? scripts.Functions.Libraries.Select(static library => library.Code) : [];
        byte[] file = RdbFile.Write(link.WantsKeys ? call.Keyspace : null, call.Keyspace.Settings, RedisVersion.Text, libraries);
        output.Prepare(file.Length);
        output.AppendLine((byte)'$', file.Length);
        output.Append(file);
    }

    private void Configure(CommandCall call)
    {
        if (call.Words.Length % 2 == 0)
        {
            call.Fail(DataErrors.Syntax);
            return;
        }

        for (int i = 1; i < call.Words.Length; i += 2)
        {
            if (call.Is(i, "ack"))
            {
                Acknowledge(call, i + 1);
                return;
            }

            if (call.Is(i, "getack"))
            {
                return; // Masters send this, but this server has no master.
            }

            if (!TryConfigure(call, i))
            {
                return;
            }
        }

        call.Ok();
    }

    private static bool TryConfigure(in CommandCall call, int index)
    {
        ReplicaLink link = call.Client.Replica ??= new ReplicaLink();
        switch (call.Text(index).ToLowerInvariant())
        {
            case "listening-port":
                bool isPort = call.TryInteger(index + 1, out long port);
                link.Port = port;
                return isPort;
            case "ip-address":
                link.Address = call.WholeText(index + 1);
                return link.Address.Length <= LongestAddress
                    || call.Fail(string.Create(CultureInfo.InvariantCulture, $"ERR REPLCONF ip-address provided by replica instance is too long: {link.Address.Length} bytes"));
            case "capa":
                return true; // Any capabilities are accepted, since all data is sent in the oldest way.
            case "rdb-only":
                bool isFlag = call.TryInteger(index + 1, 0, 1, out long flag);
                link.TakesDataOnly = flag == 1;
                return isFlag;
            case "rdb-filter-only":
                return TryFilter(call, index + 1, link);
            default:
                return call.Fail($"ERR Unrecognized REPLCONF option: {WordText.Of(call.Words[index])}");
        }
    }

    private static bool TryFilter(in CommandCall call, int index, ReplicaLink link)
    {
        link.WantsKeys = link.WantsFunctions = false;
        foreach (string word in call.Text(index).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            link.WantsFunctions = word.Equals("functions", StringComparison.OrdinalIgnoreCase);
            if (!link.WantsFunctions)
            {
                return call.Fail($"ERR Unsupported rdb-filter-only option: {word}");
            }
        }

        return true;
    }

    /// <summary>Records the offset that a replica reports. There is no reply.</summary>
    private void Acknowledge(in CommandCall call, int index)
    {
        if (call.Client.Replica is { IsFollowing: true } link && long.TryParse(call.Words[index], CultureInfo.InvariantCulture, out long offset))
        {
            link.AcknowledgedOffset = Math.Max(link.AcknowledgedOffset, offset);
            link.AcknowledgedAt = call.Clock.Milliseconds;
            replication.Replicas.Acknowledged();
        }
    }
}
