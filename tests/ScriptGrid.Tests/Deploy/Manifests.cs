using System.Text.RegularExpressions;
using k8s;
using k8s.Models;

namespace ScriptGrid.Tests.Deploy;

/// <summary>
/// Manifests of Kubernetes, read into the types of its client: a key that a type does not have, or a value of another type, fails the test. Resources of the Prometheus
/// operator, whose types the client does not have, stay text.
/// </summary>
internal sealed partial class Manifests
{
    private static readonly Dictionary<string, Type> Types = new()
    {
        ["v1/ConfigMap"] = typeof(V1ConfigMap),
        ["v1/Namespace"] = typeof(V1Namespace),
        ["v1/Secret"] = typeof(V1Secret),
        ["v1/Service"] = typeof(V1Service),
        ["v1/ServiceAccount"] = typeof(V1ServiceAccount),
        ["apps/v1/Deployment"] = typeof(V1Deployment),
        ["apps/v1/StatefulSet"] = typeof(V1StatefulSet),
        ["networking.k8s.io/v1/NetworkPolicy"] = typeof(V1NetworkPolicy),
        ["policy/v1/PodDisruptionBudget"] = typeof(V1PodDisruptionBudget),
    };

    private Manifests(IReadOnlyList<string> texts)
    {
        Kinds = [.. texts.Select(static text => Kind().Match(text).Groups[1].Value)];
        All = KubernetesYaml.LoadAllFromString(
            string.Join("\n---\n", texts.Where(static text => !text.Contains("apiVersion: monitoring.coreos.com/", StringComparison.Ordinal))), Types, strict: true);
    }

    /// <summary>Which kinds there are, in order.</summary>
    public IReadOnlyList<string> Kinds { get; }

    /// <summary>What could be read into types.</summary>
    public List<object> All { get; }

    /// <summary>The template of the pods in which ScriptGrid runs.</summary>
    public V1PodTemplateSpec Pods => All.OfType<V1StatefulSet>().SingleOrDefault()?.Spec.Template ?? All.OfType<V1Deployment>().Single().Spec.Template;

    /// <summary>Reads the documents of a YAML file.</summary>
    public static Manifests Read(string text) => new([.. Separator().Split(text).Where(static document => document.Contains("kind:", StringComparison.Ordinal))]);

    [GeneratedRegex("^---$", RegexOptions.Multiline)]
    private static partial Regex Separator();

    [GeneratedRegex(@"^kind: (\w+)$", RegexOptions.Multiline)]
    private static partial Regex Kind();
}
