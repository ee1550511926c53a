using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Collection;

/// <summary>Scripts on the replicas of a Redis Cluster.</summary>
public sealed class ClusterReplicaTests
{
    private const string Body = "local found = {} for _, key in ipairs(redis.call('KEYS', 'mail:*')) do found[#found + 1] = {key, redis.call('LLEN', key)} end return found";

    [Fact]
    public async Task Run_ScriptThatReadsWhatItFinds_ReadsItOnTheReplica()
    {
        await using RedisClusterProcesses cluster = await RedisClusterProcesses.StartAsync(masters: 1);
        RedisServerProcess replica = cluster.Nodes[1];
        await cluster.Nodes[0].CommandAsync("RPUSH", "mail:1", "a", "b");
        await cluster.Nodes[0].CommandAsync("WAIT", "1", "0");
        ScriptSpec script = RunningFleet.Script("a.lua", Body);
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(replica.Address, script));

        FleetView view = await fleet.WaitForAsync(view => view.Result(replica.Address, "a.lua") == 1);

        Assert.Equal(2, view.Value(replica.Address, "a.lua", "mail:1"));
        Assert.Equal(0, view.AllErrors);
    }

    [Fact]
    public async Task Run_NodeThatDeniesReadOnly_RunsAllTheSame()
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static command => command[0] switch
        {
            "HELLO" => Resp.Array(Resp.Bulk("mode"), Resp.Bulk("cluster"), Resp.Bulk("role"), Resp.Bulk("replica")),
            "READONLY" => Resp.Error("NOPERM this user has no permissions to run the 'readonly' command"),
            "EVALSHA_RO" => Resp.Array(Resp.Bulk("a"), Resp.Integer(7)),
            _ => Resp.Ok,
        });
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(server.Address, RunningFleet.Script("a.lua", "return 1")));

        FleetView view = await fleet.WaitForAsync(view => view.Value(server.Address, "a.lua", "a") == 7);

        Assert.Equal(0, view.AllErrors);
    }
}
