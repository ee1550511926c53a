using ScriptGrid.Cluster.Pages;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Queries;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.ClusterTests.Pages;

/// <summary>Questions about targets that three silos hold.</summary>
[Collection(FleetCollection.Name)]
public sealed class FleetTargetsTests(FleetFixture fleet)
{
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task IndexAsync_AnySilo_HasTheWholeFleetInOrder(int silo)
    {
        TargetIndex index = await IndexAsync(silo, new TargetQuery(TargetFilter.All));

        Assert.Equal((FleetFixture.Targets, FleetFixture.Targets), (index.Facets.Targets, index.Matches.Length));
        Assert.Equal(index.Matches.Select(static target => target.Target).Order(StringComparer.Ordinal), index.Matches.Select(static target => target.Target));
        Assert.All(index.Matches, static target => Assert.Equal(TargetConditions.Ok, target.Condition));
        Assert.Equal(["many.lua"], index.Facets.Scripts);
        Assert.Equal(3, index.Facets.Owners.Count);
    }

    [Fact]
    public async Task DescribeAsync_MatchesOfOneOwner_AreThatSilosInTheOrderOfTheQuery()
    {
        string owner = (await IndexAsync(0, new TargetQuery(TargetFilter.All))).Facets.Owners[1];
        TargetIndex index = await IndexAsync(0, new TargetQuery(new TargetFilter { Owner = owner, Script = "many.lua" }, TargetSort.Target, IsDescending: true));
        string[] wanted = [.. index.Matches.Select(static target => target.Target)];

        TargetStatus[] targets = await fleet.Service<SiloFleet>(2).DescribeAsync([.. wanted, "gone:1"], new FleetGaps(), CancellationToken.None).ToArrayAsync();

        Assert.InRange(wanted.Length, 1, FleetFixture.Targets - 2);
        Assert.Equal(wanted, targets.Select(static target => target.Target));
        Assert.All(targets, target => Assert.Equal(owner, target.Owner));
        Assert.All(targets, static target => Assert.NotNull(Assert.Single(target.Scripts).LastRun));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task ReportAsync_AnySilo_TellsWhatTheOwnerKnows(int silo)
    {
        TargetIndex index = await IndexAsync(silo, new TargetQuery(TargetFilter.All));

        TargetAnswer answer = await ReportAsync(silo, index.Matches[7].Target);

        TargetReport report = answer.Report!;
        ScriptReport script = Assert.Single(report.Scripts);
        Assert.Equal(("7.0.15", FleetFixture.Values + 1, 500), (report.Version, script.ValuesTotal, script.Values.Length));
        Assert.Equal(new KeyedValue("redis_script_values{key=\"k1\"}", 1), script.Values[0]);
        Assert.Contains((byte)TrailOutcome.Ok, script.Trail!.Outcomes);
        Assert.StartsWith("redis_script_result{", script.Lines, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReportAsync_TargetThatIsNotConfigured_IsUnknown() => Assert.Equal(TargetAnswer.Unknown("gone:1"), await ReportAsync(1, "gone:1"));

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task TallyScriptsAsync_AnySilo_CountsAllTargets(int silo)
    {
        ScriptTallyPart tally = Assert.Single(await fleet.Service<SiloFleet>(silo).TallyScriptsAsync("many.lua", new FleetGaps(), CancellationToken.None));

        Assert.Equal((FleetFixture.Targets, FleetFixture.Targets), (tally.Counts.Targets, tally.Counts.Ok));
        Assert.Equal((ScriptTally.MaxSlowest, FleetFixture.Targets), (tally.Slowest.Length, tally.Durations.Sum(static bucket => bucket.Value)));
        Assert.Empty(await fleet.Service<SiloFleet>(silo).TallyScriptsAsync("gone.lua", new FleetGaps(), CancellationToken.None));
    }

    [Fact]
    public async Task ListSilosAsync_Cluster_HasEachSiloWithWhatItHolds()
    {
        SiloList silos = await fleet.Service<SiloFleet>(1).ListSilosAsync();

        Assert.Equal(("cluster", 3), (silos.Engine, silos.Silos.Length));
        Assert.All(silos.Silos, silo => Assert.Equal(("active", silos.Edition, 0), (silo.State, silo.Edition, silo.HandOvers)));
        Assert.All(silos.Silos, static silo => Assert.Equal(silo.Owned, silo.Targets));
        Assert.All(silos.Silos, static silo => Assert.NotNull(silo.LagSeconds));
        Assert.Equal(FleetFixture.Targets, silos.Silos.Sum(static silo => silo.Owned));
    }

    private Task<TargetIndex> IndexAsync(int silo, TargetQuery query) => fleet.Service<SiloFleet>(silo).IndexAsync(query, new FleetGaps(), CancellationToken.None);

    private Task<TargetAnswer> ReportAsync(int silo, string target) =>
        fleet.Service<SiloFleet>(silo).ReportAsync(RedisUri.Parse(target, out _)!.Address, CancellationToken.None);
}
