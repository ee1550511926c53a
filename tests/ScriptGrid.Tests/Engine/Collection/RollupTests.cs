using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Collection;

/// <summary>Rollups of what scripts declare, over several databases of one server.</summary>
public sealed class RollupTests(RedisFixture redis) : IClassFixture<RedisFixture>
{
    private const string Body = """
        -- KEYS[1] is not there; the database is told apart by what it holds.
        local n = tonumber(redis.call('GET', 'rolled') or '0')
        if n == 3 then return redis.error_reply('ERR no') end
        return {
          {'depth', 'sms"', n}, {'sent_total', 10 * n}, {'plain', n},
          {'age_seconds_bucket', '0.5', n}, {'age_seconds_bucket', '+Inf', 2 * n}, {'age_seconds_sum', n},
        }
        """;

    private string Target => redis.Server.Address;

    [Fact]
    public async Task Page_DeclaredMetricsByLabel_AreRolledUpUnderNamesOfTheirOwn()
    {
        await FillAsync(count: 3);
        ScriptSpec script = Script("rolled.lua") with { AggregateBy = ["env"] };
        await using RunningFleet fleet = RunningFleet.Start([.. Targets(3, script)]);

        FleetView view = await fleet.WaitForAsync(static view =>
            view["redis_fleet_depth{env=\"e0\",queue=\"sms\\\"\",agg=\"count\"}"] == 2 && view["redis_fleet_sent{env=\"e1\",agg=\"count\"}"] == 1);

        Assert.Equal(2, view["redis_fleet_depth{env=\"e0\",queue=\"sms\\\"\",agg=\"sum\"}"]);
        Assert.Equal(1, view["redis_fleet_depth{env=\"e1\",queue=\"sms\\\"\",agg=\"p90\"}"]);
        Assert.Equal(20, view["redis_fleet_sent{env=\"e0\",agg=\"sum\"}"]);
        Assert.Equal(2, view["redis_fleet_script_values{filename=\"rolled.lua\",env=\"e0\",key=\"plain\",agg=\"sum\"}"]);
        Assert.Equal(2, view["redis_fleet_age_seconds_bucket{env=\"e0\",le=\"0.5\"}"]);
        Assert.Equal(4, view["redis_fleet_age_seconds_bucket{env=\"e0\",le=\"+Inf\"}"]);
        Assert.Equal(4, view["redis_fleet_age_seconds_count{env=\"e0\"}"]);
        Assert.NotNull(view[$"depth{{target=\"{Target}\",env=\"e0\",queue=\"sms\\\"\"}}"]);
        await Promtool.AssertCleanAsync(view.Text);
    }

    [Fact]
    public async Task Page_ScriptThatExposesRollupsAlone_CountsTargetsInsteadOfListingThem()
    {
        await FillAsync(count: 4);
        ScriptSpec script = Script("alone.lua") with { Expose = Exposure.Rollups };
        await using RunningFleet fleet = RunningFleet.Start([.. Targets(4, script)]);

        FleetView view = await fleet.WaitForAsync(static view =>
            view["redis_fleet_script_targets{filename=\"alone.lua\",result=\"failed\",reason=\"script\"}"] == 1
            && view["redis_fleet_script_targets{filename=\"alone.lua\",result=\"values\"}"] == 3);

        Assert.Equal(4, view["redis_fleet_targets{state=\"up\"}"]);
        Assert.Equal(3, view["redis_fleet_depth{queue=\"sms\\\"\",agg=\"count\"}"]);
        Assert.DoesNotContain("target=", view.Text, StringComparison.Ordinal);
        Assert.InRange(ExpositionPage.Parse(view.Text).Samples.Count, 15, 25);
        FleetView scraped = await fleet.ScrapeAsync(Target);
        Assert.Contains($"redis_up{{target=\"{Target}\",env=\"e0\"}} 1", scraped.Text, StringComparison.Ordinal);
        Assert.Contains("redis_script_result", scraped.Text, StringComparison.Ordinal);
        await Promtool.AssertCleanAsync(view.Text);
    }

    [Fact]
    public async Task Page_OneScriptOfATargetIsExposedAsUsual_ShowsTheTarget()
    {
        ScriptSpec hidden = Script("hidden.lua") with { Expose = Exposure.Rollups };
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(Target, hidden, RunningFleet.Script("shown.lua", "return 1")));

        FleetView view = await fleet.WaitForAsync(view => view[$"redis_script_result{{target=\"{Target}\",filename=\"shown.lua\"}}"] == 1);

        Assert.Equal(1, view[$"redis_up{{target=\"{Target}\"}}"]);
        Assert.DoesNotContain("redis_script_result{target=\"" + Target + "\",filename=\"hidden.lua\"", view.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_EmptyLabelAndNoLabel_AreOneRollup()
    {
        await FillAsync(count: 3);
        ScriptSpec script = Script("empty.lua") with { AggregateBy = ["env"] };
        await using RunningFleet fleet = RunningFleet.Start(
            [.. Targets(3, script).Select(static (target, index) => target with { Labels = index == 0 ? LabelSet.From([new("env", "")]) : LabelSet.Empty })]);

        FleetView view = await fleet.WaitForAsync(static view => view["redis_fleet_depth{queue=\"sms\\\"\",agg=\"count\"}"] == 3);

        Assert.Equal(3, view["redis_fleet_depth{queue=\"sms\\\"\",agg=\"sum\"}"]);
        Assert.DoesNotContain("depth{env=", view.Text, StringComparison.Ordinal);
    }

    private static ScriptSpec Script(string name) => RunningFleet.Script(name, Body) with
    {
        Aggregate = Aggregations.Sum | Aggregations.Count | Aggregations.P90,
        Metrics =
        [
            .. new[] { "gauge depth{queue} How deep.", "counter sent_total Sent.", "histogram age_seconds Ages." }
                .Select(static text => MetricDeclarationText.Parse(text, out _)!),
        ],
    };

    /// <summary>Targets on databases, whose label <c>env</c> is e0, e1, e0 and so on.</summary>
    private IEnumerable<TargetSpec> Targets(int count, ScriptSpec script) => Enumerable.Range(0, count).Select(database =>
        RunningFleet.Target(database == 0 ? Target : $"{Target}/{database}", script) with { Labels = LabelSet.From([new("env", $"e{database % 2}")]) });

    private async Task FillAsync(int count)
    {
        await using RespClient client = await redis.Server.ConnectAsync();
        for (int database = 0; database < count; database++)
        {
            await client.CommandAsync("SELECT", $"{database}");
            await client.CommandAsync("SET", "rolled", $"{database}");
        }
    }
}
