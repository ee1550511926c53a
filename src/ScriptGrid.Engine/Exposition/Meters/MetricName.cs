using System.Collections.Frozen;
using System.Text;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Exposition.Meters;

/// <summary>Turns names of instruments and tags into names that Prometheus accepts and promtool does not complain about.</summary>
internal static class MetricName
{
    private const string Total = "_total";

    /// <summary>Suffixes of the series of counters and histograms. promtool complains about them on anything else.</summary>
    private static readonly string[] ReservedSuffixes = ["_count", "_sum", "_bucket", Total];

    /// <summary>Gauges of the runtime that end in <c>_count</c>, which is a suffix of histograms. They are named after what they count.</summary>
    private static readonly FrozenDictionary<string, string> Renamed = new Dictionary<string, string>
    {
        ["dotnet_assembly_count"] = "dotnet_assemblies",
        ["dotnet_process_cpu_count"] = "dotnet_process_cpus",
        ["dotnet_thread_pool_thread_count"] = "dotnet_thread_pool_threads",
        ["dotnet_timer_count"] = "dotnet_timers",
    }.ToFrozenDictionary();

    /// <summary>Returns the family's name: in snake case, with the base unit as suffix, and <c>_total</c> for a counter.</summary>
    public static string Of(string instrument, MetricUnit unit, MetricType type)
    {
        string name = Identifier(instrument);
        name = Renamed.GetValueOrDefault(name) ?? WithoutReservedSuffix(name, type);
        if (unit.Suffix.Length > 0 && !name.EndsWith('_' + unit.Suffix, StringComparison.Ordinal))
        {
            name = $"{name}_{unit.Suffix}";
        }

        return type == MetricType.Counter ? name + Total : name;
    }

    /// <summary>Returns the label's name. Names that histograms and summaries reserve get a prefix.</summary>
    public static string Label(string tag)
    {
        string name = Identifier(tag);
        return name is "le" or "quantile" ? "exported_" + name : name;
    }

    private static string WithoutReservedSuffix(string name, MetricType type)
    {
        IEnumerable<string> suffixes = type == MetricType.Counter ? [Total] : ReservedSuffixes;
        string? suffix = suffixes.FirstOrDefault(suffix => name.EndsWith(suffix, StringComparison.Ordinal));
        return suffix is null ? name : name[..^suffix.Length];
    }

    /// <summary>
    /// Returns a name in snake case. Camel humps are split. Characters other than ASCII letters and digits become underscores, never two in a row and never at
    /// the end.
    /// </summary>
    private static string Identifier(string text)
    {
        var name = new StringBuilder(text.Length + 4);
        char previous = '_';
        foreach (char current in text)
        {
            bool isHump = char.IsAsciiLetterUpper(current) && !char.IsAsciiLetterUpper(previous);
            char next = char.IsAsciiLetterOrDigit(current) ? char.ToLowerInvariant(current) : '_';
            if ((isHump || next == '_') && name.Length > 0 && name[^1] != '_')
            {
                name.Append('_');
            }

            if (next != '_')
            {
                name.Append(next);
            }

            previous = current;
        }

        string trimmed = name.ToString().TrimEnd('_');
        return trimmed.Length == 0 || char.IsAsciiDigit(trimmed[0]) ? '_' + trimmed : trimmed;
    }
}
