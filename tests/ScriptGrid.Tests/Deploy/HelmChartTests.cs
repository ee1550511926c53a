using k8s.Models;
using ScriptGrid.Testing;
using ScriptGrid.Tests.Contrib.Prometheus;
using ScriptGrid.Tests.EndToEnd;
using YamlDotNet.RepresentationModel;

namespace ScriptGrid.Tests.Deploy;

/// <summary>The chart, by Helm itself, by Kubernetes' schemas and by the types of its client.</summary>
public sealed class HelmChartTests : IDisposable
{
    private static readonly string Chart = Path.Combine(AppContext.BaseDirectory, "deploy", "helm", "scriptgrid");

    private static readonly string[] Cluster =
    [
        "--set", "mode=cluster,cluster.clientSecretKey=client-secret,serviceMonitor.enabled=true,prometheusRule.enabled=true",
        "--set", "secret.data.membership=redis:6379,secret.data.client-secret=0123456789abcdef",
        "--set-json", """{"scripts": {"queues.lua": "return {'n', 1}"}, "networkPolicy": {"clientsFrom": [{"podSelector": {}}]}}""",
        "--set-json", """{"config": {"scripts": [{"file": "scripts/queues.lua"}]}}""",
    ];

    private readonly TestFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Rules_OfTheChart_AreThoseOfContrib() => Assert.Equal(
        await File.ReadAllTextAsync(Path.Combine(PrometheusRule.Folder, "scriptgrid.rules.yml")),
        await File.ReadAllTextAsync(Path.Combine(Chart, "files", "scriptgrid.rules.yml")));

    [DeployToolsFact]
    public async Task Lint_Chart_HasNothingToSay()
    {
        (int exitCode, string output) = await DeployTools.HelmAsync(["lint", "--strict", Chart, .. Cluster]);

        Assert.True(exitCode == 0 && !output.Contains("[WARNING]", StringComparison.Ordinal), output);
    }

    [DeployToolsFact]
    public async Task Template_SingleProcess_GivesWhatItNeeds()
    {
        Manifests manifests = await RenderAsync();

        Assert.Equal(["ConfigMap", "Deployment", "NetworkPolicy", "Service", "ServiceAccount"], manifests.Kinds.Order(StringComparer.Ordinal));
        PodRules.AssertHold(manifests.Pods);
        await PodRules.AssertStartsAsync(manifests, "serve", _files);
    }

    [DeployToolsFact]
    public async Task Template_ClusterWithEverything_GivesWhatItNeeds()
    {
        Manifests manifests = await RenderAsync(Cluster);

        Assert.Equal(
            ["ConfigMap", "ConfigMap", "NetworkPolicy", "PodDisruptionBudget", "PrometheusRule", "Secret", "Service", "Service", "ServiceAccount", "ServiceMonitor", "StatefulSet"],
            manifests.Kinds.Order(StringComparer.Ordinal));
        PodRules.AssertHold(manifests.Pods);
        await PodRules.AssertStartsAsync(manifests, "silo", _files);
        Assert.Equal([9121, 11111, 30000], manifests.Pods.Spec.Containers[0].Ports.Select(static port => port.ContainerPort));
        Assert.Equal(45, manifests.Pods.Spec.TerminationGracePeriodSeconds);
    }

    [DeployToolsFact]
    public async Task Template_ClusterWithTlsAndLogins_GivesThemToProgramProbesAndPrometheus()
    {
        using var certificates = new TestCertificates();
        string secrets = Path.GetDirectoryName(certificates.CaFile)!;
        Manifests manifests = await RenderAsync(
        [
            .. Cluster,
            "--set", "cluster.tls.caKey=ca.pem,cluster.tls.certKey=silo.pem,cluster.tls.keyKey=silo.key,cluster.clientTls.caKey=ca.pem",
            "--set", "web.configKey=web.yml,web.tls=true,web.bearerTokenKey=token,web.adminTokenKey=admins,web.externalUrl=https://grid.example/redis/",
            "--set-json", """{"web": {"probeHeaders": [{"name": "Authorization", "value": "Bearer of-the-probes"}]}}""",
            "--set-json", """{"serviceMonitor": {"tlsConfig": {"serverName": "scriptgrid"}, "authorization": {"credentials": {"name": "grid-scriptgrid", "key": "token"}}}}""",
        ]);

        PodRules.AssertHold(manifests.Pods);
        await PodRules.AssertStartsAsync(manifests, "silo", _files, secrets);
        V1Container container = manifests.Pods.Spec.Containers[0];
        Assert.All(
            [
                "--web.config.file=/run/secrets/scriptgrid/web.yml", "--web.bearer-token-file=/run/secrets/scriptgrid/token", "--web.admin.bearer-token-file=/run/secrets/scriptgrid/admins",
                "--web.external-url=https://grid.example/redis/",
            ],
            argument => Assert.Contains(argument, container.Args));
        Assert.All([container.StartupProbe, container.LivenessProbe, container.ReadinessProbe], static probe =>
            Assert.Equal(("HTTPS", "Bearer of-the-probes"), (probe.HttpGet.Scheme, probe.HttpGet.HttpHeaders[0].Value)));
        Assert.Equal("/redis/-/ready", container.ReadinessProbe.HttpGet.Path);
        string configuration = manifests.All.OfType<V1ConfigMap>().SelectMany(static map => map.Data).Single(static file => file.Key == "scriptgrid.yml").Value;
        Assert.Contains("  client_tls:\n    ca_file: /run/secrets/scriptgrid/ca.pem\n", configuration, StringComparison.Ordinal);
        Assert.Contains("    server_name: scriptgrid\n", configuration, StringComparison.Ordinal);
        (_, string rendered) = await DeployTools.HelmAsync(["template", "grid", Chart, .. Cluster, "--set", "web.routePrefix=/redis,web.tls=true,web.configKey=web.yml", "--show-only", "templates/servicemonitor.yaml"]);
        Assert.Equal(2, rendered.Split("path: /redis/metrics\n      scheme: https\n").Length - 1);
    }

