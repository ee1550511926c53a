using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Collection;

/// <summary>How series are named, and the rollups, over several databases of one server.</summary>
public sealed class NamingTests(RedisFixture redis) : IClassFixture<RedisFixture>
{
    private string Target => redis.Server.Address;

    [Fact]
    public void Naming_AsSilosCompareIt_TellsOfTheRoleWhereItIsALabel()
    {
        var naming = new SeriesNaming("redis", "target", RedisExporterCompatible: false, OmitsTarget: true);
        const string text = "SeriesNaming { Namespace = redis, TargetLabel = target, RedisExporterCompatible = False, OmitsTarget = True";

        Assert.Equal(text + " }", naming.ToString());
        Assert.Equal(text + ", RoleLabel = role }", (naming with { RoleLabel = "role" }).ToString());
    }

    [Fact]
    public async Task Page_NamespaceTargetLabelAndLabels_AreOnEverySeries()
    {
        ScriptSpec script = RunningFleet.Script("a.lua", "return {'k', 1, 'bad', 'x'}") with
        {
            Labels = LabelSet.From([new("b", "script")]),
        };
        TargetSpec target = RunningFleet.Target(Target, script) with { Labels = LabelSet.From([new("a", "te\"am"), new("b", "group")]) };
        ScriptGridConfiguration configuration = RunningFleet.Configure(target) with { Namespace = "mail", TargetLabel = "instance" };
        await using RunningFleet fleet = RunningFleet.Start(configuration);
        string own = $$"""instance="{{Target}}",filename="a.lua",a="te\"am",b="script" """.TrimEnd();

        FleetView view = await fleet.WaitForAsync(view => view[$$"""mail_script_result{{{own}}}"""] is not null);

        Assert.Equivalent(
            new[]
            {
                $$"""mail_up{instance="{{Target}}",a="te\"am",b="group"}""",
                $$"""mail_script_result{{{own}}}""",
                $$"""mail_script_values{{{own}},key="k"}""",
                $$"""mail_script_duration_seconds{{{own}}}""",
                $$"""mail_script_errors_total{{{own}},reason="reply"}""",
                $$"""mail_script_errors_total{{{own}},reason="script"}""",
            },
            view.Series,
            strict: true);
    }

    [Fact]
    public async Task Page_CompatibleWithOneTarget_IsNamedAsThePeerNamesIt()
    {
        ScriptSpec script = Compatible("dir/a.lua", "return {'k', '0x1p4'}");
        await using RunningFleet fleet = RunningFleet.Start(
            RunningFleet.Configure(RunningFleet.Target(Target, script)) with { RedisExporterCompatible = true });

        FleetView view = await fleet.WaitForAsync(static view => view["redis_script_result{filename=\"dir/a.lua\"}"] is not null);

        Assert.Equal(1, view["redis_up"]);
        Assert.Equal(1, view["redis_script_result{filename=\"dir/a.lua\"}"]);
        Assert.Equal(16, view["redis_script_values{filename=\"dir/a.lua\",key=\"k\"}"]);
        Assert.DoesNotContain("target=", view.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_CompatibleWithSeveralTargets_KeepsTheTargetButNotOnScrapes()
    {
        ScriptSpec script = Compatible("a.lua", "return {ARGV[1], '1_000'}");
        ScriptGridConfiguration configuration = RunningFleet.Configure(
            RunningFleet.Target(Target, script), RunningFleet.Target($"{Target}/1", script));
        await using RunningFleet fleet = RunningFleet.Start(configuration with { RedisExporterCompatible = true });

        FleetView view = await fleet.WaitForAsync(
            view => view.Value(Target, "a.lua", "0") == 1000 && view.Result($"{Target}/1", "a.lua") == 1);
        FleetView scrape = await fleet.ScrapeAsync($"{Target}/1");

        Assert.Equal((1d, 1d), (view.Up(Target), view.Up($"{Target}/1")));
        Assert.Equal(1, scrape["redis_up"]);
        Assert.Equal(1, scrape["redis_script_result{filename=\"a.lua\"}"]);
        Assert.Equal(1000, scrape["redis_script_values{filename=\"a.lua\",key=\"0\"}"]);
        Assert.DoesNotContain("target=", scrape.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_Rollups_MergeEachKeyOverTheTargetsThatGaveIt()
    {
        for (int database = 0; database < 3; database++)
        {
            await using RespClient client = await redis.Server.ConnectAsync();
            await client.CommandAsync("SELECT", $"{database}");
            await client.CommandAsync("SET", "n", $"{(database * 10) + 1}");
        }

        const string body = """
            local n = redis.call('GET', 'n')
            if n == '1' then return {'n', n} end
            return {'n', n, 'more', 2.5, 'x"', '-inf'}
            """;
        const Aggregations all = Aggregations.Sum | Aggregations.Min | Aggregations.Max | Aggregations.Avg | Aggregations.Count;
        ScriptSpec rolled = RunningFleet.Script("n.lua", body) with { Aggregate = all };
        ScriptSpec summed = RunningFleet.Script("sum.lua", "return {'a', 2}") with { Aggregate = Aggregations.Sum };
        ScriptSpec alone = RunningFleet.Script("alone.lua", "return {'a', 2}");
        await using RunningFleet fleet = RunningFleet.Start(
            RunningFleet.Target(Target, rolled, summed, alone),
            RunningFleet.Target($"{Target}/1", rolled, summed),
            RunningFleet.Target($"{Target}/2", rolled));

        FleetView view = await fleet.WaitForAsync(static view =>
            view[Rollup("n.lua", "n", "count")] == 3 && view[Rollup("sum.lua", "a", "sum")] == 4);

        string[] lines =
        [
            .. view.Text.Split('\n').Where(static line => line.StartsWith("redis_fleet_script_values", StringComparison.Ordinal)),
        ];
        Assert.Equal(
            [
                $"{Rollup("n.lua", "more", "sum")} 4",
                $"{Rollup("n.lua", "more", "min")} 2",
                $"{Rollup("n.lua", "more", "max")} 2",
                $"{Rollup("n.lua", "more", "avg")} 2",
                $"{Rollup("n.lua", "more", "count")} 2",
                $"{Rollup("n.lua", "n", "sum")} 33",
                $"{Rollup("n.lua", "n", "min")} 1",
                $"{Rollup("n.lua", "n", "max")} 21",
                $"{Rollup("n.lua", "n", "avg")} 11",
                $"{Rollup("n.lua", "n", "count")} 3",
                $"{Rollup("n.lua", "x\\\"", "sum")} -Inf",
                $"{Rollup("n.lua", "x\\\"", "min")} -Inf",
                $"{Rollup("n.lua", "x\\\"", "max")} -Inf",
                $"{Rollup("n.lua", "x\\\"", "avg")} -Inf",
                $"{Rollup("n.lua", "x\\\"", "count")} 2",
                $"{Rollup("sum.lua", "a", "sum")} 4",
            ],
            lines);
    }

    private static string Rollup(string script, string key, string aggregation) =>
        $$"""redis_fleet_script_values{filename="{{script}}",key="{{key}}",agg="{{aggregation}}"}""";

    private static ScriptSpec Compatible(string name, string body) =>
        RunningFleet.Script(name, body) with { RedisExporterCompatible = true, ReadOnly = ReadOnlyMode.Off };
}
