using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Collection;

/// <summary>Scripts whose KEYS hold <c>{slot}</c>: a key that lives on each server.</summary>
public sealed class SlotKeyTests
{
    private const string Body = "return {KEYS[1] .. KEYS[2], #KEYS + (redis.call('EXISTS', KEYS[2]))}";

    [Fact]
    public async Task Run_NodesOfACluster_EachHasAKeyOfItsOwn()
    {
        await using RedisClusterProcesses cluster = await RedisClusterProcesses.StartAsync(2);
        ScriptSpec script = RunningFleet.Script("a.lua", "return {KEYS[1], 1 + redis.call('EXISTS', KEYS[1])}") with { Keys = [ScriptSpec.SlotKey] };
        await using RunningFleet fleet = RunningFleet.Start([.. cluster.Nodes.Select(node => RunningFleet.Target(node.Address, script))]);

        FleetView view = await fleet.WaitForAsync(view => cluster.Nodes.All(node => view.Result(node.Address, "a.lua") == 1));

        string[] keys = [.. cluster.Nodes.Select(node => KeyOn(view, node.Address))];
        Assert.Equal(2, keys.Distinct().Count());
        Assert.All(keys, static key => Assert.StartsWith("scriptgrid:{", key, StringComparison.Ordinal));
        Assert.Equal(0, view.AllErrors);
    }

    [Fact]
    public async Task Run_ServerThatIsNoNode_HasAKeyBesideTheOthers()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        ScriptSpec script = RunningFleet.Script("a.lua", Body) with { Keys = ["first:", ScriptSpec.SlotKey] };
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(server.Address, script));

        FleetView view = await fleet.WaitForAsync(view => view.Result(server.Address, "a.lua") == 1);

        Assert.Equal(2, view.Value(server.Address, "a.lua", $"first:{HashSlot.KeyIn(0)}"));
    }

    [Fact]
    public async Task Run_SlotThatMoves_IsFollowedWithinTheRun()
    {
        int first = 100;
        await using ScriptedRedis server = ScriptedRedis.Start(command => command switch
        {
            ["CLUSTER", ..] => Resp.Bulk($"id 127.0.0.1:1@2 myself,master - 0 0 1 connected {first}-200 [5->-id]\n"),
            ["EVALSHA_RO", _, "1", var key, ..] => key == HashSlot.KeyIn(first) ? Resp.Array(Resp.Bulk("a"), Resp.Integer(first)) : Resp.Error("MOVED 100 127.0.0.1:9"),
            _ => Resp.Ok,
        });
        ScriptSpec script = RunningFleet.Script("a.lua", "return 1") with { Keys = [ScriptSpec.SlotKey] };
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(server.Address, script));
        await fleet.WaitForAsync(view => view.Value(server.Address, "a.lua", "a") == 100);

        first = 150;
        FleetView view = await fleet.WaitForAsync(view => view.Value(server.Address, "a.lua", "a") == 150);

        Assert.Equal(0, view.AllErrors);
    }

    [Theory]
    [InlineData("a h:1@2 master - 0 0 1 connected 5 7\nb h:1@2 myself,master - 0 0 1 connected [9->-a] 8-10 12", 8, false)]
    [InlineData("a h:1@2 master - 0 0 1 connected 5 7\nb h:1@2 myself,slave a 0 0 1 connected", 5, true)]
    [InlineData("a h:1@2 myself,master - 0 0 1 connected", null, false)]
    [InlineData("what a proxy may say", null, false)]
    public void Find_ReplyOfClusterNodes_IsTheFirstSlotOfTheNodeOrItsMaster(string nodes, int? slot, bool isReplica) =>
        Assert.Equal((slot, isReplica), OwnSlots.Find(nodes));

    [Theory]
    [InlineData("123456789", 12739)]
    [InlineData("foo{bar}{zap}", 5061)]
    [InlineData("bar", 5061)]
    [InlineData("foo{}{bar}", 8363)]
    public void Of_Key_IsItsSlotInRedis(string key, int slot) => Assert.Equal(slot, HashSlot.Of(System.Text.Encoding.UTF8.GetBytes(key)));

    private static string KeyOn(FleetView view, string target) => Assert.Single(
        view.Series, series => series.StartsWith($"redis_script_values{{target=\"{target}\"", StringComparison.Ordinal)).Split("key=\"")[1].TrimEnd('"', '}') + "}";
}
