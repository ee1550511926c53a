using ScriptGrid.EmbeddedRedis;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Queries;
using ScriptGrid.Engine.Results;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Collection;

/// <summary>Glances at a fleet say what all that is known of its targets says.</summary>
public sealed class FleetIndexTests
{
    [Fact]
    public async Task IndexAsync_EachQuery_IsAnsweredAsFromWholeStatuses()
    {
        await using EmbeddedRedisServer server = await EmbeddedRedisServer.StartAsync(new EmbeddedRedisOptions { Port = 0 }, CancellationToken.None);
        ScriptSpec[] good = [RunningFleet.Script("good.lua", "return {'a', 1}")];
        ScriptSpec[] both = [.. good, RunningFleet.Script("bad.lua", "error('boom')")];
        var labels = LabelSet.From([new("team", "mail")]);
        string address = $"127.0.0.1:{server.EndPoint.Port}";
        await using RunningFleet fleet = RunningFleet.Start(
            RunningFleet.Target($"redis://{address}/2", both) with { Labels = labels },
            RunningFleet.Target($"redis://{address}/1", good) with { Source = "sms/file_sd" },
            RunningFleet.Target($"redis://127.0.0.1:{FreePort.Find()}", good),
            RunningFleet.Target($"redis://{address}/3"));
        await fleet.WaitForAsync(_ => fleet.Fleet.NotReady is null);
        TargetFilter all = TargetFilter.All;
        TargetQuery[] queries =
        [
            .. new TargetSort?[] { null, TargetSort.Target, TargetSort.State, TargetSort.Errors }.SelectMany(static sort => new[] { new TargetQuery(TargetFilter.All, sort), new TargetQuery(TargetFilter.All, sort, IsDescending: true) }),
            .. new[]
            {
                all with { Conditions = TargetConditions.Failing }, all with { Conditions = TargetConditions.Ok | TargetConditions.Down }, all with { Reason = FailureReason.Script }, all with { Reason = FailureReason.Connection },
                all with { Script = "bad.lua" }, all with { Label = new("team", "mail") }, all with { Source = "sms/file_sd" }, all with { Text = "/2" }, all with { Owner = "none" },
            }.Select(static filter => new TargetQuery(filter, TargetSort.Target)),
        ];

        foreach (TargetQuery query in queries)
        {
            TargetStatus[] statuses = await fleet.Fleet.ListTargetsAsync(new FleetGaps(), CancellationToken.None).ToArrayAsync();
            TargetIndex expected = await TargetIndexer.IndexAsync(statuses.Select(status => TargetGlance.Of(status, query.Sort)), query, CancellationToken.None);
            TargetIndex index = await fleet.Fleet.IndexAsync(query, new FleetGaps(), CancellationToken.None);

            Assert.Equal(expected.Matches.Select(static match => (match.Target, match.Condition, match.Reasons)), index.Matches.Select(static match => (match.Target, match.Condition, match.Reasons)));
            Assert.Equal(expected.Facets.Scripts, index.Facets.Scripts);
            Assert.Equal(expected.Facets.Sources, index.Facets.Sources);
            Assert.Equal(expected.Facets.Labels.Keys, index.Facets.Labels.Keys);
            Assert.Equal(expected.States(), index.States());
            Assert.Equal(expected.Reasons(), index.Reasons());
        }
    }
}
