using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Tests.Engine.Results;

public sealed class FleetResultsTests
{
    [Fact]
    public void Of_Everything_IsTheSameList()
    {
        FleetResults results = Results(3);

        Assert.Equal(results, results.Of(MetricsSelection.Everything));
        Assert.Equal(results, results.Of(new MetricsSelection(MetricsScope.Local, Shard.Whole)));
    }

    [Fact]
    public void Of_Rollups_HasThemAlone()
    {
        FleetResults results = Results(3);

        Assert.Equal(FleetResults.Empty with { Rollups = results.Rollups }, results.Of(new MetricsSelection(MetricsScope.Rollups, Shard.Whole)));
        Assert.Equal(FleetResults.Empty, results.Of(new MetricsSelection(MetricsScope.Rollups, new Shard(2, 2))));
    }

    [Fact]
    public void Of_EveryShard_HasEachTargetOnceWithItsScripts()
    {
        FleetResults results = Results(50);

        FleetResults[] parts = [.. Enumerable.Range(1, 3).Select(i => results.Of(new MetricsSelection(MetricsScope.Fleet, new Shard(i, 3))))];

        Assert.Equal([1, 0, 0], parts.Select(static part => part.Rollups.Length));
        Assert.All(parts, static part => Assert.InRange(part.Targets.Length, 1, 49));
        Assert.Equal(results.Targets.ToHashSet(), parts.SelectMany(static part => part.Targets).ToHashSet());
        Assert.Equal(50, parts.Sum(static part => part.Targets.Length));
        Assert.All(parts, part => Assert.All(part.Targets.Index(), target => Assert.Equal(
            results.ScriptsOf(results.Targets.IndexOf(target.Item)).ToArray(), part.ScriptsOf(target.Index).ToArray())));
    }

    /// <summary>Targets with none to three scripts.</summary>
    private static FleetResults Results(int targets)
    {
        int end = 0;
        TargetSlice[] slices = [.. Enumerable.Range(0, targets).Select(i => new TargetSlice(TargetHash.Of($"host{i}:6379"), end += i % 4))];
        return new FleetResults(
            [.. slices.Select(static _ => new TargetResults())],
            [.. Enumerable.Range(0, end).Select(static _ => new ScriptResults())],
            [new RollupSource(Scope(), [])])
        {
            Slices = [.. slices],
        };
    }

    private static RollupScope Scope() =>
        new(new ScriptSpec { Name = "n.lua", Body = default, Aggregate = Aggregations.Sum }, LabelSet.Empty);
}
