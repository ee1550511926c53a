using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Queries;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Collection;

/// <summary>Results of a run before a reload that changed the labels of the configuration.</summary>
public sealed class RelabelledResultsTests(RedisFixture redis) : IClassFixture<RedisFixture>
{
    private static readonly LabelSet Before = LabelSet.From([new("team", "mail")]);

    private static readonly ScriptSpec Slow = RunningFleet.Script("slow.lua", "return {{'mail_length', 'sms', 4}, {'mail_depth', 5}}") with
    {
        Interval = TimeSpan.FromHours(1),
        Labels = Before,
        Metrics = [.. new[] { "gauge mail_length{queue} Help.", "gauge mail_depth Help." }.Select(static text => MetricDeclarationText.Parse(text, out _)!)],
    };

    private static readonly ScriptSpec Keyed = RunningFleet.Script("keyed.lua", "return {'a', 1, 'b', 2}") with { Interval = Slow.Interval, Labels = Before };

    public static TheoryData<string[]> Labels => [[], ["team"], ["team", "room"], ["a"]];

    [Theory]
    [MemberData(nameof(Labels))]
    public async Task Report_LabelsChangedSinceTheRun_NamesTheSeriesAsBefore(string[] labels)
    {
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(redis.Server.Address, Slow, Keyed));
        await fleet.WaitForAsync(_ => fleet.Fleet.NotReady is null);

        fleet.Fleet.Apply(RunningFleet.Configure(RunningFleet.Target(redis.Server.Address, Slow with { Labels = After(labels) }, Keyed with { Labels = After(labels) })));
        TargetAnswer answer = await fleet.Fleet.ReportAsync(RedisUri.Parse(redis.Server.Address, out _)!.Address, CancellationToken.None);

        Assert.Equal(["mail_length{queue=\"sms\"}", "mail_depth"], answer.Report!.Scripts[0].Values.Select(static value => value.Key));
        Assert.Equal(["redis_script_values{key=\"a\"}", "redis_script_values{key=\"b\"}"], answer.Report.Scripts[1].Values.Select(static value => value.Key));
        Assert.Equal(["redis_script_values{key=\"a\"}", "redis_script_values{key=\"b\"}"], answer.Report.Scripts[1].Trail!.Series.Select(static series => series.Series));
    }

    [Theory]
    [MemberData(nameof(Labels))]
    public async Task Read_LabelsChangedSinceTheRun_NamesTheSeriesAsBefore(string[] labels)
    {
        await using CalledTarget target = CalledTarget.Start(redis.Server.Address, Slow);
        TargetCollector collector = target.Collector;
        Assert.True(await collector.CollectNowAsync(collector.Runs[0]));

        collector.Update(collector.Context, collector.Target, tls: null, [new ScriptPlan(Slow with { Labels = After(labels) }, LabelSet.Empty)]);

        Assert.Equal(["mail_length{queue=\"sms\"}", "mail_depth"], Assert.Single(collector.Read().Values).Select(static value => value.Key));
    }

    private static LabelSet After(string[] labels) => LabelSet.From([.. labels.Select(static label => new KeyValuePair<string, string>(label, "another value } of it"))]);
}
