using System.Collections.Immutable;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Queries;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Tests.Engine.Queries;

public sealed class ScriptTalliesTests
{
    private static readonly ScriptStatus Ok = new("queues.lua", ScriptResult.Values, TimeSpan.FromMilliseconds(1), null, null, null, 2);
    private static readonly ScriptStatus Failed = Ok with { Result = ScriptResult.Failed, Failure = new Failure(FailureReason.Busy, "BUSY") };

    [Fact]
    public async Task TallyAsync_Results_AreCountedByScript()
    {
        ScriptStatus[] all = [Ok, Ok with { Result = ScriptResult.Empty }, Failed, Ok with { Result = null }, Ok with { Result = null, IsSkipped = true }];
        IEnumerable<TargetStatus> targets = all.Select(static (script, i) => Target(i, script, script with { Name = "other.lua" }));

        ImmutableArray<ScriptTallyPart> tallies = await ScriptTallies.TallyAsync(targets, script: null, CancellationToken.None);

        Assert.Equal(["other.lua", "queues.lua"], tallies.Select(static tally => tally.Script));
        Assert.Equal(new ResultCounts(1, 1, 1, 1, 1), tallies[1].Counts);
        Assert.Equal((10, 0.001, 1), (tallies[1].ErrorsTotal, tallies[1].MaxSeconds, tallies[1].Reasons[(int)FailureReason.Busy]));
        Assert.Equal(new FailingTarget("t2:1", FailureReason.Busy, "BUSY"), Assert.Single(tallies[1].Failing));
        Assert.Equal(3, tallies[1].Slowest.Length);
    }

    [Fact]
    public async Task TallyAsync_RunsThatWereNeverSent_HaveNoDuration()
    {
        TargetStatus[] targets = [Target(0, Ok), Target(1, Failed with { Duration = null })];

        ScriptTallyPart tally = Assert.Single(await ScriptTallies.TallyAsync(targets, "queues.lua", CancellationToken.None));

        Assert.Equal(1, Assert.Single(tally.Durations).Value);
        Assert.Equal(new SlowTarget("t0:1", 0.001), Assert.Single(tally.Slowest));
        Assert.Equal((1, 1), (tally.Counts.Failed, tally.Failing.Length));
    }

    [Fact]
    public async Task Merge_Parts_AreAsIfAllWereOne()
    {
        TargetStatus[] targets = [.. Enumerable.Range(0, 300).Select(static i => Target(i, Failed with { Duration = TimeSpan.FromMilliseconds(i) }))];
        ImmutableArray<ScriptTallyPart>[] parts = await Task.WhenAll(
            targets.Chunk(70).Select(static part => ScriptTallies.TallyAsync(part, "queues.lua", CancellationToken.None)));

        ScriptTallyPart merged = Assert.Single(ScriptTallies.Merge(parts.SelectMany(static part => part)));
        ScriptTallyPart whole = Assert.Single(await ScriptTallies.TallyAsync(targets, "queues.lua", CancellationToken.None));

        Assert.Equal((whole.Counts, whole.ErrorsTotal, whole.MaxSeconds), (merged.Counts, merged.ErrorsTotal, merged.MaxSeconds));
        Assert.Equal(whole.Durations.ToArray(), merged.Durations.ToArray());
        Assert.Equal(Enumerable.Range(280, 20).Reverse().Select(static i => $"t{i}:1"), merged.Slowest.Select(static slow => slow.Target));
        Assert.Equal(whole.Slowest.ToArray(), merged.Slowest.ToArray());
        Assert.Equal((100, 300), (merged.Failing.Length, merged.Reasons[(int)FailureReason.Busy]));
    }

    private static TargetStatus Target(int i, params ScriptStatus[] scripts) => new($"t{i}:1", LabelSet.Empty, TargetState.Up, null, [.. scripts]);
}
