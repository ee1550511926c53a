using System.Text;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Exposition;

public sealed class RollupWriterTests
{
    private static readonly ScriptSpec Script = new()
    {
        Name = "q.lua",
        Body = default,
        Aggregate = Aggregations.Sum | Aggregations.P50,
        AggregateBy = ["env"],
        Metrics =
        [
            .. new[]
            {
                "gauge mail_queue_length{queue} Messages that wait.", "counter redis_mail_sent_total", "histogram mail_age_seconds{queue} How long.",
                "summary mail_size_bytes Sizes.", "info mail_worker_info{version} What runs.",
            }.Select(static text => MetricDeclarationText.Parse(text, out _)!),
        ],
    };

    [Fact]
    public void Write_KeysByLabels_HasSeriesForEachCombination()
    {
        RollupTable table = Table(
            (Target("eu", ("env", "prod")), [new("b", 1), new("a\"\n", 2)]),
            (Target("us", ("env", "prod")), [new("b", 3)]),
            (Target("us", ("env", "test")), [new("b", 7)]),
            (Target("us"), [new("b", 9)]));

        Assert.Equal(
            """
            # HELP redis_fleet_script_values Values of one key of a script, rolled up over all targets that gave it.
            # TYPE redis_fleet_script_values gauge
            redis_fleet_script_values{filename="q.lua",env="prod",team="mail",key="a\"\n",agg="sum"} 2
            redis_fleet_script_values{filename="q.lua",env="prod",team="mail",key="a\"\n",agg="p50"} 2
            redis_fleet_script_values{filename="q.lua",env="prod",team="mail",key="b",agg="sum"} 4
            redis_fleet_script_values{filename="q.lua",env="prod",team="mail",key="b",agg="p50"} 1
            redis_fleet_script_values{filename="q.lua",env="test",team="mail",key="b",agg="sum"} 7
            redis_fleet_script_values{filename="q.lua",env="test",team="mail",key="b",agg="p50"} 7
            redis_fleet_script_values{filename="q.lua",team="mail",key="b",agg="sum"} 9
            redis_fleet_script_values{filename="q.lua",team="mail",key="b",agg="p50"} 9

            """,
            Text(table));
    }

    [Fact]
    public async Task Write_DeclaredMetrics_KeepTheirLabelsAndGetFamiliesThatPromtoolTakes()
    {
        RollupTable table = Table(
            (Target("eu"), [new("|queue=\"a\",", 2, "mail_queue_length"), new("|", 10, "redis_mail_sent_total"), new("|version=\"1\",", 1, "mail_worker_info")]),
            (Target("us"), [new("|queue=\"a\",", 3, "mail_queue_length"), new("|", 20, "redis_mail_sent_total"), new("sum|", 5, "mail_size_bytes"), new("count|", 2, "mail_size_bytes")]));

        string text = Text(table, new TargetCounts(5, 1, 0));

        Assert.Contains("redis_fleet_mail_queue_length{team=\"mail\",queue=\"a\",agg=\"sum\"} 5\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE redis_fleet_mail_sent gauge\n", text, StringComparison.Ordinal);
        Assert.Contains("redis_fleet_mail_sent{team=\"mail\",agg=\"sum\"} 30\n", text, StringComparison.Ordinal);
        Assert.Contains("redis_fleet_mail_worker_info{team=\"mail\",version=\"1\",agg=\"sum\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("redis_fleet_mail_size_bytes_sum{team=\"mail\"} 5\nredis_fleet_mail_size_bytes_count{team=\"mail\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("redis_fleet_targets{state=\"up\"} 5\n", text, StringComparison.Ordinal);
        await Promtool.AssertCleanAsync(text);
    }

    [Fact]
    public void Write_HistogramsOfDifferentBounds_RiseAndAgreeWithTheirCount()
    {
        // Buckets are kept as what lies above the bound below: one target has 1 up to 0.5 and 4 in all, the other 2 up to 0.1, 3 up to 10 and 3 in all.
        RollupTable table = Table(
            (Target("eu"), [Row("le0.5", 1), Row("le+Inf", 3), Row("sum", 9)]),
            (Target("us"), [Row("le0.1", 2), Row("le10", 1), Row("le+Inf", 0), Row("sum", 4)]));

        Assert.Equal(
            """
            # HELP redis_fleet_mail_age_seconds How long. Summed over targets by bucket.
            # TYPE redis_fleet_mail_age_seconds histogram
            redis_fleet_mail_age_seconds_bucket{team="mail",queue="a",le="0.1"} 2
            redis_fleet_mail_age_seconds_bucket{team="mail",queue="a",le="0.5"} 3
            redis_fleet_mail_age_seconds_bucket{team="mail",queue="a",le="10"} 4
            redis_fleet_mail_age_seconds_bucket{team="mail",queue="a",le="+Inf"} 7
            redis_fleet_mail_age_seconds_sum{team="mail",queue="a"} 13
            redis_fleet_mail_age_seconds_count{team="mail",queue="a"} 7

            """,
            Text(table));
    }

    [Fact]
    public void Write_ScriptThatExposesRollupsAlone_CountsTargetsByResult()
    {
        ScriptSpec script = Script with { Expose = Exposure.Rollups };
        KeyedValue failed = new("|filename=\"q.lua\",result=\"failed\",reason=\"busy\",", 1, RollupTable.ScriptTargets);
        RollupTable table = new();
        table.Add(new RollupScope(script, LabelSet.Empty), [failed]);
        table.Add(new RollupScope(script, LabelSet.Empty), [failed]);

        Assert.EndsWith("\nredis_fleet_script_targets{filename=\"q.lua\",result=\"failed\",reason=\"busy\"} 2\n", Text(table), StringComparison.Ordinal);
    }

    private static KeyedValue Row(string series, double value) => new($"{series}|queue=\"a\",", value, "mail_age_seconds");

    private static RollupScope Target(string region, params (string Name, string Value)[] labels) => new(
        Script, LabelSet.From([new("region", region), new("team", "mail"), .. labels.Select(static label => KeyValuePair.Create(label.Name, label.Value))]));

    private static RollupTable Table(params (RollupScope Scope, KeyedValue[] Values)[] targets)
    {
        var table = new RollupTable();
        foreach ((RollupScope scope, KeyedValue[] values) in targets)
        {
            table.Add(scope, values);
        }

        return table;
    }

    private static string Text(RollupTable table, TargetCounts? counts = null)
    {
        var page = new ExpositionBuffer();
        RollupWriter.Write(page, new TargetFamilies("redis", Script.Metrics), ExpositionFormat.Text, table, counts);
        return Encoding.UTF8.GetString(page.WrittenSpan);
    }
}
