using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Tests.Engine.Configuration;

public sealed class RollupRulesTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public RollupRulesTests() => _folder.Write("a.lua", "return 1");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_Mapping_IsTaken()
    {
        ScriptSpec script = _folder.Load("""
            scripts: [{file: a.lua, aggregate: {ops: [p50, p90, p99, stddev], by: [env, shard]}, expose: rollups}]
            target_groups: [{targets: [h], labels: {env: x, shard: "1"}}]
            """).Scripts[0];

        Assert.Equal(Aggregations.P50 | Aggregations.P90 | Aggregations.P99 | Aggregations.StdDev, script.Aggregate);
        Assert.Equal<string>(["env", "shard"], script.AggregateBy);
        Assert.Equal(Exposure.Rollups, script.Expose);
    }

    [Theory]
    [InlineData("nope", "by: no target of a.lua has a label nope; add it to labels: of their groups, or leave it out")]
    [InlineData("queue", "by: queue is a label of mail itself, so its rollups already have it; leave it out")]
    public void Load_LabelThatMakesNoDifference_IsWarnedOf(string label, string warning)
    {
        ScriptGridConfiguration configuration = _folder.Load($$"""
            scripts:
              - file: a.lua
                aggregate: {ops: [sum], by: [{{label}}]}
                metrics: ["gauge mail{queue} Mail."]
            target_groups: [{targets: [h]}]
            """);

        Assert.Equal<string>([$"scriptgrid.yml:3: {warning}"], configuration.Warnings);
    }

    [Theory]
    [InlineData("labels: {env: x}", "")]
    [InlineData("file_sd: {files: [t.yml]}", "")]
    [InlineData("scripts: [b.lua]", "")]
    [InlineData("labels: {other: x}", ", labels: {env: x}")]
    public void Load_LabelThatATargetMayHave_IsNotWarnedOf(string group, string script)
    {
        _folder.Write("b.lua", "return 1");

        ScriptGridConfiguration configuration = _folder.Load(
            $$"""{scripts: [{file: a.lua, aggregate: {ops: [sum], by: [env]}{{script}}}, {file: b.lua}], target_groups: [{targets: [h], {{group}}}]}""");

        Assert.DoesNotContain(configuration.Warnings, static warning => warning.Contains("by:", StringComparison.Ordinal));
    }

    [Fact]
    public void Load_EveryCollectorRolledUp_FindsANameForEachFamily()
    {
        string collectors = string.Join(", ", ShippedCollector.All.Select(static collector => $"{{name: {collector.Name}, aggregate: [sum]}}"));

        ScriptGridConfiguration configuration = _folder.Load($"{{global: {{collectors: [{collectors}]}}, target_groups: [{{targets: [h]}}]}}");

        Assert.All(configuration.Scripts, static script => Assert.Equal(Aggregations.Sum, script.Aggregate));
    }

    [Theory]
    [InlineData("gauge redis_h", "histogram h", "the rollups of h would be called redis_fleet_h, as those of redis_h, declared at scriptgrid.yml:1; rename one")]
    [InlineData("gauge other", "histogram redis_targets", "the rollups of redis_targets would be called redis_fleet_targets, a name of ScriptGrid's own; rename it")]
    public void Load_RollupOfADistributionWithTheNameOfAnother_IsAnError(string one, string other, string message)
    {
        using var folder = new ConfigurationFolder();

        Assert.Contains(message, Assert.Single(folder.Errors(
            $"scripts: [{{file: a.lua, aggregate: [sum], metrics: [\"{one} One.\", \"{other} Other.\"]}}]\ntarget_groups: [{{targets: [h]}}]")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(", aggregate: ")]
    [InlineData(", aggregate: []")]
    public void Load_ExposeWithoutRollups_IsAnError(string aggregate)
    {
        using var folder = new ConfigurationFolder();

        Assert.Equal(
            "scriptgrid.yml:1: expose: the script has no rollups; add aggregate: with those that are to be exposed",
            Assert.Single(folder.Errors($"scripts: [{{file: a.lua, expose: rollups{aggregate}}}]\ntarget_groups: [{{targets: [h]}}]")));
    }
}
