using ScriptGrid.Testing;
using ScriptGrid.Tests.Contrib.Prometheus;
using ScriptGrid.Tests.EndToEnd;
using YamlDotNet.RepresentationModel;

namespace ScriptGrid.Tests.Deploy;

/// <summary>The files of <c>deploy/compose</c>. Without an engine for containers they are held against schemas, and what their services run is run here.</summary>
public sealed class ComposeTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "deploy", "compose");

    [Fact]
    public async Task Yaml_OfTheFolder_IsClean() => Assert.Equal(
        (0, ""),
        await Programs.RunAsync("yamllint", "--strict", "-d", "{extends: default, rules: {line-length: disable, document-start: disable}}", Folder, PrometheusRule.Folder));

    [DeployToolsFact]
    public async Task Compose_OfTheFolder_IsAsTheSpecificationSays()
    {
        (int exitCode, string output) = await DeployTools.CheckComposeAsync(Path.Combine(Folder, "compose.yaml"));

        Assert.Equal((0, ""), (exitCode, output.Trim()));
    }

    /// <summary>Compose gives a container with a read-only root no config and no secret that is not a file.</summary>
    [Theory]
    [InlineData("compose.yaml")]
    [InlineData("secure/secure.yaml")]
    public void Compose_ConfigsAndSecrets_AreFiles(string file)
    {
        var compose = (YamlMappingNode)PlayedServices.Document(Path.Combine(Folder, file));

        Assert.All(
            new[] { "configs", "secrets" }.Where(compose.Has).SelectMany(kind => ((YamlMappingNode)compose[kind]).Children.Values),
            static definition => Assert.True(definition.Has("file"), $"{definition}"));
    }

    [Fact]
    public async Task Prometheus_OfTheFolder_IsAcceptedWithTheRules() => Assert.Contains(
        $"{PrometheusRule.All.Count} rules found", await Promtool.AssertAcceptsAsync(Path.Combine(Folder, "prometheus.yml")), StringComparison.Ordinal);

    [Fact]
    public async Task ScriptGrid_OfTheFolder_IsFoundWell()
    {
        (int exitCode, string output, string error) = await ScriptGridProcess.RunAsync("check", "--config.file", Path.Combine(Folder, "scriptgrid.yml"));

        Assert.True(exitCode == 0, output + error);
    }

    /// <summary>What is made for secure.yaml does: Prometheus takes its configuration, and a silo with the same command answers over TLS to whoever has the token.</summary>
    [Fact]
    public async Task Secure_WithTheSecretsThatAreMade_IsServed()
    {
        string root = Directory.CreateTempSubdirectory("scriptgrid-secure-").FullName;
        string folder = Path.Combine(root, "deploy", "compose", "secure");
        Directory.CreateDirectory(folder);
        foreach (string file in Directory.GetFiles(Path.Combine(Folder, "secure")))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        Directory.CreateDirectory(Path.Combine(root, "contrib"));
        Directory.CreateSymbolicLink(Path.Combine(root, "contrib", "prometheus"), PrometheusRule.Folder);
        string secrets = Path.Combine(folder, "secrets");
        (int exitCode, string output) = await Programs.RunAsync("bash", Path.Combine(folder, "make-secrets.sh"), secrets);
        Assert.True(exitCode == 0, output);
        await Promtool.AssertAcceptsAsync(Path.Combine(folder, "prometheus.yml"));

        await using PlayedServices services = await PlayedServices.StartAsync(Folder);
        string configuration = services.Configure(
            Path.Combine(folder, "scriptgrid.yml"), ("../../../contrib", Path.Combine(AppContext.BaseDirectory, "contrib")), ("/run/secrets/scriptgrid", secrets));
        await using ScriptGridProcess silo = await ScriptGridProcess.SiloAsync(
            "--config.file", configuration, "--cluster.address", PlayedServices.SiloAddress,
            "--web.config.file", Path.Combine(secrets, "web.yml"),
            "--web.bearer-token-file", Path.Combine(secrets, "prometheus-token"),
            "--web.admin.bearer-token-file", Path.Combine(secrets, "admin-tokens"));
        CurlAnswer nobody = await Curl.RunAsync("--cacert", Path.Combine(secrets, "silos-ca.pem"), $"https://{silo.Address}/metrics");
        string token = (await File.ReadAllTextAsync(Path.Combine(secrets, "prometheus-token"))).Trim();
        CurlAnswer prometheus = await Curl.RunAsync("--cacert", Path.Combine(secrets, "silos-ca.pem"), "--header", $"Authorization: Bearer {token}", $"https://{silo.Address}/metrics");

        Assert.Equal((401, 200), (nobody.Status, prometheus.Status));
        Assert.Contains("scriptgrid_cluster_certificate_not_after_timestamp_seconds{section=\"cluster.client_tls\"}", prometheus.Output, StringComparison.Ordinal);
        Directory.Delete(root, recursive: true);
    }

    /// <summary>Every server of the file, and a silo with its configuration, on addresses of this machine.</summary>
    [Fact]
    public async Task Services_PlayedOnThisMachine_AreFoundAndCollected()
    {
        await using PlayedServices services = await PlayedServices.StartAsync(Folder);
        await using ScriptGridProcess silo = await ScriptGridProcess.SiloAsync("--config.file", services.Configuration, "--cluster.address", PlayedServices.SiloAddress);

        string[] servers = [.. new[] { "31", "32", "33", "34", "35", "36", "41", "42", "43" }.Select(static last => $"127.28.0.{last}:6379")];
        await silo.WaitForAsync(
        [
            .. servers.Select(static server => $$"""redis_up{target="{{server}}","""),
            .. new[] { "51", "52", "53" }.Select(static last => $$"""redis_up{target="127.28.0.{{last}}:26379"} 1"""),
            """redis_cluster_state{target="127.28.0.31:6379",""",
            """redis_script_result{target="127.28.0.41:6379",role="master",filename="sample_collect_script.lua"} 1""",
            """redis_fleet_script_values{filename="sample_collect_script.lua",""",
        ]);
    }
}