    /// <summary>Helm reads YAML 1.1, where off is false.</summary>
    [DeployToolsFact]
    public async Task Template_ReadOnlyOffWithoutQuotes_IsTaken()
    {
        string values = _files.Write("values.yaml", """
            config:
              global: {read_only: off}
              scripts: [{file: scripts/queues.lua, "on": replica, read_only: off}]
              target_groups: [{targets: ["redis://redis"]}]
            scripts: {queues.lua: "return {'n', 1}"}
            """);

        await PodRules.AssertStartsAsync(await RenderAsync("--values", values), "serve", _files);
    }

    [DeployToolsFact]
    public async Task Template_OnWithoutQuotes_IsRefusedWithItsPlace()
    {
        (string Configuration, string Place)[] cases =
        [
            ("{scripts: [{file: a.lua}, {file: b.lua, on: replica}], target_groups: []}", "config.scripts[1]"),
            ("{global: {collectors: [info, {name: keys, on: master}]}, target_groups: []}", "config.global.collectors[1]"),
            ("{target_groups: [{targets: [h], collectors: [{name: keys, on: any}]}]}", "config.target_groups[0].collectors[0]"),
            ("{global: {labels: {off: x}}, target_groups: []}", "config.global.labels"),
        ];
        foreach ((string configuration, string place) in cases)
        {
            (int exitCode, string output) = await DeployTools.HelmAsync("template", "grid", Chart, "--values", _files.Write("values.yaml", $"config: {configuration}\n"));

            Assert.NotEqual(0, exitCode);
            Assert.Contains($"{place} has the key ", output, StringComparison.Ordinal);
        }
    }

    [DeployToolsFact]
    public async Task NetworkPolicy_ConfigurationThatNamesPorts_AllowsThem()
    {
        string values = _files.Write("values.yaml", """
            mode: cluster
            cluster: {membership: postgresql}
            secret: {existing: scriptgrid}
            networkPolicy: {ports: [9999]}
            config:
              otlp: {endpoint: "http://collector:4318"}
              target_groups:
                - targets: ["rediss://user:12345@redis:6380/1", "redis", "[::1]:7000", "unix:///run/redis.sock"]
                - redis_cluster: {seeds: ["redis://seed:7001"]}
                - sentinel: {addresses: ["sentinel:26380", sentinel]}
                - dns: {names: [redis.internal], port: 7002, servers: ["10.0.0.53", "10.0.0.54:8600"]}
                - http_sd: {url: "https://inventory.internal/redis"}
            """);

        Assert.Equal(["6379", "26379", "5432", "6380", "7000", "7001", "26380", "7002", "443", "4318", "9999"], PortsOf(await RenderAsync("--values", values)));
        Assert.Equal(["53", "53", "8600", "8600"], (await RenderAsync("--values", values)).All.OfType<V1NetworkPolicy>().Single().Spec.Egress[0].Ports.Select(static port => port.Port.Value));
        Assert.Equal(["6379", "26379"], PortsOf(await RenderAsync(Cluster)));
        Assert.Equal(["6400"], PortsOf(await RenderAsync([.. Cluster, "--set-json", """{"networkPolicy": {"ports": [9999], "egress": [{"ports": [{"port": 6400}]}]}}"""])));

        static IEnumerable<string> PortsOf(Manifests manifests) =>
            manifests.All.OfType<V1NetworkPolicy>().Single().Spec.Egress[^1].Ports.Select(static port => port.Port.Value);
    }

