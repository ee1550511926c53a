using System.Text.RegularExpressions;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Prometheus' naming conventions for metrics, as <c>promtool check metrics</c> checks them (Prometheus 2.42).</summary>
internal static partial class MetricConventions
{
    private static readonly string[] TypeWords = ["gauge", "counter", "histogram", "summary", "untyped"];
    private static readonly string[] Abbreviations = ["s", "ms", "us", "ns", "sec", "b", "kb", "mb", "gb", "tb", "pb", "m", "h", "d"];
    private static readonly string[] Prefixes =
    [
        "pico", "nano", "micro", "milli", "centi", "deci", "deca", "hecto", "kilo", "kibi", "mega", "mibi", "giga", "gibi", "tera", "tebi", "peta", "pebi",
    ];

    /// <summary>Units, each with the base unit that Prometheus prefers.</summary>
    private static readonly Dictionary<string, string> Bases = new(StringComparer.Ordinal)
    {
        ["seconds"] = "seconds",
        ["minutes"] = "seconds",
        ["hours"] = "seconds",
        ["days"] = "seconds",
        ["weeks"] = "seconds",
        ["celsius"] = "celsius",
        ["fahrenheit"] = "celsius",
        ["rankine"] = "celsius",
        ["meters"] = "meters",
        ["inches"] = "meters",
        ["yards"] = "meters",
        ["miles"] = "meters",
        ["bytes"] = "bytes",
        ["bits"] = "bytes",
        ["joules"] = "joules",
        ["calories"] = "joules",
        ["grams"] = "grams",
        ["volts"] = "volts",
        ["amperes"] = "amperes",
    };

    /// <summary>Returns each breach of the conventions, with its remedy.</summary>
    public static IEnumerable<string> Breaches(MetricDeclaration metric)
    {
        if (metric.Help.Length == 0)
        {
            yield return $"{metric.Name} has no help; add a sentence after its labels";
        }

        if (metric.Name.Contains(':', StringComparison.Ordinal))
        {
            yield return $"{metric.Name} contains a colon, which is for recording rules; use an underscore";
        }

        foreach (string name in metric.Labels.Prepend(metric.Name).Where(static name => CamelCase().IsMatch(name)))
        {
            yield return $"{name} is in camelCase; write it in snake_case";
        }

        foreach (string breach in SuffixBreaches(metric).Concat(metric.Name.Split('_').SelectMany(word => WordBreaches(metric.Name, word))))
        {
            yield return breach;
        }
    }

    private static IEnumerable<string> SuffixBreaches(MetricDeclaration metric)
    {
        string[] wrong = metric.Type switch
        {
            MetricType.Counter => ["_count", "_sum", "_bucket"],
            MetricType.Histogram => ["_total"],
            MetricType.Summary => ["_total", "_bucket"],
            _ => ["_total", "_count", "_sum", "_bucket"],
        };
        if (metric.Type == MetricType.Counter && !metric.Name.EndsWith("_total", StringComparison.Ordinal))
        {
            yield return $"{metric.Name} is a counter; let its name end in _total";
        }

        if (metric.Type == MetricType.Info && !metric.Name.EndsWith("_info", StringComparison.Ordinal))
        {
            yield return $"{metric.Name} is an info; let its name end in _info";
        }

        if (Array.Find(wrong, suffix => metric.Name.EndsWith(suffix, StringComparison.Ordinal)) is { } suffix)
        {
            yield return $"{metric.Name} is a {metric.Type.ToString().ToLowerInvariant()}; the suffix {suffix} is reserved for another type";
        }

        foreach (string label in metric.Labels.Where(static label => label is "le" or "quantile"))
        {
            yield return $"{metric.Name}: the label {label} is for {(label == "le" ? "histograms" : "summaries")}; rename it";
        }
    }

    private static IEnumerable<string> WordBreaches(string name, string word)
    {
        if (TypeWords.Contains(word))
        {
            yield return $"{name} names a type, {word}; leave it out";
        }

        if (Abbreviations.Contains(word))
        {
            yield return $"{name} abbreviates a unit, {word}; write it out";
        }

        string unit = Prefixes.FirstOrDefault(prefix => word.StartsWith(prefix, StringComparison.Ordinal) && Bases.ContainsKey(word[prefix.Length..])) is { } prefix
            ? word[prefix.Length..]
            : word;
        if (Bases.TryGetValue(unit, out string? baseUnit) && word != baseUnit)
        {
            yield return $"{name} is in {word}; give {baseUnit}, the base unit";
        }
    }

    [GeneratedRegex("[a-z][A-Z]")]
    private static partial Regex CamelCase();
}
