using k8s.Models;
using ScriptGrid.Tests.EndToEnd;

namespace ScriptGrid.Tests.Deploy;

/// <summary>What holds for every pod that ScriptGrid runs in.</summary>
internal static class PodRules
{
    private const string Configuration = "scriptgrid.yml";

    /// <summary>Kubernetes' "restricted" standard, and what the documentation promises beyond it.</summary>
    public static void AssertHold(V1PodTemplateSpec pods)
    {
        V1PodSpec spec = pods.Spec;
        V1Container container = Assert.Single(spec.Containers);

        Assert.True(spec.SecurityContext.RunAsNonRoot);
        Assert.True(spec.SecurityContext.RunAsUser > 0);
        Assert.Equal("RuntimeDefault", spec.SecurityContext.SeccompProfile.Type);
        Assert.False(spec.AutomountServiceAccountToken);
        Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
        Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
        Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
        Assert.EndsWith("/-/healthy", container.LivenessProbe.HttpGet.Path, StringComparison.Ordinal);
        Assert.EndsWith("/-/ready", container.ReadinessProbe.HttpGet.Path, StringComparison.Ordinal);
        Assert.Contains("memory", container.Resources.Limits.Keys);
        Assert.Equal(["topology.kubernetes.io/zone", "kubernetes.io/hostname"], spec.TopologySpreadConstraints.Select(static spread => spread.TopologyKey));
        Assert.All(container.VolumeMounts, static mount => Assert.True(mount.ReadOnlyProperty));
    }

    /// <summary>The pod's configuration is found well by <c>scriptgrid check</c>, its scripts beside it, and its command has no flag that the program does not know.</summary>
    /// <param name="manifests">The manifests.</param>
    /// <param name="command">The command.</param>
    /// <param name="files">Where the files are written.</param>
    /// <param name="secrets">A folder with the keys of the secret; null where nothing is read of it.</param>
    public static async Task AssertStartsAsync(Manifests manifests, string command, TestFiles files, string? secrets = null)
    {
        string configuration = "";
        foreach ((string name, string text) in manifests.All.OfType<V1ConfigMap>().SelectMany(static map => map.Data))
        {
            string mounted = secrets is null ? text : text.Replace("/run/secrets/scriptgrid", secrets, StringComparison.Ordinal);
            string path = files.Write(name == Configuration ? name : $"scripts/{name}", mounted);
            configuration = name == Configuration ? path : configuration;
        }

        (int exitCode, string output, string error) = await ScriptGridProcess.RunAsync("check", "--config.file", configuration);
        Assert.True(exitCode == 0, output + error);

        string[] words = [.. manifests.Pods.Spec.Containers[0].Args];
        Assert.Equal(command, words[0]);
        (_, string help, _) = await ScriptGridProcess.RunAsync(command, "--help");
        Assert.All(words[1..], word => Assert.Contains($" {word.Split('=')[0]} ", help, StringComparison.Ordinal));
    }
}
