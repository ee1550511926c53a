using System.Collections.Immutable;
using ScriptGrid.Client;
using ScriptGrid.Cluster.Clients;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.ClusterTests.Targets;

[Collection(FleetCollection.Name)]
public sealed class FleetGrainTests(FleetFixture fleet)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task GetTargetsAsync_ByPages_GivesEachOnceInOrder()
    {
        var targets = new List<TargetSummary>();
        string next = "";
        do
        {
            TargetsPage page = await fleet.Client.GetTargetsAsync(next, 7);
            Assert.InRange(page.Targets.Length, 1, 7);
            Assert.Empty(page.MissingSilos);
            targets.AddRange(page.Targets);
            next = page.Next;
        }
        while (next.Length > 0);

        Assert.Equal(FleetFixture.Targets, targets.Count);
        string[] identities = [.. targets.Select(static target => target.Target)];
        Assert.Equal(identities.Order(StringComparer.Ordinal), identities);
        Assert.All(targets, static target => Assert.Equal(TargetAvailability.Up, target.State));
    }

    [Fact]
    public async Task AnyCall_InvalidArgument_IsRefusedByTheSiloToo()
    {
        await Assert.ThrowsAsync<ArgumentNullException>(() => fleet.Client.GetRollupsAsync(null!)).WaitAsync(Limit);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => fleet.Client.GetTargetsAsync(count: 2_000_000)).WaitAsync(Limit);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => fleet.Client.WatchAsync(null!).FirstAsync().AsTask()).WaitAsync(Limit);
    }

    [Fact]
    public async Task WatchAsync_TargetsUnset_GivesAll() =>
        Assert.NotNull(await fleet.Client.WatchAsync(new WatchOptions { Targets = default }).FirstAsync().AsTask().WaitAsync(Limit));

    [Fact]
    public async Task GetStateAsync_AllUp_CountsThem()
    {
        FleetState state = await fleet.Client.GetStateAsync();

        Assert.Equal((FleetFixture.Targets, FleetFixture.Targets, 0, 0), (state.Targets, state.Up, state.Down, state.Unknown));
        Assert.Equal(3, state.Silos.Count(static silo => silo.Answers));
        Assert.Equal(FleetFixture.Targets, state.Silos.Sum(static silo => silo.Targets));
    }

    [Fact]
    public async Task GetRollupsAsync_OneScript_HasItsKeys()
    {
        ImmutableArray<Rollup> rollups = await fleet.Client.GetRollupsAsync("many.lua");

        Assert.Equal(FleetFixture.Values + 1, rollups.Length);
        Rollup declared = rollups.Single(static rollup => rollup.Key == "fleet_depth{queue=\"a\"}");
        Assert.Equal(("", 5 * FleetFixture.Targets, 0, 5), (declared.Script, declared.Sum, declared.StdDev, declared.P90));
        Rollup rollup = rollups.Single(static rollup => rollup.Key == "k3");
        Assert.Equal((3 * FleetFixture.Targets, 3, 3, FleetFixture.Targets), (rollup.Sum, rollup.Min, rollup.Avg, rollup.Count));
        Assert.Empty(await fleet.Client.GetRollupsAsync("other.lua"));
    }

    [Fact]
    public async Task WatchAsync_Everything_GivesEachTargetAgainAndAgainUntilCancelled()
    {
        using var stop = new CancellationTokenSource(Limit);
        var seen = new Dictionary<string, int>();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (TargetSnapshot snapshot in fleet.Client.WatchAsync(new WatchOptions(), stop.Token))
            {
                Assert.Equal(FleetFixture.Values + 1, snapshot.Script("many.lua")?.Values.Length);
                Assert.Equal(5, snapshot.Script("many.lua")?.Values.Single(static value => value.Key == "fleet_depth{queue=\"a\"}").Value);
                seen[snapshot.Target] = seen.GetValueOrDefault(snapshot.Target) + 1;
                if (seen.Count == FleetFixture.Targets && seen.Values.Min() >= 2)
                {
                    await stop.CancelAsync();
                }
            }
        });

        Assert.Equal(FleetFixture.Targets, seen.Count);
        Assert.InRange(seen.Values.Min(), 2, 30);
    }

    [Theory]
    [InlineData(15.0, 3600.0, 15.0)]
    [InlineData(15.0, 5.0, 5.0)]
    [InlineData(15.0, null, 15.0)]
    [InlineData(0.2, 3600.0, 1.0)]
    [InlineData(15.0, 0.2, 1.0)]
    public void PassInterval_Scripts_IsTheShortestIntervalOfThemAndOfAll(double all, double? script, double expected)
    {
        ScriptSpec[] scripts =
        [
            new ScriptSpec { Name = "a.lua", Body = default, Interval = script is { } seconds ? TimeSpan.FromSeconds(seconds) : null },
            new ScriptSpec { Name = "b.lua", Body = default, Interval = TimeSpan.FromHours(2) },
        ];
        var configuration = new ScriptGridConfiguration { Interval = TimeSpan.FromSeconds(all), Scripts = [.. scripts] };

        Assert.Equal(TimeSpan.FromSeconds(expected), FleetGrain.PassInterval(configuration));
        Assert.Equal(TimeSpan.FromSeconds(Math.Max(all, 1)), FleetGrain.PassInterval(configuration with { Scripts = [] }));
    }

    [Fact]
    public async Task WatchAsync_SomeTargets_GivesThemAlone()
    {
        string target = (await fleet.Client.GetTargetsAsync("", 1)).Targets.Single().Target;
        var options = new WatchOptions { Targets = [target, "unknown:1"], Script = "many.lua" };

        TargetSnapshot[] snapshots = await fleet.Client.WatchAsync(options).Take(3).ToArrayAsync().AsTask().WaitAsync(Limit);

        Assert.All(snapshots, snapshot => Assert.Equal(target, snapshot.Target));
        Assert.Equal(snapshots.OrderBy(static snapshot => snapshot.At), snapshots);
    }
}
