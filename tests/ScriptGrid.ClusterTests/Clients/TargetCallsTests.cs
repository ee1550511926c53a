using ScriptGrid.Client;

namespace ScriptGrid.ClusterTests.Clients;

/// <summary>What a client in another process asks of a target, with silos that each test configures for itself.</summary>
public sealed class TargetCallsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task RunAsync_SiloWithoutACatalogue_IsUnavailableAndNotUnknown()
    {
        await using ClientCluster cluster = await ClientCluster.StartWithoutCatalogueAsync();

        ScriptOutcome outcome = await cluster.Target.RunAsync("any.lua");

        Assert.Equal((CallStatus.Unavailable, "the silo has no catalogue yet; nothing was sent"), (outcome.Status, outcome.Message));
        await Assert.ThrowsAsync<TimeoutException>(() => cluster.Target.GetSnapshotAsync());
    }

    [Fact]
    public async Task EvalAsync_WhereItIsAllowed_WritesOnlyWhenTold()
    {
        const string write = "return redis.call('SET', KEYS[1], ARGV[1])";
        await using ClientCluster cluster = await ClientCluster.StartWithAsync("ad_hoc_eval: true", ClientCluster.Pattern("set_if_absent"));

        ScriptOutcome refused = await cluster.Target.EvalAsync(write, ["k"], ["v"]);
        ScriptOutcome done = await cluster.Target.EvalAsync(write, ["k"], ["v"], readOnly: false);
        ScriptOutcome nothing = await cluster.Target.EvalAsync("");

        Assert.Equal((CallStatus.Failed, "readonly"), (refused.Status, refused.Reason));
        Assert.Equal((CallStatus.Done, "OK", ScriptReplyKind.Status), (done.Status, done.Reply.AsText(), done.Reply.Kind));
        Assert.Equal("v", await cluster.Server.CommandAsync("GET", "k"));
        Assert.Equal(CallStatus.InvalidArgument, nothing.Status);
    }

    [Fact]
    public async Task ExistsAsync_AfterLoadAndFlush_TellsWhatTheServerHas()
    {
        await using ClientCluster cluster = await ClientCluster.StartAsync(
            ClientCluster.Pattern("set_if_absent"), ClientCluster.Pattern("lock_release"));
        LoadOutcome load = await cluster.Target.LoadAsync("lock_release.lua");
        await cluster.Target.RegisterAsync("mine", "return 1");

        ExistsOutcome before = await cluster.Target.ExistsAsync();
        CommandOutcome flush = await cluster.Target.FlushAsync();
        ExistsOutcome after = await cluster.Target.ExistsAsync();
        ScriptOutcome run = await cluster.Target.RunAsync("mine");

        Assert.Equal(
            [("set_if_absent.lua", false, false), ("lock_release.lua", true, false), ("mine", true, true)],
            before.Scripts.Select(static script => (script.Name, script.IsCached, script.IsRegistered)));
        Assert.Equal(load.Sha1, before.Scripts[1].Sha1);
        Assert.Equal((CallStatus.Done, ""), (flush.Status, flush.Message));
        Assert.All(after.Scripts, static script => Assert.False(script.IsCached));
        Assert.Equal(1, run.Reply.AsLong());
    }

    [Fact]
    public async Task GetSnapshotAsync_ScheduledScript_TellsItsValues()
    {
        await using ClientCluster cluster = await ClientCluster.StartAsync(
            $"{{file: \"{Path.Combine(AppContext.BaseDirectory, "patterns", "filter_by_threshold")}.lua\", keys: [sizes], args: [\"1\"]}}");
        await cluster.Server.CommandAsync("ZADD", "sizes", "3.5", "a\"b\\c\nd", "7", "mail");
        using var expired = new CancellationTokenSource(Limit);
        TargetSnapshot? snapshot = null;
        while (snapshot?.Scripts[0].Result != SnapshotResult.Values)
        {
            Assert.False(expired.IsCancellationRequested, $"No values: {snapshot}\n{cluster.Log}");
            snapshot = await cluster.Target.GetSnapshotAsync();
        }

        ScriptSnapshot script = snapshot.Scripts[0];
        Assert.Equal((cluster.Server.Address, TargetAvailability.Up), (snapshot.Target, snapshot.State));
        Assert.Equal("mail", snapshot.Labels["team"]);
        Assert.StartsWith("127.0.0.1:", snapshot.Owner, StringComparison.Ordinal);
        Assert.Equal((7, 3.5, null), (script["mail"], script["a\"b\\c\nd"], script["none"]));
        Assert.NotNull(script.LastSuccess);
    }
}
