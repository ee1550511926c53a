using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Queries;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Tests.Engine.Queries;

public sealed class TargetIndexerTests
{
    [Fact]
    public async Task IndexAsync_ManyLabelsAndTargets_TellsAHundredValuesOfEach()
    {
        IEnumerable<TargetGlance> targets = Enumerable.Range(0, 1000).Select(static i => new TargetGlance(
            $"t{i:000}:1", LabelSet.From([new("host", $"h{i:000}"), new($"label_{i:000}", "x")]), [], TargetConditions.Ok, default, 0));

        TargetIndex index = await TargetIndexer.IndexAsync(targets, new TargetQuery(TargetFilter.All, TargetSort.Target, IsDescending: true), CancellationToken.None);

        Assert.Equal((1000, 1000), (index.Facets.Targets, index.Matches.Length));
        Assert.Equal(("t999:1", "t000:1"), (index.Matches[0].Target, index.Matches[^1].Target));
        Assert.Equal((100, 100), (index.Facets.Labels.Count, index.Facets.Labels["host"].Count));
        Assert.Equal((100, 100), (index.Facets.With(index.Facets).Labels.Count, index.Facets.With(index.Facets).Labels["host"].Count));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task IndexAsync_ByDuration_PutsTargetsWithoutOneLast(bool isDescending)
    {
        var down = new ScriptStatus("a.lua", ScriptResult.Failed, null, null, null, new Failure(FailureReason.Connection, "refused"), 1);
        ScriptStatus up = down with { Result = ScriptResult.Values, Duration = TimeSpan.FromMilliseconds(1), Failure = null };
        IEnumerable<TargetGlance> targets = new[] { down, up }.Select(static (script, i) =>
            TargetGlance.Of(new TargetStatus($"t{i}:1", LabelSet.Empty, TargetState.Up, null, [script]), TargetSort.Duration));

        TargetIndex index = await TargetIndexer.IndexAsync(targets, new TargetQuery(TargetFilter.All, TargetSort.Duration, isDescending), CancellationToken.None);

        Assert.Equal(["t1:1", "t0:1"], index.Matches.Select(static match => match.Target));
    }

    [Fact]
    public async Task IndexAsync_ClientHungUp_LooksAtNoMore()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        int seen = 0;
        IEnumerable<TargetGlance> targets = Enumerable.Range(0, 10_000).Select(i =>
        {
            seen = i;
            return new TargetGlance($"t{i}:1", LabelSet.Empty, [], TargetConditions.Ok, default, 0);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TargetIndexer.IndexAsync(targets, new TargetQuery(TargetFilter.All), gone.Token));

        Assert.InRange(seen, 0, 1000);
    }
}
