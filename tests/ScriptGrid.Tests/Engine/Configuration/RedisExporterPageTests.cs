using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Tests.Engine.Configuration;

public sealed class RedisExporterPageTests : IDisposable
{
    private static readonly Setting Compatible = new("global.compat_redis_exporter", "true", "--compat.redis-exporter");

    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_Compatible_NeedsNoScriptAndCollectsTheDefaultPage()
    {
        ScriptGridConfiguration configuration = _folder.Load("", Compatible);

        Assert.Equal(["info", "slowlog", "cluster"], Assert.Single(configuration.Targets).Scripts.Select(static script => script.Name));
        Assert.All(configuration.Scripts, static script => Assert.Equal((false, ReadOnlyMode.Off, 0), (script.RedisExporterCompatible, script.ReadOnly, script.Arguments.Length)));
        Assert.All(configuration.Scripts, static script => Assert.NotEmpty(script.Metrics));
    }

    [Theory]
    [InlineData("off", ReadOnlyMode.Off)]
    [InlineData("required", ReadOnlyMode.Prefer)]
    [InlineData("prefer", ReadOnlyMode.Prefer)]
    public void Load_ReadOnlyScripts_LeaveCollectorsToOldServers(string text, ReadOnlyMode mode) =>
        Assert.Equal(mode, _folder.Load($"global: {{read_only: {text}}}", Compatible).Scripts[0].ReadOnly);

    [Fact]
    public void Load_NotCompatible_CollectsNothingUnasked() =>
        Assert.Equal(["a.lua"], _folder.Load("{scripts: [{file: a.lua}], target_groups: [{targets: [h]}]}").Scripts.Select(static script => script.Name));

    [Theory]
    [InlineData("keys", "check_keys=db1=mail:*,jobs", "db1=mail:* db0=jobs")]
    [InlineData("keys", "check_single_keys=a*b", "key=db0=a*b")]
    [InlineData("keys", "count_keys=db2=*", "count=db2=*")]
    [InlineData("keys", "check_keys=a;disable_exporting_key_values=true;check_keys_batch_size=500", "db0=a max_scan=5000 values=no")]
    [InlineData("streams", "check_streams=s:*", "db0=s:*")]
    [InlineData("streams", "check_single_streams=s;streams_exclude_consumer_metrics=true", "key=db0=s consumers=no")]
    [InlineData("key_groups", "check_key_groups=^(a),^(b);max_distinct_key_groups=7;check_keys_batch_size=500", "^(a) ^(b) max_scan=1000 max_groups=7")]
    [InlineData("info", "include_metrics_for_empty_databases=false", "0")]
    [InlineData("modules", "include_modules_metrics=true", "")]
    public void Load_FlagsOfRedisExporter_AreArgumentsOfACollector(string name, string flags, string expected) =>
        Assert.Equal(expected, string.Join(' ', Collector(name, flags)!.Arguments));

    [Theory]
    [InlineData("keys", "check_keys_batch_size=500;disable_exporting_key_values=true")]
    [InlineData("streams", "streams_exclude_consumer_metrics=true")]
    [InlineData("key_groups", "max_distinct_key_groups=7;check_key_groups= ")]
    public void Load_OptionsWithoutKeys_AskForNothing(string name, string flags) => Assert.Null(Collector(name, flags));

    [Fact]
    public void Load_SkipForMasters_IsForKeysAndStreamsAlone()
    {
        const string flags = "check_keys=a;check_streams=s;check_key_groups=^(a);skip_checkkeys_for_role_master=true";

        Assert.Equal([ServerRole.Replica, ServerRole.Replica, null], new[] { "keys", "streams", "key_groups" }.Select(name => Collector(name, flags)!.On));
    }

    [Fact]
    public void Load_IsCluster_LooksForKeysOnMasters()
    {
        const string flags = "check_keys=a;check_streams=s;check_key_groups=^(a);is_cluster=true";

        Assert.All(["keys", "streams", "key_groups"], name => Assert.Equal(ServerRole.Master, Collector(name, flags)!.On));
    }

    [Fact]
    public void Load_IsClusterAndSkipForMasters_LooksForKeysAndStreamsOnReplicas()
    {
        const string flags = "check_keys=a;check_streams=s;check_key_groups=^(a);is_cluster=true;skip_checkkeys_for_role_master=true";

        Assert.Equal(
            [ServerRole.Replica, ServerRole.Replica, ServerRole.Master], new[] { "keys", "streams", "key_groups" }.Select(name => Collector(name, flags)!.On!.Value));
    }

    [Fact]
    public void Load_CollectorsOfTheFile_RunInPlaceOfThoseOfTheirName()
    {
        ScriptGridConfiguration configuration = _folder.Load("global: {collectors: [replication, {name: info, interval: 1m}]}", Compatible);

        Assert.Equal(["slowlog", "cluster", "replication", "info"], configuration.Scripts.Select(static script => script.Name));
        Assert.Equal(TimeSpan.FromMinutes(1), configuration.Scripts[3].Interval);
    }

    [Fact]
    public void Load_NoCollectorsInTheFile_RunsScriptsAndWhatFlagsAskFor()
    {
        const string yaml = "{global: {collectors: []}, scripts: [{file: a.lua}]}";

        Assert.Equal(["a.lua", "keys"], _folder.Load(yaml, Compatible, Flag("check_keys=a")).Scripts.Select(static script => script.Name));
    }

    [Fact]
    public void Load_Mistakes_AreAllTold() => Assert.Equal(
        [
            "--check_keys: \"100%\" is not escaped as a URL is; write %25 for a percent sign",
            "--check_keys_batch_size: \"0\" is not a whole number from 1 to 1000000000",
            "--check_streams: collector streams is configured with arguments of its own (scriptgrid.yml:1); add these arguments to its args",
        ],
        _folder.Errors(
            "global: {collectors: [{name: streams, args: [s]}]}", Compatible, Flag("check_keys=100%"), Flag("check_keys_batch_size=0"), Flag("check_streams=s")).Order(StringComparer.Ordinal));

    [Fact]
    public void Load_SectionWithoutCompatibility_IsRefused() => Assert.Equal(
        ["scriptgrid.yml:1: redis_exporter_page: needs compat_redis_exporter: true; without it use collectors"],
        _folder.Errors("{global: {redis_exporter_page: {check_keys: a}}, scripts: [{file: a.lua}], target_groups: [{targets: [h]}]}"));

    [Fact]
    public void Load_SiloWithoutTargets_WaitsForThoseOfTheCluster() =>
        Assert.Empty(new ConfigurationLoader(new CommandLineSettings { Settings = [Compatible] }) { ForSilo = true }.Load().Errors);

    private static Setting Flag(string text) => new($"global.redis_exporter_page.{text.Split('=')[0]}", text[(text.IndexOf('=') + 1)..], $"--{text.Split('=')[0]}");

    private ScriptSpec? Collector(string name, string flags) =>
        _folder.Load("", [Compatible, .. flags.Split(';').Select(Flag)]).Scripts.SingleOrDefault(script => script.Name == name);
}
