using System.Text.Json.Serialization;
using ScriptGrid.Cluster.Membership;

namespace ScriptGrid.Cluster.Pages;

/// <summary>A group of targets in the format of Prometheus' HTTP service discovery.</summary>
internal sealed record DiscoveredGroup(string[] Targets, DiscoveredLabels Labels)
{
    /// <summary>Makes the group that has Prometheus scrape a silo for one scope of the page.</summary>
    public static DiscoveredGroup Of(KnownSilo silo, string scope) =>
        new([silo.Card.HttpAddress], new DiscoveredLabels(silo.Card.MetricsPath, scope, SiloView.NameOf(silo.Silo)));
}

/// <summary>The labels of a group.</summary>
internal sealed record DiscoveredLabels(
    [property: JsonPropertyName("__metrics_path__")] string MetricsPath,
    [property: JsonPropertyName("__param_scope")] string Scope,
    string Silo);

/// <summary>Writes groups.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DiscoveredGroup[]))]
internal sealed partial class DiscoveryJson : JsonSerializerContext;
