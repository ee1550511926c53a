using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Contrib;

/// <summary>While a slot moves to a node, SCAN shows keys of it for which the node does not answer yet. The scripts pass them over, and give what the node does answer for.</summary>
public sealed class MovingSlotTests
{
    private const int OwnSlot = 5061; // of bar
    private const string MovingSlot = "12182"; // of foo

    [Fact]
    public async Task EachScript_SlotThatMovesToTheNode_GivesTheKeysOfTheNodesOwn()
    {
        await using RedisClusterProcesses cluster = await RedisClusterProcesses.StartAsync(masters: 1);
        RedisServerProcess source = cluster.Nodes[0];
        RedisServerProcess node = await cluster.AddAsync(met: 0);
        await MoveHalfAsync(cluster, source, node);
        ContribServer server = ContribServer.Of(node);

        Assert.Equal(
            new() { ["lists"] = "1", ["items"] = "2", ["longest_list"] = "2", ["scan_complete"] = "1" }, await server.RunAsync("sample_collect_script.lua", []));
        Assert.Equal(new() { ["{bar}:list"] = "2", ["scan_complete"] = "1" }, await server.RunAsync("collect_lists_length_growing.lua", []));
        Dictionary<string, string> groups = await server.RunAsync("key_groups.lua", ["", "", "^{(%a+)}"]);
        Assert.Equal(("2", "1", "2"), (groups["keys:bar"], groups["groups"], groups["keys_seen"]));
        AssertOwn("redis_key_group_count db0 bar 2", await server.RowsAsync("key_groups", "^{(%a+)}"));
        AssertOwn("redis_key_size db0 {bar}:list 2", await server.RowsAsync("keys", "*"));
        AssertOwn("redis_stream_length db0 {bar}:stream 1", await server.RowsAsync("streams", "*"));
    }

    private static void AssertOwn(string expected, string[] rows)
    {
        Assert.Contains(expected, rows);
        Assert.DoesNotContain(rows, static row => row.Contains("foo", StringComparison.Ordinal));
    }

    private static async Task MoveHalfAsync(RedisClusterProcesses cluster, RedisServerProcess source, RedisServerProcess node)
    {
        string from = await RedisClusterProcesses.IdOfAsync(source);
        string to = await RedisClusterProcesses.IdOfAsync(node);
        foreach (RedisServerProcess one in cluster.Nodes)
        {
            await RedisClusterProcesses.KnowsAsync(one, from);
            await RedisClusterProcesses.KnowsAsync(one, to);
        }

        await cluster.MoveSlotAsync(OwnSlot, source, node);
        await cluster.WaitForAsync("cluster_state:ok");
        await node.CommandAsync("RPUSH", "{bar}:list", "a", "b");
        await node.CommandAsync("XADD", "{bar}:stream", "1-1", "field", "1");
        await source.CommandAsync("RPUSH", "{foo}:list", "a", "b", "c");
        await source.CommandAsync("RPUSH", "{foo}:rest", "a");
        await source.CommandAsync("XADD", "{foo}:stream", "1-1", "field", "1");
        await node.CommandAsync("CLUSTER", "SETSLOT", MovingSlot, "IMPORTING", from);
        await source.CommandAsync("CLUSTER", "SETSLOT", MovingSlot, "MIGRATING", to);
        foreach (string key in new[] { "{foo}:list", "{foo}:stream" })
        {
            await source.CommandAsync("MIGRATE", "127.0.0.1", $"{node.Port}", key, "0", "10000");
        }

        Assert.Equal(4L, await node.CommandAsync("DBSIZE"));
    }
}
