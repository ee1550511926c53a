using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Queries;
using ScriptGrid.Engine.Results;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Collection;

/// <summary>Pages with fewer series than scripts give, over several databases of one server.</summary>
public sealed class SeriesLimiterTests(RedisFixture redis) : IClassFixture<RedisFixture>
{
    private static readonly ScriptSpec Ten = RunningFleet.Script("ten.lua", "local t = {} for i = 1, 10 do t[i] = {'k' .. i, i} end return t");
    private static readonly ScriptSpec Other = RunningFleet.Script("other.lua", "return {{'mail', 7}, {'a', 1}}") with
    {
        Metrics = [MetricDeclarationText.Parse("gauge mail Mail.", out _)!],
    };

    private string[] Targets => [redis.Server.Address, .. Enumerable.Range(1, 3).Select(database => $"{redis.Server.Address}/{database}")];

    [Fact]
    public async Task Run_MoreSeriesOfAScriptThanItMayHave_TheSameTargetsKeepTheirsAndNothingElseGoes()
    {
        ScriptSpec limited = Ten with { MaxFleetSeries = 25, Aggregate = Aggregations.Count };
        await using RunningFleet fleet = RunningFleet.Start(Configure(limited, Other));

        await fleet.WaitForAsync(view => Results(view, "ten.lua") == 4 && Results(view, "other.lua") == 4);
        FleetView view = await fleet.ReadAsync(); // What a run gives while a page is written is held to the limits from the next one on.
        await WaitForDroppedAsync(fleet);
        FleetView later = await fleet.ReadAsync();

        Assert.Equal([10, 10, 0, 0], ValuesOf(view, "ten.lua"));
        Assert.Equal([10, 10, 0, 0], ValuesOf(later, "ten.lua"));
        Assert.Equal([1, 1, 1, 1], ValuesOf(later, "other.lua"));
        Assert.Equal(4, later.Series.Count(static series => series.StartsWith("mail{", StringComparison.Ordinal)));
        Assert.Equal(4, later["""redis_fleet_script_values{filename="ten.lua",key="k1",agg="count"}"""]);
        await fleet.WaitForLogAsync("Warning: ten.lua gives more series than max_fleet_series allows; the excess series are left out, see /api/v1/targets");
        TargetStatus[] targets = await fleet.Fleet.ListTargetsAsync(new FleetGaps(), CancellationToken.None).ToArrayAsync();
        Assert.Equal([0, 0, 10, 10], Targets.Select(target => targets.Single(status => status.Target == target).Scripts[0].DroppedSeries));
    }

    [Fact]
    public async Task Run_MoreSeriesThanThePageMayHave_HealthStays()
    {
        // One series tells of each of the targets, and four of each of the eight runs: that leaves 27 for what scripts give.
        await using RunningFleet fleet = RunningFleet.Start(Configure(Ten, Other) with { MaxPageSeries = 63 });

        await fleet.WaitForAsync(view => Results(view, "ten.lua") == 4 && Results(view, "other.lua") == 4);
        FleetView view = await fleet.ReadAsync(); // What a run gives while a page is written is held to the limits from the next one on.

        Assert.Equal([10, 10, 0, 0], ValuesOf(view, "ten.lua"));
        Assert.True(view.Series.Count() <= 63);
        Assert.All(Targets, target => Assert.Equal((1d, 1d), (view.Up(target), view.Result(target, "ten.lua"))));
        await WaitForDroppedAsync(fleet);
        await fleet.WaitForLogAsync("Warning: the page has more series than max_page_series allows; the excess series are left out, see /api/v1/targets");
    }

    [Fact]
    public async Task Run_LimitIsRaised_AllSeriesComeBack()
    {
        ScriptSpec limited = Ten with { MaxFleetSeries = 25 };
        await using RunningFleet fleet = RunningFleet.Start(Configure(limited));
        await fleet.WaitForAsync(view => Results(view, "ten.lua") == 4 && ValuesOf(view, "ten.lua").SequenceEqual([10, 10, 0, 0]));

        fleet.Fleet.Apply(Configure(limited with { MaxFleetSeries = 40 }));
        FleetView raised = await fleet.ReadAsync();
        fleet.Fleet.Apply(Configure(Ten));
        FleetView without = await fleet.ReadAsync();

        Assert.Equal([10, 10, 10, 10], ValuesOf(raised, "ten.lua"));
        Assert.Equal([10, 10, 10, 10], ValuesOf(without, "ten.lua"));
        Assert.Contains(fleet.Logger.Lines, static line => line == "Information: Resolved: ten.lua gives more series than max_fleet_series allows");
    }

    [Fact]
    public async Task Apply_LimitsStay_WhatIsLeftOutStaysSoForAPageThatIsBeingWritten()
    {
        ScriptGridConfiguration configuration = Configure(Ten with { MaxFleetSeries = 25 });
        await using RunningFleet fleet = RunningFleet.Start(configuration);
        await fleet.WaitForAsync(view => Results(view, "ten.lua") == 4 && ValuesOf(view, "ten.lua").SequenceEqual([10, 10, 0, 0]));

        fleet.Fleet.Apply(configuration);

        TargetStatus[] targets = await fleet.Fleet.ListTargetsAsync(new FleetGaps(), CancellationToken.None).ToArrayAsync();
        Assert.Equal([0, 0, 10, 10], Targets.Select(target => targets.Single(status => status.Target == target).Scripts[0].DroppedSeries));
    }

    [Fact]
    public async Task Scrape_TargetWhoseValuesDoNotFitThePage_GivesThem()
    {
        await using RunningFleet fleet = RunningFleet.Start(Configure(Ten with { MaxFleetSeries = 25 }));
        await fleet.WaitForAsync(view => Results(view, "ten.lua") == 4);

        FleetView scrape = await fleet.ScrapeAsync(Targets[3]);

        Assert.Equal(10, ValuesOf(scrape, "ten.lua")[3]);
    }

    private static Task<IReadOnlyDictionary<string, double>> WaitForDroppedAsync(RunningFleet fleet) =>
        Repeat.UntilAsync(fleet.ReadOwnAsync, static samples => samples["scriptgrid_series_dropped_total{filename=\"ten.lua\"}"] >= 10);

    private ScriptGridConfiguration Configure(params ScriptSpec[] scripts) =>
        RunningFleet.Configure([.. Targets.Select(target => RunningFleet.Target(target, scripts))]);

    private int Results(FleetView view, string script) => Targets.Count(target => view.Result(target, script) == 1);

    private int[] ValuesOf(FleetView view, string script) =>
    [
        .. Targets.Select(target => view.Series.Count(series =>
            series.StartsWith($"redis_script_values{{target=\"{target}\",filename=\"{script}\"", StringComparison.Ordinal))),
    ];
}
