using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Core.Internal;
using Orleans.TestingHost;
using ScriptGrid.Client;
using ScriptGrid.Cluster.Calls;
using ScriptGrid.Cluster.Catalogue;
using ScriptGrid.Cluster.Hosting;
using ScriptGrid.Cluster.Targets;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;

namespace ScriptGrid.ClusterTests.Targets;

/// <summary>Calls of clients while targets change hands.</summary>
[Collection(FleetCollection.Name)]
public sealed class HandoverCallsTests : IAsyncLifetime
{
    private const int Targets = 30;
    private const string Script = "count.lua";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private RedisServerProcess _redis = null!;
    private InProcessTestCluster _cluster = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisServerProcess.StartAsync($"databases {Targets}");
        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSilo(static (_, silo) => silo.Services.AddScriptGridSilo());
        _cluster = builder.Build();
        await _cluster.DeployAsync();
        await Service<CatalogueKeeper>(0).ApplyAsync(Configuration());
        await WaitForAsync(() => Held() == Targets);
    }

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task RunAsync_WhileASiloJoinsAndLeaves_EachCallIsCarriedOutOnceOrRefused()
    {
        using var stop = new CancellationTokenSource();
        Task<Tally>[] callers = [.. Enumerable.Range(0, Targets).Select(target => Task.Run(() => CallAsync(target, stop.Token)))];

        InProcessSiloHandle third = await _cluster.StartAdditionalSiloAsync();
        await WaitForAsync(() => Held() == Targets && _cluster.Silos[2].ServiceProvider.GetRequiredService<HeldTargets>().Holdings.Length > 0);
        await _cluster.StopSiloAsync(third);
        await WaitForAsync(() => Held() == Targets);
        await stop.CancelAsync();

        Tally[] tallies = await Task.WhenAll(callers);
        int[] counts = await CountsAsync();
        Assert.All(tallies.Zip(counts), static row => Assert.InRange(row.Second, row.First.Done, row.First.Done + row.First.Unanswered));
        Assert.All(tallies, static tally => Assert.True(tally.Done > 0 && tally.Unanswered <= 1, $"{tally}"));
    }

    [Fact]
    public async Task AnyCall_TargetIsBeingHandedOverAndItsGrainIsLost_IsUnavailableAndNotUnknown()
    {
        string id = IdOf(0);
        int owner = Service<HeldTargets>(0).IsDriven(id) ? 0 : 1;
        Holding holding = Service<HeldTargets>(owner).Holdings.Single(holding => holding.Target == id);
        Assert.True(holding.TryMove(HoldingEvent.Leave));
        ITargetGrain target = _cluster.Client.GetGrain<ITargetGrain>(id);
        await Service<IGrainFactory>(owner).GetGrain<ITargetGrain>(id).AsReference<IGrainManagementExtension>().DeactivateOnIdle();

        ScriptOutcome outcome = default!;
        await WaitForAsync(async () => (outcome = await target.RunAsync(Script, ["n"])).Status != CallStatus.Done);
        Exception? snapshot = await Record.ExceptionAsync(() => target.GetSnapshotAsync());

        Assert.Equal((CallStatus.Unavailable, "the target is being handed over to another silo; nothing was sent"), (outcome.Status, outcome.Message));
        Assert.IsType<TimeoutException>(snapshot);
    }

    [Fact]
    public async Task AnyCall_TargetWasRemovedDuringItsHandover_FindsItUnknown()
    {
        HeldTargets next = Service<HeldTargets>(0);
        string id = Service<HeldTargets>(1).Holdings[0].Target;
        ITargetGrain target = Service<IGrainFactory>(0).GetGrain<ITargetGrain>(id);
        next.UseTargets(next.Configuration with { Targets = [.. next.Configuration.Targets.Where(target => target.Address.Id != id)] });

        await _cluster.StopSiloAsync(_cluster.Silos[1]);

        string? first = null;
        await WaitForAsync(async () =>
        {
            ScriptOutcome outcome = await target.RunAsync(Script, ["n"]);
            first ??= outcome.Message;
            return outcome.Status == CallStatus.UnknownTarget;
        });
        Assert.Equal(Refusal.NoCatalogue.Message, first);
        Assert.Null(await target.GetSnapshotAsync());
    }

    /// <summary>Calls again and again.</summary>
    private async Task<Tally> CallAsync(int target, CancellationToken stop)
    {
        (int done, int unanswered) = (0, 0);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                ScriptOutcome outcome = await _cluster.Client.GetGrain<ITargetGrain>(IdOf(target)).RunAsync(Script, ["n"], cancellationToken: CancellationToken.None);
                Assert.True(outcome.Status is CallStatus.Done or CallStatus.Unavailable, $"{outcome}");
                done += outcome.Status == CallStatus.Done ? 1 : 0;
            }
            catch (OrleansMessageRejectionException rejected) when (rejected is not SiloUnavailableException)
            {
                // The silo that got it is stopping, and gives it back unread.
            }
            catch (Exception lost) when (lost is TimeoutException or SiloUnavailableException)
            {
                // The silo that the client was connected by, or that had the call, was gone before it could pass the answer on.
                unanswered++;
            }

            await Task.Delay(Pause, CancellationToken.None);
        }

        return new Tally(done, unanswered);
    }

    /// <summary>How often the script ran on each target, as the targets tell.</summary>
    private async Task<int[]> CountsAsync()
    {
        await using RespClient client = await _redis.ConnectAsync();
        int[] counts = new int[Targets];
        for (int target = 0; target < Targets; target++)
        {
            await client.CommandAsync("SELECT", $"{target}");
            counts[target] = int.Parse((string)(await client.CommandAsync("GET", "n"))!, CultureInfo.InvariantCulture);
        }

        return counts;
    }

    private int Held() => _cluster.Silos.Sum(static silo => silo.ServiceProvider.GetRequiredService<HeldTargets>().Holdings.Length);

    private string IdOf(int target) => RedisUri.Parse($"redis://{_redis.Address}/{target}", out _)!.Address.Id;

    private T Service<T>(int silo)
        where T : notnull => _cluster.Silos[silo].ServiceProvider.GetRequiredService<T>();

    private ScriptGridConfiguration Configuration()
    {
        var script = new ScriptSpec
        {
            Name = Script,
            Body = "return redis.call('INCR', KEYS[1])"u8.ToArray(),
            Interval = null,
            Timeout = TimeSpan.FromSeconds(10),
            ReadOnly = ReadOnlyMode.Off,
        };
        return new ScriptGridConfiguration
        {
            Interval = TimeSpan.FromSeconds(1),
            Scripts = [script],
            Targets = [.. Enumerable.Range(0, Targets).Select(target => new TargetSpec { Address = RedisUri.Parse(IdOf(target), out _)!.Address, Scripts = [script] })],
        };
    }

    private static Task WaitForAsync(Func<bool> condition) => WaitForAsync(() => Task.FromResult(condition()));

    private static async Task WaitForAsync(Func<Task<bool>> condition)
    {
        using var expired = new CancellationTokenSource(Limit);
        while (!await condition())
        {
            await Task.Delay(Pause, expired.Token);
        }
    }

    /// <summary>How calls ended that were not refused.</summary>
    /// <param name="Done">Carried out.</param>
    /// <param name="Unanswered">Nobody said how.</param>
    private sealed record Tally(int Done, int Unanswered);
}
