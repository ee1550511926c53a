using ScriptGrid.Client;

namespace ScriptGrid.ClusterTests.Clients;

/// <summary>What a client in another process asks of a target, with one silo for all tests.</summary>
public sealed class SharedTargetCallsTests(SharedClient client) : IClassFixture<SharedClient>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task RunAsync_KeysAndArguments_ReachTheScriptAndEachCallIsARunOfItsOwn()
    {
        ClientCluster cluster = client.Cluster;
        byte[] binary = [0, 255, 13, 10];

        ScriptOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            _ => cluster.Target.RunAsync("increment_with_limit.lua", ["seats"], [15])));
        ScriptOutcome bytes = await cluster.Target.RunAsync("get_or_set.lua", ["binary"], [binary, 60_000]);

        Assert.All(outcomes, static outcome => Assert.Equal((CallStatus.Done, ""), (outcome.Status, outcome.Message)));
        Assert.Equal(15, outcomes.Count(static outcome => outcome.Reply["applied"].AsBool() == true));
        Assert.Equal("15", await cluster.Server.CommandAsync("GET", "seats"));
        Assert.Equal(binary, bytes.Reply.Bytes.ToArray());
        Assert.True(bytes.Duration > TimeSpan.Zero);
    }

    [Fact]
    public async Task RunAsync_WhatCannotBeRun_SaysWhy()
    {
        ClientCluster cluster = client.Cluster;

        ScriptOutcome target = await cluster.Grid.Target("127.0.0.1:1").RunAsync("set_if_absent.lua");
        ScriptOutcome script = await cluster.Target.RunAsync("none.lua");
        ScriptOutcome failed = await cluster.Target.RunAsync("set_if_absent.lua");
        ScriptOutcome eval = await cluster.Target.EvalAsync("return 1");
        TargetSnapshot? snapshot = await cluster.Grid.Target("127.0.0.1:1").GetSnapshotAsync();

        Assert.Equal((CallStatus.UnknownTarget, "127.0.0.1:1 is not a configured target"), (target.Status, target.Message));
        Assert.Equal((CallStatus.UnknownScript, $"{cluster.Server.Address} has no script none.lua"), (script.Status, script.Message));
        Assert.Equal((CallStatus.Failed, "script"), (failed.Status, failed.Reason));
        Assert.Contains("this script takes 1 key", failed.Message, StringComparison.Ordinal);
        Assert.Equal(CallStatus.NotAllowed, eval.Status);
        Assert.Contains("ad_hoc_eval: true", eval.Message, StringComparison.Ordinal);
        Assert.Null(snapshot);
    }

    [Fact]
    public async Task AnyCall_LargerThanAMessageMayBe_IsInvalidAndTheClientGoesOn()
    {
        ITargetGrain target = client.Cluster.Target;
        byte[] large = new byte[101 << 20];
        string text = new('x', 101 << 20);

        ScriptOutcome arguments = await target.RunAsync("get_or_set.lua", ["k"], [large]).WaitAsync(Limit);
        ScriptOutcome keys = await target.RunAsync("get_or_set.lua", [large]).WaitAsync(Limit);
        ScriptOutcome name = await target.RunAsync(text).WaitAsync(Limit);
        ScriptOutcome eval = await target.EvalAsync(text).WaitAsync(Limit);
        LoadOutcome register = await target.RegisterAsync("large", text).WaitAsync(Limit);
        LoadOutcome load = await target.LoadAsync(text).WaitAsync(Limit);
        ScriptOutcome next = await target.RunAsync("increment_with_limit.lua", ["after large"], [1]).WaitAsync(Limit);

        Assert.All([arguments, keys, name, eval], static outcome => Assert.Equal(CallStatus.InvalidArgument, outcome.Status));
        Assert.All([register, load], static outcome => Assert.Equal(CallStatus.InvalidArgument, outcome.Status));
        Assert.Equal("KEYS and ARGV must have at most 16777216 bytes in total", arguments.Message);
        Assert.Equal("a script's text must have 1 to 1048576 bytes", register.Message);
        Assert.Equal((CallStatus.Done, ""), (next.Status, next.Message));
        Assert.Throws<ArgumentOutOfRangeException>(() => client.Cluster.Grid.Target(text));
    }

    [Fact]
    public async Task FleetCalls_InvalidArguments_ThrowAtOnce()
    {
        IFleetGrain fleet = client.Cluster.Grid.Fleet;

        Assert.Equal("script", (await Assert.ThrowsAsync<ArgumentNullException>(() => fleet.GetRollupsAsync(null!)).WaitAsync(Limit)).ParamName);
        Assert.Equal("count", (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => fleet.GetTargetsAsync(count: -5)).WaitAsync(Limit)).ParamName);
        Assert.Equal("options", (await Assert.ThrowsAsync<ArgumentNullException>(
            () => fleet.WatchAsync(null!).FirstAsync().AsTask()).WaitAsync(Limit)).ParamName);
    }

    [Fact]
    public async Task RunAsync_CallerCancels_IsToldAtOnceAndWhatWaitsIsNeverSent()
    {
        ClientCluster cluster = client.Cluster;
        ScriptOutcome first = await cluster.Target.RunAsync("increment_with_limit.lua", ["runs"], [100]);
        using var cancelled = new CancellationTokenSource();

        cluster.Server.Pause();
        Task<ScriptOutcome> underWay = cluster.Target.RunAsync("increment_with_limit.lua", ["runs"], [100]);
        await ArriveAsync(cluster);
        Task<ScriptOutcome> waiting = cluster.Target.RunAsync("increment_with_limit.lua", ["runs"], [100], cancelled.Token);
        await ArriveAsync(cluster);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Limit));
        Task<ScriptOutcome> next = cluster.Target.RunAsync("increment_with_limit.lua", ["runs"], [100]);
        await ArriveAsync(cluster);
        cluster.Server.Continue();

        ScriptOutcome[] outcomes = [first, await underWay.WaitAsync(Limit), await next.WaitAsync(Limit)];
        Assert.Equal(["1", "2", "3"], outcomes.Select(static outcome => outcome.IsDone ? outcome.Reply["value"].AsText() : outcome.ToString()));
    }

    [Fact]
    public async Task RegisterAsync_NewScript_RunsByItsNameAndNeverWrites()
    {
        ClientCluster cluster = client.Cluster;

        LoadOutcome registered = await cluster.Target.RegisterAsync("double", "return ARGV[1] * 2");
        ScriptOutcome run = await cluster.Target.RunAsync("double", [], [21]);
        await cluster.Target.RegisterAsync("writes", "return redis.call('SET', KEYS[1], 'x')");
        ScriptOutcome writes = await cluster.Target.RunAsync("writes", ["k"]);
        LoadOutcome wrong = await cluster.Target.RegisterAsync("wrong", "return +");
        LoadOutcome configured = await cluster.Target.RegisterAsync("set_if_absent.lua", "return 1");
        LoadOutcome nameless = await cluster.Target.RegisterAsync("", "return 1");

        Assert.Equal((CallStatus.Done, 40), (registered.Status, registered.Sha1.Length));
        Assert.Equal(42, run.Reply.AsLong());
        Assert.Equal((CallStatus.Failed, "readonly"), (writes.Status, writes.Reason));
        Assert.Equal((CallStatus.Failed, "script"), (wrong.Status, wrong.Reason));
        Assert.Equal((CallStatus.NotAllowed, "set_if_absent.lua is configured, and clients cannot replace it"), (configured.Status, configured.Message));
        Assert.Equal(CallStatus.InvalidArgument, nameless.Status);
    }

    [Fact]
    public async Task KillAsync_ScriptRuns_EndsIt()
    {
        ClientCluster cluster = client.Cluster;
        await cluster.Target.RegisterAsync("endless", "while true do end");

        CommandOutcome none = await cluster.Target.KillAsync();
        Task<ScriptOutcome> call = cluster.Target.RunAsync("endless");
        CommandOutcome kill = none;
        using var expired = new CancellationTokenSource(Limit);
        while (kill.Status != CallStatus.Done && !call.IsCompleted)
        {
            // A kill that ends a script may itself be told of a timeout: Redis answers nobody in the first seconds of a script.
            Assert.False(expired.IsCancellationRequested, $"Never killed: {kill}\n{cluster.Log}");
            kill = await cluster.Target.KillAsync();
        }

        ScriptOutcome killed = await call.WaitAsync(Limit);
        Assert.Equal(CallStatus.Failed, none.Status);
        Assert.StartsWith("NOTBUSY", none.Message, StringComparison.Ordinal);
        Assert.Equal(CallStatus.Failed, killed.Status);
        Assert.Contains("killed", killed.Message, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>What was called before has reached the grain: calls that follow each other closely may overtake, several answers later none does.</summary>
    private static async Task ArriveAsync(ClientCluster cluster)
    {
        for (int i = 0; i < 5; i++)
        {
            await cluster.Target.GetSnapshotAsync();
        }
    }
}

/// <summary>A silo, a target and a client, for all tests of a class.</summary>
public sealed class SharedClient : IAsyncLifetime
{
    internal ClientCluster Cluster { get; private set; } = null!;

    public async Task InitializeAsync() => Cluster = await ClientCluster.StartAsync(
        ClientCluster.Pattern("increment_with_limit"), ClientCluster.Pattern("get_or_set"), ClientCluster.Pattern("set_if_absent"));

    public async Task DisposeAsync() => await Cluster.DisposeAsync();
}
