using ScriptGrid.Cluster.Pages;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Queries;
using ScriptGrid.Engine.Results;
using ScriptGrid.Testing;

namespace ScriptGrid.ClusterTests.Pages;

/// <summary>Pages of three silos. That no series stands twice and families are contiguous, the reader of pages sees to.</summary>
[Collection(FleetCollection.Name)]
public sealed class MetricsPagesTests(FleetFixture fleet)
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task WriteAsync_AnySilo_HasTheWholeFleetOnce(int silo)
    {
        ExpositionPage page = await fleet.ScrapeAsync(silo, MetricsSelection.Everything);

        Assert.Equal(FleetFixture.Targets, Count(page, "redis_up"));
        Assert.Equal(FleetFixture.Targets, Count(page, "redis_script_result"));
        Assert.Equal(FleetFixture.Targets * FleetFixture.Values, Count(page, "redis_script_values"));
        Assert.Equal((FleetFixture.Targets, "gauge"), (Count(page, "fleet_depth"), page.Families["fleet_depth"]));
        Assert.Equal(3, page.Samples.Where(static sample => sample.Key.StartsWith("scriptgrid_silo_up", StringComparison.Ordinal)).Sum(static sample => sample.Value));
        Assert.Equal(0, page.Samples["scriptgrid_targets_missing"]);
        Assert.Equal(7 * FleetFixture.Targets, page.Samples["redis_fleet_script_values{filename=\"many.lua\",key=\"k7\",agg=\"sum\"}"]);
    }

    [Fact]
    public async Task WriteAsync_WithGzip_HasTheSameSeries()
    {
        ExpositionPage plain = await fleet.ScrapeAsync(1, MetricsSelection.Everything);

        ExpositionPage compressed = await fleet.ScrapeCompressedAsync(1, MetricsSelection.Everything);

        Assert.Equal(plain.Samples.Keys.Order(StringComparer.Ordinal), compressed.Samples.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(plain.Families, compressed.Families);
        Assert.Equal(0, compressed.Samples["scriptgrid_targets_missing"]);
    }

    [Fact]
    public async Task WriteAsync_ScrapesWithGzipBesideEachOther_AreWholePages()
    {
        ExpositionPage[] pages = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(i => fleet.ScrapeCompressedAsync(i % 3, MetricsSelection.Everything)));

        // A machine that does much else may keep a silo from answering in time; then the page says so.
        Assert.All(pages, static page => Assert.Equal(
            (FleetFixture.Targets - page.Samples["scriptgrid_targets_missing"]) * FleetFixture.Values, Count(page, "redis_script_values")));
        Assert.Contains(pages, static page => page.Samples["scriptgrid_targets_missing"] == 0);
    }

    [Fact]
    public async Task WriteAsync_LocalOfEach_AreTheWholeFleetWithoutRollups()
    {
        ExpositionPage[] pages = [.. await Task.WhenAll(Enumerable.Range(0, 3).Select(silo => fleet.ScrapeAsync(silo, new MetricsSelection(MetricsScope.Local, Shard.Whole))))];

        Assert.All(pages, static page => Assert.InRange(Count(page, "redis_up"), 1, FleetFixture.Targets - 2));
        Assert.All(pages, static page => Assert.DoesNotContain("redis_fleet_script_values", page.Families.Keys));
        string[] targets = [.. pages.SelectMany(static page => page.Samples.Keys).Where(static series => series.StartsWith("redis_up", StringComparison.Ordinal))];
        Assert.Equal(FleetFixture.Targets, targets.Distinct().Count());
        Assert.Equal(FleetFixture.Targets, targets.Length);
    }

    [Fact]
    public async Task WriteAsync_Shards_AreTheWholeFleet()
    {
        ExpositionPage[] pages = [.. await Task.WhenAll(Enumerable.Range(1, 2).Select(i => fleet.ScrapeAsync(1, new MetricsSelection(MetricsScope.Fleet, new Shard(i, 2)))))];

        Assert.Equal(FleetFixture.Targets, pages.Sum(static page => Count(page, "redis_up")));
        Assert.Equal([true, false], pages.Select(static page => page.Families.ContainsKey("redis_fleet_script_values")));
        Assert.All(pages, static page => Assert.Equal(0, page.Samples["scriptgrid_targets_missing"]));
    }

    [Fact]
    public async Task WriteAsync_Rollups_AreThereWithWhatTheFleetLacksAndNoTarget()
    {
        ExpositionPage page = await fleet.ScrapeAsync(2, new MetricsSelection(MetricsScope.Rollups, Shard.Whole));

        Assert.Equal(
            ["scriptgrid_silo_up", "scriptgrid_targets_missing", "redis_fleet_script_values", "redis_fleet_fleet_depth", "scriptgrid_rollups_up"], page.Families.Keys);
        Assert.Equal((3, 3), (Count(page, "scriptgrid_silo_up"), page.Samples.Where(static sample => sample.Key.StartsWith("scriptgrid_silo_up", StringComparison.Ordinal)).Sum(static sample => sample.Value)));
        Assert.Equal(0, page.Samples["scriptgrid_targets_missing"]);
        Assert.Equal(3 * FleetFixture.Values, Count(page, "redis_fleet_script_values"));
        Assert.Equal(5 * FleetFixture.Targets, page.Samples["redis_fleet_fleet_depth{queue=\"a\",agg=\"sum\"}"]);
        Assert.Equal(5, page.Samples["redis_fleet_fleet_depth{queue=\"a\",agg=\"p90\"}"]);
    }

    [Fact]
    public async Task ListTargetsAsync_AnySilo_TellsEachOnceWithItsOwner()
    {
        TargetStatus[] targets = await fleet.Service<SiloFleet>(0).ListTargetsAsync(new FleetGaps(), CancellationToken.None).ToArrayAsync();

        Assert.Equal(FleetFixture.Targets, targets.DistinctBy(static target => target.Target).Count());
        Assert.Equal(FleetFixture.Targets, targets.Length);
        Assert.Equal(3, targets.Select(static target => target.Owner).Distinct().Count());
        Assert.All(targets, static target => Assert.Equal(TimeSpan.FromSeconds(1), target.Scripts.Single().Interval));
    }

    private static int Count(ExpositionPage page, string name) =>
        page.Samples.Keys.Count(series => series.StartsWith(name + "{", StringComparison.Ordinal));
}
