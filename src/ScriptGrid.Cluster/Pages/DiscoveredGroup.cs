using System.Text.Json.Serialization;

namespace ScriptGrid.Cluster.Pages;

/// <summary>A group of targets in the format of Prometheus' HTTP service discovery.</summary>
internal sealed record DiscoveredGroup(string[] Targets, DiscoveredLabels Labels)
{
    /// <summary>Makes the group that has Prometheus scrape a silo for one scope of the page.</summary>
    public static DiscoveredGroup Of(KnownSilo silo, string scope) =>
        new([silo.Card.HttpAddress], new DiscoveredLabels(silo.Card.MetricsPath, scope, scope));
}

/// <summary>The labels of a group.</summary>
/// <param name="MetricsPath">The path of the page.</param>
/// <param name="ScopeParameter">The scope to ask for.</param>
/// <param name="Scope">
/// The same as a label of all series: one silo is scraped for two scopes, and they must not share one <c>up</c>. Nothing here names the silo, because a
/// target that moves would get new series.
/// </param>
internal sealed record DiscoveredLabels(
    [property: JsonPropertyName("__metrics_path__")] string MetricsPath,
    [property: JsonPropertyName("__param_scope")] string ScopeParameter,
    [property: JsonPropertyName("scriptgrid_scope")] string Scope);

/// <summary>Writes groups.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DiscoveredGroup[]))]
internal sealed partial class DiscoveryJson : JsonSerializerContext;