    [DeployToolsFact]
    public async Task NetworkPolicy_PortOfAVariable_IsRefusedWithItsAddress()
    {
        (string Config, string Address)[] cases =
        [
            ("""{"target_groups": [{"targets": ["redis:${PORT}"]}]}""", "redis:${PORT}"),
            ("""{"target_groups": [{"dns": {"names": ["redis"], "port": "${PORT}"}}]}""", ":${PORT}"),
        ];
        foreach ((string config, string address) in cases)
        {
            (int exitCode, string output) = await DeployTools.HelmAsync(["template", "grid", Chart, "--set-json", $"config={config}"]);

            Assert.NotEqual(0, exitCode);
            Assert.Contains($"networkPolicy cannot tell the port of {address}: ", output, StringComparison.Ordinal);
            Assert.Equal(0, (await DeployTools.HelmAsync(["template", "grid", Chart, "--set", "networkPolicy.enabled=false", "--set-json", $"config={config}"])).ExitCode);
        }
    }

    /// <summary>Series about targets have no label of the pod that tells of them, and both pages of the first silo are told apart.</summary>
    [DeployToolsFact]
    public async Task ServiceMonitor_OfEachMode_KeepsSeriesOfTargetsAndPagesApart()
    {
        foreach ((string mode, string[] scopes) in new[] { ("single", Array.Empty<string>()), ("cluster", ["scriptgrid_scope=local", "scriptgrid_scope=rollups"]) })
        {
            (_, string rendered) = await DeployTools.HelmAsync(["template", "grid", Chart, .. Cluster, "--set", $"mode={mode}", "--show-only", "templates/servicemonitor.yaml"]);
            YamlNode[] endpoints = [.. PlayedServices.Document(_files.Write("monitor.yaml", rendered))["spec"]["endpoints"].Sequence()];

            Assert.Equal(scopes, endpoints.SelectMany(static endpoint => Labels(endpoint, "relabelings")));
            Assert.All(endpoints, static endpoint => Assert.Equal(["instance=", "pod="], Labels(endpoint, "metricRelabelings")));
        }

        static IEnumerable<string> Labels(YamlNode endpoint, string rules) =>
            endpoint.Has(rules) ? endpoint[rules].Sequence().Where(static rule => rule.Has("targetLabel")).Select(static rule => $"{rule["targetLabel"]}={rule["replacement"]}") : [];
    }

    [DeployToolsFact]
    public async Task Template_WrongValues_AreRefusedWithTheirPlace()
    {
        (string Values, string Message)[] cases =
        [
            ("mode=both", "'/mode'"),
            ("mode=cluster", "mode cluster needs secret.existing or secret.data"),
            ("cluster.silos=none", "'/cluster/silos'"),
            ("image.name=x", "'/image'"),
            ("colour=red", "'colour' not allowed"),
            ("service.port=99999", "'/service/port'"),
            ("web.configKey=web.yml", "keys of a secret need secret.existing or secret.data"),
            ("web.bearerTokenKey=t,secret.existing=s", "give web.probeHeaders a token"),
            ("web.tls=true,secret.existing=s", "give web.configKey"),
            ("web.routePrefix=redis", "'/web/routePrefix'"),
        ];
        foreach ((string values, string message) in cases)
        {
            (int exitCode, string output) = await DeployTools.HelmAsync("template", "grid", Chart, "--set", values);

            Assert.NotEqual(0, exitCode);
            Assert.Contains(message, output, StringComparison.Ordinal);
        }
    }

    /// <summary>The manifests of <c>deploy/kubernetes</c> are what the chart gives for the values beside them. With SCRIPTGRID_WRITE_MANIFESTS=1 they are written anew.</summary>
    [DeployToolsFact]
    public async Task Manifests_OfTheFolder_AreTheCharts()
    {
        foreach (string name in new[] { "single", "cluster", "secure" })
        {
            (int exitCode, string output) = await DeployTools.HelmAsync(
                "template", "scriptgrid", Chart, "--namespace", "scriptgrid", "--values", Path.Combine(PlainManifestsTests.Folder, $"values-{name}.yaml"));
            Assert.True(exitCode == 0, output);
            await PlainManifestsTests.CompareAsync($"{name}.yaml", PlainManifestsTests.Header(name) + output);
        }
    }

    private async Task<Manifests> RenderAsync(params string[] values)
    {
        (int exitCode, string output) = await DeployTools.HelmAsync(["template", "grid", Chart, .. values]);
        Assert.True(exitCode == 0, output);
        Assert.Equal("", await DeployTools.ManifestProblemsAsync(_files.Write("manifests.yaml", output)));
        return Manifests.Read(output);
    }
}
