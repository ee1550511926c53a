using System.Globalization;
using System.Text.RegularExpressions;

namespace ScriptGrid.Tests.EndToEnd;

/// <summary>A page of metrics as two programs may be compared by it: types by family, and values by series with their labels in order of the alphabet.</summary>
internal sealed partial class MetricsText
{
    private MetricsText(string page, string[] ignoredLabels)
    {
        foreach (Match line in TypeLine().Matches(page))
        {
            Types.Add(line.Groups[1].Value, line.Groups[2].Value);
        }

        foreach (Match line in SampleLine().Matches(page))
        {
            IEnumerable<string> labels = Label().Matches(line.Groups[2].Value)
                .Where(label => !ignoredLabels.Contains(label.Groups[1].Value))
                .Select(static label => label.Value)
                .Order(StringComparer.Ordinal);
            Samples.Add($"{line.Groups[1].Value}{{{string.Join(',', labels)}}}", Number(line.Groups[3].Value));
        }
    }

    public Dictionary<string, string> Types { get; } = [];

    public Dictionary<string, double> Samples { get; } = [];

    /// <summary>Reads a page; labels of these names, which only one of the two programs has, are left out.</summary>
    public static MetricsText Parse(string page, params string[] ignoredLabels) => new(page, ignoredLabels);

    private static double Number(string text) => text.TrimStart('+') switch
    {
        "Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        var number => double.Parse(number, CultureInfo.InvariantCulture),
    };

    [GeneratedRegex(@"^# TYPE (\S+) (\S+)$", RegexOptions.Multiline)]
    private static partial Regex TypeLine();

    [GeneratedRegex("""^(\w+)(?:\{(.*)\})? (\S+)$""", RegexOptions.Multiline)]
    private static partial Regex SampleLine();

    [GeneratedRegex("""(\w+)="(?:[^"\\]|\\.)*" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Label();
}
