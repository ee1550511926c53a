using ScriptGrid.Testing;
using ScriptGrid.Tests.EndToEnd;

namespace ScriptGrid.Tests.Deploy;

/// <summary>The manifests of <c>deploy/kubernetes</c>.</summary>
public sealed class PlainManifestsTests : IDisposable
{
    private readonly TestFiles _files = new();

    internal static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "deploy", "kubernetes");

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("single", "serve")]
    [InlineData("cluster", "silo")]
    [InlineData("secure", "silo")]
    public async Task Manifests_OfAFile_AreReadStrictlyAndHoldTheRulesOfPods(string name, string command)
    {
        using var certificates = new TestCertificates();
        foreach ((string file, string key) in new[] { (certificates.CaFile, "silos-ca.pem"), (certificates.CaFile, "clients-ca.pem"), (certificates.SiloCertFile, "silo.pem"), (certificates.SiloKeyFile, "silo.key") })
        {
            _files.Write($"secrets/{key}", await File.ReadAllTextAsync(file));
        }

        string secrets = Path.GetDirectoryName(_files.Write("secrets/none", ""))!;
        Manifests manifests = Manifests.Read(await File.ReadAllTextAsync(PathOf($"{name}.yaml")));

        PodRules.AssertHold(manifests.Pods);
        await PodRules.AssertStartsAsync(manifests, command, _files, secrets);
    }

    [DeployToolsFact]
    public async Task Manifests_OfTheFolder_AreAsKubernetesSchemasSay() =>
        Assert.Equal("", await DeployTools.ManifestProblemsAsync(PathOf("single.yaml"), PathOf("cluster.yaml"), PathOf("secure.yaml"), PathOf("namespace.yaml")));

    /// <summary>A secret, and all else, needs its namespace.</summary>
    [Theory]
    [InlineData("single")]
    [InlineData("cluster")]
    [InlineData("secure")]
    public void Values_CommandsInTheirHead_MakeTheNamespaceFirst(string name)
    {
        string[] commands = [.. File.ReadLines(PathOf($"values-{name}.yaml")).Where(static line => line.StartsWith("#   kubectl ", StringComparison.Ordinal))];

        Assert.Equal("#   kubectl apply -f deploy/kubernetes/namespace.yaml", commands[0]);
        Assert.Equal($"#   kubectl apply -n scriptgrid -f deploy/kubernetes/{name}.yaml", commands[^1]);
    }

    /// <summary>Compares a rendered file with that of the folder, or writes it.</summary>
    internal static async Task CompareAsync(string file, string rendered)
    {
        if (Environment.GetEnvironmentVariable("SCRIPTGRID_WRITE_MANIFESTS") == "1")
        {
            await File.WriteAllTextAsync(Checkout.PathOf($"deploy/kubernetes/{file}"), rendered);
            return;
        }

        Assert.Equal(await File.ReadAllTextAsync(PathOf(file)), rendered);
    }

    /// <summary>What a rendered file begins with.</summary>
    internal static string Header(string name) => $"""
        # What deploy/helm/scriptgrid gives for values-{name}.yaml; change those, and write this anew:
        #   helm template scriptgrid deploy/helm/scriptgrid --namespace scriptgrid --values deploy/kubernetes/values-{name}.yaml

        """.ReplaceLineEndings("\n");

    private static string PathOf(string file) => Path.Combine(Folder, file);
}
