using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Exposition;

/// <summary>Writes the HELP, TYPE and UNIT lines of a family.</summary>
internal static class FamilyHeader
{
    /// <summary>The base units that Prometheus recommends, and that OpenMetrics expects at the end of a family's name.</summary>
    private static readonly string[] Units =
        ["seconds", "bytes", "ratio", "celsius", "meters", "volts", "amperes", "joules", "grams"];

    /// <summary>
    /// Appends the lines. In OpenMetrics the names of counter and info families have no suffix. A counter whose name lacks the suffix is not a counter in that
    /// format; its type is unknown. An info has no unit. The text format has no type for infos: they are gauges.
    /// </summary>
    public static void AppendHeader(this ExpositionBuffer page, MetricFamily family, ExpositionFormat format)
    {
        bool isOpenMetrics = format == ExpositionFormat.OpenMetrics;
        (string name, string type) = isOpenMetrics ? OpenMetrics(family) : (family.Name, Text(family.Type));
        if (family.Help.Length > 0)
        {
            AppendKeyword(page, "# HELP "u8, name);
            AppendHelp(page, family.Help, isOpenMetrics);
        }

        AppendKeyword(page, "# TYPE "u8, name);
        page.Append(type);
        page.Append((byte)'\n');
        if (isOpenMetrics && family.Type != MetricType.Info && Array.Find(Units, unit => name.EndsWith("_" + unit, StringComparison.Ordinal)) is { } unit)
        {
            AppendKeyword(page, "# UNIT "u8, name);
            page.Append(unit);
            page.Append((byte)'\n');
        }
    }

    private static void AppendKeyword(ExpositionBuffer page, ReadOnlySpan<byte> keyword, string name)
    {
        page.Append(keyword);
        page.Append(name);
        page.Append((byte)' ');
    }

    private static void AppendHelp(ExpositionBuffer page, string help, bool escapesQuotes)
    {
        string escaped = help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        page.Append(escapesQuotes ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped);
        page.Append((byte)'\n');
    }

    private static string Text(MetricType type) => type == MetricType.Info ? "gauge" : type.ToString().ToLowerInvariant();

    private static (string Name, string Type) OpenMetrics(MetricFamily family)
    {
        string name = OpenMetricsNames.Of(family.Type, family.Name);
        return (name, family.Type switch
        {
            MetricType.Counter => OpenMetricsNames.IsCounter(family.Name) ? "counter" : "unknown",
            MetricType.Info when name != family.Name => "info",
            _ => Text(family.Type),
        });
    }
}
