using System.Collections.Immutable;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Discovery;

/// <summary>Parses the replies to CLUSTER SHARDS and, from servers before Redis 7, CLUSTER SLOTS.</summary>
internal static class ClusterShards
{
    /// <summary>The label of a node's role.</summary>
    public const string RoleLabel = "__meta_redis_cluster_role";

    private const string IdLabel = "__meta_redis_cluster_node_id";
    private const string ShardLabel = "__meta_redis_cluster_shard";

    /// <summary>Returns the nodes in a reply to CLUSTER SHARDS; null if no slot is served, as on a node that no longer belongs to a cluster.</summary>
    /// <param name="shards">The reply.</param>
    /// <param name="addresses">Which of its addresses identifies a node as a target.</param>
    /// <param name="asked">The node that replied. A node that does not know its own address gets this one.</param>
    public static ImmutableArray<FoundServer>? Read(RedisReply shards, NodeAddress addresses, TargetSpec asked)
    {
        bool hasSlots = shards.Items.Any(static shard => shard["slots"] is { Items.Length: > 0 });
        return hasSlots ? [.. shards.Items.SelectMany(shard => NodesOf(shard, addresses, asked))] : null;
    }

    /// <summary>
    /// Returns the nodes in a reply to CLUSTER SLOTS, which contains neither failed nodes nor shards without slots; null if no slot is served.
    /// </summary>
    public static ImmutableArray<FoundServer>? ReadSlots(RedisReply slots, NodeAddress addresses, TargetSpec asked) => slots.Items.IsEmpty
        ? null
        : [.. slots.Items.SelectMany(range => range.Items.Skip(2).Select((node, position) => OfSlots(node, position, range, addresses, asked))).DistinctBy(static node => node.Address)];

    private static IEnumerable<FoundServer> NodesOf(RedisReply shard, NodeAddress addresses, TargetSpec asked)
    {
        RedisReply[] nodes = [.. (shard["nodes"] ?? new RedisReply(null, [])).Items];
        string name = nodes.FirstOrDefault(static node => node.TextOf("role") == "master")?.TextOf("id") ?? "";
        foreach (RedisReply node in nodes)
        {
            string ip = node.TextOf("ip");
            string host = HostOf(addresses, node.TextOf("endpoint"), ip, node.TextOf("hostname"), asked);
            string port = asked.Tls is not null && node.TextOf("tls-port") is { Length: > 0 } tls ? tls : node.TextOf("port");
            yield return new FoundServer(
                FoundServer.AddressOf(host, port.Length > 0 ? port : node.TextOf("tls-port"), asked.Tls is not null),
                node.TextOf("role") == "master" ? ServerRole.Master : ServerRole.Replica,
                HasFailed: node.TextOf("health").StartsWith("fail", StringComparison.Ordinal),
                [new(IdLabel, node.TextOf("id")), new(ShardLabel, name)]);
        }
    }

    private static FoundServer OfSlots(RedisReply node, int position, RedisReply range, NodeAddress addresses, TargetSpec asked)
    {
        string endpoint = node.Items.ElementAtOrDefault(0)?.Text ?? "";
        RedisReply more = node.Items.ElementAtOrDefault(3) ?? new RedisReply(null, []);
        string ip = more.TextOf("ip") is { Length: > 0 } known ? known : endpoint;
        string host = HostOf(addresses, endpoint, ip, more.TextOf("hostname"), asked);
        return new FoundServer(
            FoundServer.AddressOf(host, node.Items.ElementAtOrDefault(1)?.Text ?? "", asked.Tls is not null),
            position == 0 ? ServerRole.Master : ServerRole.Replica,
            HasFailed: false,
            [new(IdLabel, node.Items.ElementAtOrDefault(2)?.Text ?? ""), new(ShardLabel, range.Items[2].Items.ElementAtOrDefault(2)?.Text ?? "")]);
    }

    /// <summary>Returns the host of a node. An unknown endpoint is null, empty or a question mark, and stands for the node that was asked.</summary>
    private static string HostOf(NodeAddress addresses, string endpoint, string ip, string hostname, TargetSpec asked)
    {
        string host = addresses switch
        {
            NodeAddress.Ip => ip,
            NodeAddress.HostName => hostname is "" or "?" ? ip : hostname,
            _ => endpoint is "" or "?" ? ip : endpoint,
        };
        return host is "" or "?" ? asked.Address.Host : host;
    }
}
