using ScriptGrid.Engine.Discovery;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Discovery;

/// <summary>A real Redis Cluster, through failovers, a reshard, and nodes that join and leave.</summary>
public sealed class ClusterSourceTests : IDisposable
{
    private readonly DiscoveryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Read_ClusterThatChanges_IsFollowed()
    {
        await using RedisClusterProcesses cluster = await RedisClusterProcesses.StartAsync(masters: 3);
        RedisServerProcess[] nodes = [.. cluster.Nodes];
        IDiscoverySource source = Source($"seeds: ['127.0.0.1:{FreePort.Find()}', {nodes[1].Address}], keep_failed: 1h");
        IDiscoverySource masters = Source($"seeds: [{nodes[1].Address}], roles: [master]");
        IDiscoverySource forgetful = Source($"seeds: [{nodes[1].Address}], keep_failed: 1ms");

        // As it was put together.
        await ExpectAsync(source, [.. nodes.Select((node, index) => (node, index < 3 ? "master" : "replica"))]);
        await ExpectAsync(masters, (nodes[0], "master"), (nodes[1], "master"), (nodes[2], "master"));

        // A reshard: one slot moves, and no node.
        await cluster.MoveSlotAsync(0, nodes[0], nodes[1]);
        await ExpectAsync(source, [.. nodes.Select((node, index) => (node, index < 3 ? "master" : "replica"))]);

        // A failover by hand.
        await RedisClusterProcesses.FailOverAsync(nodes[3]);
        await ExpectAsync(masters, (nodes[3], "master"), (nodes[1], "master"), (nodes[2], "master"));

        // A master dies: its replica takes over, and it is failed, until that is long enough ago.
        await nodes[2].StopAsync();
        await ExpectAsync(
            source, (nodes[0], "replica"), (nodes[1], "master"), (nodes[2], "failed"), (nodes[3], "master"), (nodes[4], "replica"), (nodes[5], "master"));
        await ExpectAsync(forgetful, (nodes[0], "replica"), (nodes[1], "master"), (nodes[3], "master"), (nodes[4], "replica"), (nodes[5], "master"));

        // A node joins, and another leaves.
        RedisServerProcess joined = await cluster.AddAsync(met: 1);
        string joinedId = await RedisClusterProcesses.IdOfAsync(joined);
        foreach (RedisServerProcess node in new[] { nodes[1], nodes[3], nodes[4], nodes[5] })
        {
            await RedisClusterProcesses.KnowsAsync(node, joinedId);
        }

        await ExpectAsync(
            forgetful,
            (nodes[0], "replica"), (nodes[1], "master"), (nodes[3], "master"), (nodes[4], "replica"), (nodes[5], "master"), (joined, "master"));
        string left = await RedisClusterProcesses.IdOfAsync(nodes[0]);
        foreach (RedisServerProcess node in new[] { joined, nodes[1], nodes[3], nodes[4], nodes[5] })
        {
            await RedisClusterProcesses.ForgetAsync(node, left);
        }

        await ExpectAsync(
            forgetful, (nodes[1], "master"), (nodes[3], "master"), (nodes[4], "replica"), (nodes[5], "master"), (joined, "master"));

        // The seeds die: those that were found are asked.
        await nodes[1].StopAsync();
        await ExpectAsync(forgetful, (nodes[3], "master"), (nodes[4], "master"), (nodes[5], "master"), (joined, "master"));
    }

    [Fact]
    public async Task Read_NodeWithoutCluster_IsNotBelieved()
    {
        await using RedisServerProcess alone = await RedisServerProcess.StartAsync("cluster-enabled yes", $"cluster-port {FreePort.Find()}");
        await using RedisServerProcess plain = await RedisServerProcess.StartAsync();

        SourceAnswer answer = await Source($"seeds: [{alone.Address}, {plain.Address}]").ReadAsync(default);

        Assert.Null(answer.Targets);
        Assert.Contains($"{alone.Address}: it is not part of a cluster that serves any slot", answer.Problem, StringComparison.Ordinal);
        Assert.Contains($"{plain.Address}: ", answer.Problem, StringComparison.Ordinal);
    }

    /// <summary>Asks until the answer is this: nodes learn of changes by and by.</summary>
    private static async Task ExpectAsync(IDiscoverySource source, params (RedisServerProcess Node, string Role)[] expected)
    {
        string[] wanted = [.. expected.Select(static node => $"{node.Node.Address} {node.Role}").Order(StringComparer.Ordinal)];
        await Eventually.EqualAsync(wanted, async () =>
        {
            SourceAnswer answer = await source.ReadAsync(default);
            return [.. (answer.Targets ?? []).Select(static target => $"{target.Address} {Role(target)}").Order(StringComparer.Ordinal)];
        });
    }

    private static string Role(FoundTarget target) => target.Labels.Labels.ToArray().Single(static label => label.Key == ClusterShards.RoleLabel).Value;

    private IDiscoverySource Source(string settings) => DiscoveryFolder.Source(_folder.Load($"  - redis_cluster: {{{settings}}}"));
}
