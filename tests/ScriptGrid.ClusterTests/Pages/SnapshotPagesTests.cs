using Microsoft.Extensions.Logging.Abstractions;
using ScriptGrid.Client;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Cluster.Pages;
using ScriptGrid.Cluster.Targets;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;

namespace ScriptGrid.ClusterTests.Pages;

/// <summary>What a watcher is told of a target from one pass to the next.</summary>
public sealed class SnapshotPagesTests : IAsyncLifetime
{
    private readonly StallGate _gate = new(TimeProvider.System);
    private readonly OwnMetrics _metrics = new();
    private readonly ScriptedRedis _server = ScriptedRedis.Start(static words => words[0] == "EVALSHA_RO" ? Resp.Integer(7) : Resp.Ok);
    private readonly HeldTargets _held;
    private TimeSpan _since = TimeSpan.MinValue;

    public SnapshotPagesTests()
    {
        _gate.Retire(); // Nothing beats here.
        _held = new HeldTargets(TimeProvider.System, NullLoggerFactory.Instance, _metrics, _gate);
    }

    public Task InitializeAsync()
    {
        var script = new ScriptSpec { Name = "a.lua", Body = "return 7"u8.ToArray(), Interval = TimeSpan.FromSeconds(1), Timeout = TimeSpan.FromSeconds(1) };
        _held.Use(Configuration(script), 1);
        Assert.NotNull(_held.Take(_server.Address, null, static () => { }));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _held.DisposeAsync();
        await _server.DisposeAsync();
        _metrics.Dispose();
    }

    [Fact]
    public async Task Of_TargetHangs_IsToldDownAndItsFailedRunsBeforeItsReplyIsGivenUp()
    {
        await WatchAsync(static snapshot => snapshot is { State: TargetAvailability.Up, Scripts: [{ Result: SnapshotResult.Values }] });

        _server.Answer = static _ => null;
        TargetSnapshot down = await WatchAsync(static snapshot => snapshot.State == TargetAvailability.Down);
        TargetSnapshot later = await WatchAsync(snapshot => snapshot.Scripts[0].Errors > down.Scripts[0].Errors);

        Assert.Equal((SnapshotResult.Failed, "timeout"), (down.Scripts[0].Result, down.Scripts[0].Reason));
        Assert.Empty(down.Scripts[0].Values);
        Assert.Equal(TargetAvailability.Down, later.State);
    }

    [Fact]
    public async Task Of_ScriptIsAddedWhileTheTargetHangs_IsTold()
    {
        ScriptSpec known = _held.Configuration.Scripts[0];
        await WatchAsync(static snapshot => snapshot.State == TargetAvailability.Up);
        _server.Answer = static _ => null;
        await WatchAsync(static snapshot => snapshot.State == TargetAvailability.Down);

        _held.Use(Configuration(known with { Interval = null }, known with { Name = "b.lua", Interval = null }), 2);

        await WatchAsync(static snapshot => snapshot.Scripts.Length == 2);
    }

    private ScriptGridConfiguration Configuration(params ScriptSpec[] scripts) => new()
    {
        Interval = TimeSpan.FromSeconds(1),
        Scripts = [.. scripts],
        Targets = [new TargetSpec { Address = RedisUri.Parse(_server.Address, out _)!.Address, Scripts = [.. scripts] }],
    };

    /// <summary>Reads pass after pass, as a watcher does, until a snapshot will do.</summary>
    private Task<TargetSnapshot> WatchAsync(Predicate<TargetSnapshot> willDo) =>
        Repeat.UntilAsync(() => Task.FromResult(Pass()), snapshot => snapshot is not null && willDo(snapshot))!;

    private TargetSnapshot? Pass()
    {
        SnapshotPage page = SnapshotPages.Of(_held.Holdings, new SnapshotRequest("", _since, new WatchOptions { Targets = [] }), "", _held.Context.Clock.Now);
        _since = page.Now;
        return page.Targets.SingleOrDefault();
    }
}
