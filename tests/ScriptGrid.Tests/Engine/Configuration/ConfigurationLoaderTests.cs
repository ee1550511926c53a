using System.Text;
using Microsoft.Extensions.Logging;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Tests.Engine.Configuration;

public sealed class ConfigurationLoaderTests : IDisposable
{
    private const string Minimal = "{scripts: [{file: a.lua}], target_groups: [{targets: [h]}]}";

    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_Minimal_HasDefaults()
    {
        ScriptGridConfiguration configuration = _folder.Load(Minimal);

        Assert.Equal(TimeSpan.FromSeconds(15), configuration.Interval);
        Assert.Equal(TimeSpan.FromSeconds(2), configuration.Timeout);
        Assert.Equal(("target", "redis", false), (configuration.TargetLabel, configuration.Namespace, configuration.RedisExporterCompatible));
        AssertWeb(new WebSettings(), configuration.Web);
        Assert.Equal(new LogSettings(), configuration.Log);
        Assert.Equal(new ClusterSettings(), configuration.Cluster);
        Assert.Empty(configuration.Warnings);
        ScriptSpec script = Assert.Single(configuration.Scripts);
        Assert.Equal("return 1", Encoding.UTF8.GetString(script.Body.Span));
        var defaults = new ScriptSpec { Name = "a.lua", Path = script.Path, Body = script.Body };
        Assert.Equal(defaults, script with { Keys = defaults.Keys, Arguments = defaults.Arguments, Metrics = defaults.Metrics });
        TargetSpec target = Assert.Single(configuration.Targets);
        Assert.Equal("h:6379", target.Address.Id);
        Assert.Null(target.Credentials);
        Assert.Null(target.Tls);
        Assert.Equal([script], target.Scripts);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/scrape")]
    [InlineData("/Scrape/")]
    [InlineData("/sd")]
    [InlineData("/SD")]
    [InlineData("/targets")]
    [InlineData("/Targets/a")]
    [InlineData("/scripts/a.lua")]
    [InlineData("/silos")]
    [InlineData("/discovery/")]
    [InlineData("/configuration")]
    [InlineData("/assets/app.css")]
    [InlineData("/api/v1/targets")]
    [InlineData("/API/v1/targets")]
    [InlineData("/-/healthy")]
    public void Load_TelemetryPathOfAnotherPage_IsAnErrorThatNamesKeyAndPath(string path)
    {
        string error = Assert.Single(_folder.Errors(
            $"{{web: {{telemetry_path: \"{path}\"}}, scripts: [{{file: a.lua}}], target_groups: [{{targets: [h]}}]}}"));

        Assert.StartsWith($"scriptgrid.yml:1: telemetry_path: \"{path}\" is not ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("route_prefix: grid/", "/grid", null)]
    [InlineData("route_prefix: /a/b", "/a/b", null)]
    [InlineData("external_url: 'https://h:8443/a/b/'", "/a/b", "https://h:8443/a/b")]
    [InlineData("external_url: 'http://h'", "/", "http://h")]
    [InlineData("{external_url: 'http://h/a', route_prefix: /}", "/", "http://h/a")]
    public void Load_Prefixes_AreReadAsPrometheusReadsThem(string web, string prefix, string? externalUrl)
    {
        ScriptGridConfiguration configuration = _folder.Load($"""
            web: {(web.StartsWith('{') ? web : "{" + web + "}")}
            scripts: [file: a.lua]
            target_groups: [targets: [h]]
            """);

        Assert.Equal((prefix, externalUrl), (configuration.Web.RoutePrefix, configuration.Web.ExternalUrl));
    }

    [Theory]
    [InlineData("route_prefix", "")]
    [InlineData("route_prefix", "/a//b")]
    [InlineData("route_prefix", "/../b")]
    [InlineData("route_prefix", "/{a}")]
    [InlineData("external_url", "/grid")]
    [InlineData("external_url", "ftp://h/grid")]
    [InlineData("external_url", "https://u:p@h/grid")]
    [InlineData("external_url", "https://h/grid?")]
    [InlineData("external_url", "https://h/grid#a")]
    [InlineData("external_url", "https://h/a%20b")]
    public void Load_PrefixThatIsNone_IsAnErrorThatNamesItsKey(string key, string text)
    {
        string error = Assert.Single(_folder.Errors(
            $"{{web: {{{key}: \"{text}\"}}, scripts: [{{file: a.lua}}], target_groups: [{{targets: [h]}}]}}"));

        Assert.StartsWith($"scriptgrid.yml:1: {key}: ", error, StringComparison.Ordinal);
    }

    /// <summary>Every key that takes a URL, an address, a path or a file is tempted to quote it.</summary>
    [Theory]
    [InlineData("web: {external_url: '$'}")]
    [InlineData("web: {external_url: 'http://h/?token=hemlich'}")]
    [InlineData("web: {listen_address: '$'}")]
    [InlineData("web: {route_prefix: '$'}")]
    [InlineData("web: {telemetry_path: '$ x'}")]
    [InlineData("web: {config_file: '$'}")]
    [InlineData("web: {bearer_token_file: '$'}")]
    [InlineData("cluster: {http_address: '$'}")]
    [InlineData("cluster: {address: '$'}")]
    [InlineData("cluster: {listen_address: '$'}")]
    [InlineData("cluster: {cluster_id: '$'}")]
    [InlineData("otlp: {endpoint: '$'}")]
    [InlineData("otlp: {endpoint: 'http://h', headers_file: '$'}")]
    [InlineData("global: {interval: '$'}")]
    [InlineData("global: {namespace: '$'}")]
    [InlineData("global: {shard: '$'}")]
    [InlineData("global: {labels: {a: b}, target_label: '$'}")]
    [InlineData("global: {password_file: '$'}")]
    [InlineData("global: {credentials_file: '$'}")]
    [InlineData("scripts: [{file: '$'}]")]
    [InlineData("scripts: [{file: a.lua, aggregate: ['$'], by: ['$']}]")]
    [InlineData("target_groups: [{targets: ['$']}]")]
    [InlineData("target_groups: [{targets: [h], scripts: ['$']}]")]
    [InlineData("target_groups: [{targets: [h], tls: {ca_file: '$', server_name: '$'}}]")]
    [InlineData("target_groups: [{http_sd: {url: '$'}}]")]
    [InlineData("target_groups: [{file_sd: {files: ['$']}, allow: ['$']}]")]
    [InlineData("target_groups: [{dns_sd: {names: ['$']}}]")]
    [InlineData("target_groups: [{redis_cluster: {seeds: ['$']}}]")]
    [InlineData("target_groups: [{sentinel: {addresses: ['$'], masters: ['$']}}]")]
    [InlineData("'$': x")]
    public void Load_UrlWithALoginAnywhere_IsNotRepeated(string mistake)
    {
        string yaml = mistake.Replace("$", "http://u:hemlich@x/", StringComparison.Ordinal);

        string[] errors = [.. _folder.Errors(yaml)];

        Assert.NotEmpty(errors);
        Assert.All(errors, static error => Assert.DoesNotContain("hemlich", error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("web.external_url", "--web.external-url: it is not a URL such as https://metrics.example.com/scriptgrid, without user, query and fragment")]
    [InlineData("web.listen_address", "--web.listen-address: it is not an address to listen on, such as :9121, 127.0.0.1:9121 or [::1]:9121")]
    public void Load_FlagWithAUrlThatHasALogin_IsNotRepeated(string key, string expected)
    {
        var setting = new Setting(key, "http://u:hemlich@x/", $"--{key.Replace('_', '-')}");

        Assert.Equal([expected], _folder.Errors("{scripts: [{file: a.lua}], target_groups: [{targets: [h]}]}", setting));
    }

    [Fact]
    public void Load_ConfigurationFileThatIsAUrlWithALogin_IsNotRepeated()
    {
        var loader = new ConfigurationLoader(new CommandLineSettings { Settings = [new Setting(Setting.ConfigFile, "http://u:hemlich@x/a.yml", "--config.file")], WorkingDirectory = "/etc" });

        Assert.StartsWith("--config.file: /etc/http:/***@x/a.yml does not exist", Assert.Single(loader.Load().Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_EveryGlobalKey_IsTaken()
    {
        ScriptGridConfiguration configuration = _folder.Load("""
            global: {interval: 1m, timeout: 500ms, read_only: required, max_busy: 0.5%, expiry: 1h, labels: {env: prod}, max_reply_bytes: 2048,
              max_series: 7, username: u, password: p, target_label: instance, namespace: kv, shard: 1/1, compat_redis_exporter: false}
            web: {listen_address: "127.0.0.1:80", telemetry_path: /m, scrape_any_target: true}
            log: {level: warn, format: json}
            scripts: [{file: a.lua}]
            target_groups: [{targets: [h]}]
            """);

        Assert.Equal((TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(500)), (configuration.Interval, configuration.Timeout));
        Assert.Equal(("instance", "kv"), (configuration.TargetLabel, configuration.Namespace));
        AssertWeb(new WebSettings { ListenAddress = "127.0.0.1:80", TelemetryPath = "/m", ScrapeAnyTarget = true }, configuration.Web);
        Assert.Equal(new LogSettings { Level = LogLevel.Warning, Json = true }, configuration.Log);
        ScriptSpec script = Assert.Single(configuration.Scripts);
        Assert.Equal((ReadOnlyMode.Required, 0.005, TimeSpan.FromHours(1)), (script.ReadOnly, script.MaxBusy, script.Expiry));
        Assert.Equal((2048, 7), (script.MaxReplyBytes, script.MaxSeries));
        TargetSpec target = Assert.Single(configuration.Targets);
        Assert.Equal(new RedisCredentials("u", "p"), target.Credentials);
        Assert.Equal(Labels(("env", "prod")), target.Labels);
    }

    [Fact]
    public void Load_EveryScriptKey_OverridesGlobal()
    {
        ScriptGridConfiguration configuration = _folder.Load("""
            global: {interval: 1m, timeout: 1s, read_only: required, max_busy: 5%, expiry: 2h, max_reply_bytes: 2048, max_series: 7}
            scripts:
              - {name: first, file: a.lua, interval: 30s, timeout: 3s, expiry: 45s, read_only: prefer, keys: [k1, k2], args: ["mail:*", 5],
                 labels: {kind: q}, aggregate: [sum, max, count], max_busy: 100%, kill_on_timeout: true, max_reply_bytes: 10, max_series: 20}
              - {name: unlock, file: a.lua, interval: never, read_only: off}
            target_groups: [{targets: [h]}]
            """);

        ScriptSpec script = configuration.Scripts[0];
        Assert.Equal(("first", TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(3)), (script.Name, script.Interval, script.Timeout));
        Assert.Equal((TimeSpan.FromSeconds(45), ReadOnlyMode.Prefer, 1d), (script.Expiry, script.ReadOnly, script.MaxBusy));
        Assert.Equal<string>(["k1", "k2"], script.Keys);
        Assert.Equal<string>(["mail:*", "5"], script.Arguments);
        Assert.Equal(Labels(("kind", "q")), script.Labels);
        Assert.Equal(Aggregations.Sum | Aggregations.Max | Aggregations.Count, script.Aggregate);
        Assert.Equal((true, 10, 20), (script.KillOnTimeout, script.MaxReplyBytes, script.MaxSeries));
        Assert.Null(configuration.Scripts[1].Interval);
        Assert.Equal(ReadOnlyMode.Off, configuration.Scripts[1].ReadOnly);
    }

    [Theory]
    [InlineData("off")]
    [InlineData("false")]
    public void Load_ReadOnlyOff_IsFalseForReadersOfOldYaml(string text) =>
        Assert.Equal(ReadOnlyMode.Off, _folder.Load($"{{scripts: [{{file: a.lua, read_only: {text}}}], target_groups: [{{targets: [h]}}]}}").Scripts[0].ReadOnly);

    [Fact]
    public void Load_Roles_AreTaken()
    {
        ScriptGridConfiguration configuration = _folder.Load("""
            global: {role_label: role}
            scripts:
              - {name: m, file: a.lua, on: master}
              - {name: r, file: a.lua, on: replica}
              - {name: a, file: a.lua, on: any}
              - {name: d, file: a.lua}
            target_groups: [{targets: [h]}]
            """);

        Assert.Equal("role", configuration.RoleLabel);
        Assert.Equal([ServerRole.Master, ServerRole.Replica, null, null], configuration.Scripts.Select(static script => script.On));
    }

    [Theory]
    [InlineData("target", "target is the label that holds the target; give the role another label")]
    [InlineData("key", "\"key\" is not a label name that is free")]
    [InlineData("certificate", "\"certificate\" is not a label name that is free")]
    [InlineData("result", "\"result\" is not a label name that is free")]
    [InlineData("quantile", "\"quantile\" is not a label name that is free")]
    [InlineData("1st", "\"1st\" is not a label name that is free")]
    [InlineData("__role", "\"__role\" is not a label name that is free")]
    public void Load_RoleLabelThatIsTaken_IsAnError(string label, string message)
    {
        string error = Assert.Single(_folder.Errors($"{{global: {{role_label: {label}}}, scripts: [{{file: a.lua}}], target_groups: [{{targets: [h]}}]}}"));

        Assert.StartsWith($"scriptgrid.yml:1: role_label: {message}", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_RoleLabelOfAGroup_IsThatOfItsTargetsAlone()
    {
        _folder.Write("a.lua", "return {}");
        ScriptGridConfiguration configuration = _folder.Load("""
            global: {role_label: role}
            scripts: [{file: a.lua}]
            target_groups:
              - {targets: [h1], role_label: mail_role}
              - {targets: [h2]}
            """);

        Assert.Equal(["mail_role", null], configuration.Targets.Select(static target => target.RoleLabel));
        Assert.Equal("role", configuration.RoleLabel);
    }

    [Theory]
    [InlineData("", "role_label: target", "role_label: target is the label that holds the target; give the role another label")]
    [InlineData("", "role_label: filename", "role_label: ")]
    [InlineData("", "role_label: r, labels: {r: x}", "labels: r is a label that ScriptGrid sets itself; rename the label")]
    [InlineData("global: {labels: {r: x}}, ", "role_label: r", "role_label: r is also a label of global; rename one")]
    [InlineData("", "role_label: s", "role_label: s is also a label of script a.lua (")]
    [InlineData("", "role_label: queue", "mail_depth: the configuration adds a label queue to the targets of a.lua; rename one")]
    public void Load_RoleLabelOfAGroupThatIsTaken_IsAnError(string global, string group, string message)
    {
        _folder.Write("a.lua", "-- scriptgrid: gauge mail_depth{queue} Depth.\nreturn {}");

        string error = Assert.Single(_folder.Errors($"{{{global}scripts: [{{file: a.lua, labels: {{s: x}}}}], target_groups: [{{targets: [h], {group}}}]}}"));

        Assert.Contains($": {message}", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_LimitsOfSeries_AreTaken()
    {
        ScriptGridConfiguration configuration = _folder.Load("""
            global: {max_fleet_series: 1000, max_page_series: 50000}
            scripts: [{name: a, file: a.lua, max_fleet_series: 7}, {name: b, file: a.lua}]
            target_groups: [{targets: [h]}]
            """);

        Assert.Equal(50_000, configuration.MaxPageSeries);
        Assert.Equal([7, 1000], configuration.Scripts.Select(static script => script.MaxFleetSeries));
    }

    [Theory]
    [InlineData("20s", 60)]
    [InlineData("never", 30)]
    public void Load_NoExpiry_IsThreeIntervals(string interval, int seconds)
    {
        ScriptGridConfiguration configuration =
            _folder.Load($$"""{global: {interval: 10s}, scripts: [{file: a.lua, interval: {{interval}}}], target_groups: [{targets: [h]}]}""");

        Assert.Equal(TimeSpan.FromSeconds(seconds), configuration.Scripts[0].Expiry);
    }

    [Fact]
    public void Load_Groups_HaveTheirScriptsInOrderLabelsAndLogin()
    {
        ScriptGridConfiguration configuration = _folder.Load("""
            global: {labels: {env: prod, team: none}, username: everyone, password: p0}
            scripts: [{name: a, file: a.lua}, {name: b, file: a.lua, labels: {env: script}}]
            target_groups:
              - {targets: ["redis://10.0.0.1", "redis://10.0.0.2:6380/1"], labels: {team: mail}, scripts: [b, a], username: mail, password: p1}
              - {targets: ["redis://own:p2@10.0.0.3", "redis://:p3@10.0.0.4"], scripts: []}
              - targets: ["unix:///run/redis.sock"]
            """);

        Assert.Equal(
            ["10.0.0.1:6379", "10.0.0.2:6380/1", "10.0.0.3:6379", "10.0.0.4:6379", "unix:/run/redis.sock"],
            configuration.Targets.Select(target => target.Address.Id));
        Assert.Equal(["b a", "b a", "", "", "a b"], configuration.Targets.Select(target => string.Join(' ', target.Scripts.Select(script => script.Name))));
        Assert.Equal(
            [new("mail", "p1"), new("mail", "p1"), new("own", "p2"), new("everyone", "p3"), new("everyone", "p0")],
            configuration.Targets.Select(target => target.Credentials!));
        Assert.Equal(Labels(("env", "prod"), ("team", "mail")), configuration.Targets[0].Labels);
        Assert.Equal(Labels(("env", "prod"), ("team", "none")), configuration.Targets[2].Labels);
        Assert.Same(configuration.Targets[0].Scripts, configuration.Targets[1].Scripts);
    }

    [Fact]
    public void Load_EmptyLabels_AreNoneAndTakeThoseBelowAway()
    {
        ScriptGridConfiguration configuration = _folder.Load("""
            global: {labels: {env: prod, team: ""}}
            scripts: [{name: a, file: a.lua, labels: {zone: ""}}]
            target_groups:
              - {targets: [h1], labels: {env: ""}}
              - {targets: [h2], labels: {team: mail}}
              - {targets: [h3]}
            """);

        Assert.Equal(
            [LabelSet.Empty, Labels(("env", "prod"), ("team", "mail")), Labels(("env", "prod"))], configuration.Targets.Select(static target => target.Labels));
        Assert.All(configuration.Targets, static target => Assert.Equal(target.Labels, new ScriptPlan(target.Scripts[0], target.Labels).Configured));
    }

    [Fact]
    public void Load_RelativePaths_StartFromTheFileOrTheWorkingDirectory()
    {
        _folder.Write("conf/lua/b.lua", "return 2");
        _folder.Write("conf/scriptgrid.yml", "{scripts: [{file: lua/b.lua}], target_groups: [{targets: [h]}]}");
        ConfigurationResult result = _folder.Loader(
            new Setting(Setting.ConfigFile, "conf/scriptgrid.yml", "--config.file"), new Setting(Setting.Script, "a.lua", "--script")).Load();

        Assert.Empty(result.Errors);
        Assert.Equal(["a.lua", "b.lua"], result.Configuration!.Scripts.Select(script => script.Name));
    }

    [Fact]
    public void Load_Shards_SplitTheTargets()
    {
        const string Yaml = "{scripts: [{file: a.lua}], target_groups: [{targets: [h:1, h:2, h:3, h:4, h:5, h:6, h:7, h:8]}]}";
        string[] all = [.. _folder.Load(Yaml).Targets.Select(target => target.Address.Id)];

        IEnumerable<string> parts = Enumerable.Range(1, 3)
            .SelectMany(index => _folder.Load(Yaml, new Setting("global.shard", $"{index}/3", "--shard")).Targets)
            .Select(target => target.Address.Id);

        Assert.Equal(all, parts.Order());
    }

    [Fact]
    public void Load_Files_GiveTheTimeOfTheNewest()
    {
        const string Yaml = "{scripts: [{file: a.lua}], target_groups: [{targets: [h]}]}";
        var written = new DateTimeOffset(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);
        string file = _folder.Write(ConfigurationFolder.FileName, Yaml);
        File.SetLastWriteTimeUtc(file, written.UtcDateTime);
        File.SetLastWriteTimeUtc(Path.Combine(_folder.Path, "a.lua"), written.UtcDateTime.AddDays(-1));
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "link.yml"), file);

        DateTimeOffset? direct = _folder.Loader(ConfigurationFolder.File).Load().Configuration!.WrittenAt;
        DateTimeOffset? linked = _folder.Loader(new Setting(Setting.ConfigFile, "link.yml", "--config.file")).Load().Configuration!.WrittenAt;
        File.SetLastWriteTimeUtc(Path.Combine(_folder.Path, "a.lua"), written.UtcDateTime.AddDays(1));
        DateTimeOffset? later = _folder.Loader(ConfigurationFolder.File).Load().Configuration!.WrittenAt;

        Assert.Equal([written, written, written.AddDays(1)], [direct, linked, later]);
    }

    [Fact]
    public void Load_ForSiloWithoutAnything_IsValid()
    {
        ConfigurationResult result = new ConfigurationLoader(CommandLineSettings.None) { ForSilo = true }.Load();

        Assert.Empty(result.Errors);
        Assert.Null(result.Configuration!.WrittenAt);
        Assert.Empty(result.Configuration.Targets);
    }

    [Theory]
    [InlineData("{scripts: [{file: a.lua}]}", "no target is configured; give --target, or list target_groups: in a configuration file")]
    [InlineData("{target_groups: [{targets: [h]}]}", "no script is configured; give --script or --collect, or list scripts: or collectors: in a configuration file")]
    [InlineData(
        "{global: {shard: 1/2}}",
        "shard: the silos of a cluster share its targets by themselves; leave it out, or use scriptgrid serve")]
    public void Load_ForSiloWithHalf_IsAnError(string yaml, string message)
    {
        _folder.Write(ConfigurationFolder.FileName, yaml);
        var settings = new CommandLineSettings { Settings = [ConfigurationFolder.File], WorkingDirectory = _folder.Path };

        ConfigurationResult result = new ConfigurationLoader(settings) { ForSilo = true }.Load();

        Assert.Equal($"scriptgrid.yml:1: {message}", Assert.Single(result.Errors));
    }

    [Fact]
    public void Load_Again_ReadsEveryFileAnew()
    {
        const string Yaml = "{scripts: [{file: a.lua}], target_groups: [{targets: [h], password_file: secret}]}";
        _folder.Write(ConfigurationFolder.FileName, Yaml);
        _folder.Write("secret", "old\n");
        ConfigurationLoader loader = _folder.Loader(ConfigurationFolder.File);
        Assert.Equal("old", loader.Load().Configuration!.Targets[0].Credentials!.Password);

        _folder.Write("secret", "new\n");
        _folder.Write("a.lua", "return 2");
        _folder.Write(ConfigurationFolder.FileName, Yaml.Replace("[h]", "[i]", StringComparison.Ordinal));
        ScriptGridConfiguration configuration = loader.Load().Configuration!;

        Assert.Equal(("new", "i"), (configuration.Targets[0].Credentials!.Password, configuration.Targets[0].Address.Host));
        Assert.Equal("return 2", Encoding.UTF8.GetString(configuration.Scripts[0].Body.Span));
    }

    [Theory]
    [InlineData("web: {scrape_any_target: true}")]
    [InlineData("{global: {compat_redis_exporter: true}, web: {scrape_any_target: true}}")]
    public void Load_AnyTargetMayBeScraped_NeedsNoTargets(string yaml) =>
        Assert.Empty(_folder.Load(yaml, new Setting(Setting.Script, "a.lua", "--script")).Targets);

    [Fact]
    public void Load_Doubtful_Warns()
    {
        ScriptGridConfiguration configuration = _folder.Load("""
            global: {expiry: 45s}
            scripts:
              - {file: a.lua, interval: 1m30s}
              - {name: spare, file: a.lua}
            target_groups: [{targets: [h], scripts: [a.lua]}]
            """);

        Assert.Equal<string>(
            [
                "scriptgrid.yml:3: script a.lua expires after 45s but runs every 1m30s, so its series come and go; raise expiry",
                "scriptgrid.yml:4: script spare runs on no target; name it in a group's scripts",
            ],
            configuration.Warnings);
    }

    private static LabelSet Labels(params (string Name, string Value)[] labels) =>
        LabelSet.From(labels.Select(label => KeyValuePair.Create(label.Name, label.Value)));

    /// <summary>All but who may ask for what.</summary>
    private static void AssertWeb(WebSettings expected, WebSettings web)
    {
        Assert.True(web.Access.IsNone);
        Assert.Equal(expected, web with { Access = expected.Access, AccessContent = expected.AccessContent });
    }

    [Theory]
    [InlineData("/a//b")]
    [InlineData("//metrics")]
    [InlineData("/metrics//")]
    [InlineData("/a%20b")]
    [InlineData("/a/../b")]
    [InlineData("/./b")]
    public void Load_TelemetryPathThatNoRequestReaches_IsRefusedWithItsPlace(string path)
    {
        string error = Assert.Single(_folder.Errors($"scripts: [{{file: a.lua}}]\ntarget_groups: [{{targets: [h]}}]\nweb: {{telemetry_path: {path}}}"));

        Assert.StartsWith($"scriptgrid.yml:3: telemetry_path: \"{path}\" is not a path such as /metrics", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/m")]
    [InlineData("/a/b/")]
    [InlineData("/a..b/.c")]
    public void Load_TelemetryPath_IsTaken(string path) =>
        Assert.Equal(path, _folder.Load($"scripts: [{{file: a.lua}}]\ntarget_groups: [{{targets: [h]}}]\nweb: {{telemetry_path: {path}}}").Web.TelemetryPath);
}
