using System.Globalization;
using System.Text;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>
/// Finds the key that replaces <see cref="ScriptSpec.SlotKey"/> on a connection: one whose hash slot belongs to the node, or to its master if it is a replica,
/// so that the node does not answer MOVED. A server that is not a cluster node accepts any key, and so does a proxy that hides its nodes.
/// </summary>
internal static class OwnSlots
{
    private const int MaxReplyBytes = 4 * 1024 * 1024;

    private static readonly byte[] Nodes = RedisCommand.Encode("CLUSTER", "NODES");

    /// <summary>READONLY: lets a replica of a cluster answer for its master's slots over this connection.</summary>
    public static readonly byte[] ReadOnly = RedisCommand.Encode("READONLY");

    /// <summary>
    /// Asks the server for its slots, and sets <see cref="RedisConnection.SlotKey"/>. A replica is also told READONLY, so that it answers for its master's
    /// slots. Returns a failure only if the connection was lost, or the whole target is at fault; otherwise null.
    /// </summary>
    public static async ValueTask<Failure?> FindKeyAsync(RedisConnection connection, RedisExchange exchange)
    {
        Failure? failure = await connection.ExecuteAsync(Nodes, exchange, MaxReplyBytes).ConfigureAwait(false);
        (int? slot, bool isReplica) = failure is null ? Find(exchange.Reply) : (null, false);
        if (isReplica)
        {
            failure = await connection.ExecuteAsync(ReadOnly, exchange).ConfigureAwait(false);
        }

        connection.SlotKey = HashSlot.KeyIn(slot ?? 0);
        return failure is { IsConnectionLost: true } or { IsTargetFault: true } ? failure : null;
    }

    private static (int? Slot, bool IsReplica) Find(ReadOnlySpan<byte> reply)
    {
        var reader = new RespReader(reply);
        reader.Read();
        return Find(Encoding.UTF8.GetString(reader.Text));
    }

    /// <summary>Returns the first slot of the node, or of its master if it is a replica, from the reply of CLUSTER NODES; null if it has none.</summary>
    internal static (int? Slot, bool IsReplica) Find(string nodes)
    {
        string[][] lines = [.. nodes.Split('\n').Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(static words => words.Length >= 8)];
        string[]? own = Array.Find(lines, static words => words[2].Split(',').Contains("myself"));
        bool isReplica = own is not null && own[3] != "-";
        string[]? owner = isReplica ? Array.Find(lines, words => words[0] == own![3]) : own;
        return (FirstSlot(owner?.Skip(8) ?? []), isReplica);
    }

    /// <summary>Slots are numbers and ranges of numbers. An entry in brackets is a slot that is being moved.</summary>
    private static int? FirstSlot(IEnumerable<string> slots)
    {
        foreach (string slot in slots)
        {
            if (int.TryParse(slot.Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first))
            {
                return first;
            }
        }

        return null;
    }
}
