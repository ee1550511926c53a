using System.Globalization;
using System.Text;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace ScriptGrid.Engine.Exposition.Meters;

/// <summary>Renders tags as the text between a series' braces.</summary>
internal static class TagLabels
{
    /// <summary>
    /// Labels sorted by name. Tags whose names become one label are joined by <c>;</c>, as OpenTelemetry has it;
    /// empty values are left out, since Prometheus takes them for absent labels.
    /// </summary>
    public static string Render(IEnumerable<Tag> tags)
    {
        var buffer = new ExpositionBuffer();
        foreach ((string name, string value) in tags
            .Select(static tag => (Name: MetricName.Label(tag.Key), Value: ValueText(tag.Value)))
            .Where(static label => label.Value.Length > 0)
            .GroupBy(static label => label.Name, static label => label.Value, static (name, values) => (name, string.Join(';', values)))
            .OrderBy(static label => label.name, StringComparer.Ordinal))
        {
            if (buffer.Length > 0)
            {
                buffer.Append((byte)',');
            }

            buffer.AppendLabel(name, value);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static string ValueText(object? value) => value switch
    {
        true => "true",
        false => "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
