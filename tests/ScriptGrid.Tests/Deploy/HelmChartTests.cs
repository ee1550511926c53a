using k8s.Models;
using ScriptGrid.Testing;
using ScriptGrid.Tests.Contrib.Prometheus;
using ScriptGrid.Tests.EndToEnd;

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
