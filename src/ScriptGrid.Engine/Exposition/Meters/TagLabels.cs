using System.Globalization;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace ScriptGrid.Engine.Exposition.Meters;

/// <summary>Turns tags into labels.</summary>
internal static class TagLabels
{
    /// <summary>
    /// Returns labels sorted by name. If several tags become one label, their values are joined by <c>;</c>, as in OpenTelemetry.
    /// Empty values are left out, since Prometheus takes them for absent labels.
    /// </summary>
    public static (string Name, string Value)[] Of(IEnumerable<Tag> tags) =>
    [
        .. tags
            .Select(static tag => (Name: MetricName.Label(tag.Key), Value: ValueText(tag.Value)))
            .Where(static label => label.Value.Length > 0)
            .GroupBy(static label => label.Name, static label => label.Value, static (name, values) => (name, string.Join(';', values)))
            .OrderBy(static label => label.name, StringComparer.Ordinal),
    ];

    private static string ValueText(object? value) => value switch
    {
        true => "true",
        false => "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
