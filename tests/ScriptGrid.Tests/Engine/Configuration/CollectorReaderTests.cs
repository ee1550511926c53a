using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Tests.Engine.Configuration;

public sealed class CollectorReaderTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_Collectors_RunOnEveryTargetBehindItsScripts()
    {
        ScriptGridConfiguration configuration = _folder.Load("""
            global:
              interval: 10s
              collectors: [info, {name: keys, args: ["mail:*"], interval: 1m, labels: {of: mail}}]
            scripts: [{file: a.lua}]
            target_groups:
              - targets: [h]
              - {targets: [i], scripts: []}
            """);

        Assert.Equal(["a.lua", "info", "keys"], NamesOf(configuration.Targets[0]));
        Assert.Equal(["info", "keys"], NamesOf(configuration.Targets[1]));
        ScriptSpec keys = configuration.Targets[0].Scripts[2];
        Assert.Equal("mail:*", Assert.Single(keys.Arguments));
        Assert.Equal(TimeSpan.FromMinutes(1), keys.Interval);
        Assert.Equal(TimeSpan.FromSeconds(10), configuration.Targets[0].Scripts[1].Interval);
        Assert.True(keys.Labels.Contains("of"));
        Assert.Contains(keys.Metrics, static metric => metric.Name == "redis_key_size");
    }

    [Fact]
    public void Load_CollectorsOfAGroup_AddToTheGlobalOnesAndOverrideThoseOfTheirName()
    {
        ScriptGridConfiguration configuration = _folder.Load("""
            global: {collectors: [info, {name: keys, args: [a]}]}
            target_groups:
              - targets: [h]
              - {targets: [i], collectors: [{name: keys, args: [b]}, streams]}
              - {targets: [j], collectors: [{name: keys, args: [c]}]}
            """);

        Assert.Equal(["info", "keys"], NamesOf(configuration.Targets[0]));
        Assert.Equal(["info", "keys", "streams"], NamesOf(configuration.Targets[1]));
        Assert.Equal(["a", "b", "c"], configuration.Targets.Select(static target => target.Scripts[1].Arguments[0]));
        Assert.Equal(6 - 1, configuration.Scripts.Length);
        Assert.Equal(3, configuration.Scripts.Count(static script => script.IsOfGroup));
        Assert.All(configuration.Targets.SelectMany(static target => target.Scripts), script => Assert.Contains(script, configuration.Scripts));
    }

    [Fact]
    public void Load_FlagNamesOneThatTheFileTellsMoreOf_KeepsWhatTheFileTells()
    {
        ScriptGridConfiguration configuration = _folder.Load(
            "{global: {collectors: [{name: keys, args: [a]}]}, target_groups: [{targets: [h]}]}",
            new Setting(Setting.Collect, "keys", "--collect"),
            new Setting(Setting.Collect, "slowlog", "--collect"));

        Assert.Equal(["slowlog", "keys"], NamesOf(configuration.Targets[0]));
        Assert.Equal("a", Assert.Single(configuration.Targets[0].Scripts[1].Arguments));
    }

    [Fact]
    public void Load_Namespace_NamesTheFamiliesAndNotTheRows()
    {
        ScriptGridConfiguration configuration = _folder.Load("{global: {namespace: cache, collectors: [info]}, target_groups: [{targets: [h]}]}");

        MetricDeclaration metric = configuration.Scripts[0].Metrics.Single(static metric => metric.RowName == "redis_connected_clients");
        Assert.Equal("cache_connected_clients", metric.Name);
        Assert.All(configuration.Scripts[0].Metrics, static metric => Assert.StartsWith("cache_", metric.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void Load_InCompatibilityWithRedisExporter_CollectorsAreStillScriptsOfOurKind()
    {
        ScriptGridConfiguration configuration = _folder.Load(
            "{global: {compat_redis_exporter: true, collectors: [replication]}, scripts: [{file: a.lua}], target_groups: [{targets: [h]}]}");

        ScriptSpec collector = configuration.Scripts.Single(static script => script.Name == "replication");
        Assert.True(configuration.Scripts[0].RedisExporterCompatible && !collector.RedisExporterCompatible);
        Assert.NotEmpty(collector.Metrics);
    }

    [Fact]
    public void Load_Mistakes_AreAllTold() => Assert.Equal(
        [
            "scriptgrid.yml:4: collectors: expected a name or a section with keys, found a list",
            "scriptgrid.yml:5: no collector is named slowlogs; did you mean slowlog?; see scriptgrid collectors list",
            "scriptgrid.yml:6: the collector has no name; add name:",
            "scriptgrid.yml:7: unknown key file",
            "scriptgrid.yml:8: collector info is configured twice, first at scriptgrid.yml:3; put the arguments of both into one item",
            "scriptgrid.yml:9: script keys is configured twice, first at scriptgrid.yml:10; give one of them another name",
            "scriptgrid.yml:14: streams is configured twice, first at scriptgrid.yml:14; give the script another name, or keep one",
        ],
        _folder.Errors("""
            global:
              collectors:
                - info
                - []
                - slowlogs
                - {args: [a]}
                - {name: cluster, file: a.lua}
                - info
                - keys
            scripts: [{file: a.lua, name: keys}]
            target_groups:
              - targets: [h]
              - targets: [i]
                collectors: [streams, streams]
            """));

    private static IEnumerable<string> NamesOf(TargetSpec target) => target.Scripts.Select(static script => script.Name);

    [Fact]
    public void Load_LabelsThatACollectorDeclares_AreNoError()
    {
        ScriptGridConfiguration configuration = _folder.Load("""
            global: {collectors: [info], role_label: role, labels: {os: linux}}
            target_groups: [{targets: [h], labels: {db: main, cmd: x}}]
            """);

        Assert.Contains(configuration.Targets[0].Scripts[0].Metrics, static metric => metric.Name == "redis_instance_info" && metric.Labels.Contains("role"));
    }
}
