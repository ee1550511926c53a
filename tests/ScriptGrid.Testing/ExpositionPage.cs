using System.Globalization;
using System.Text.RegularExpressions;
using ScriptGrid.Engine.Exposition;

namespace ScriptGrid.Testing;

/// <summary>
/// A page of metrics, read strictly: HELP, TYPE and UNIT come first in each family, each only once; families are contiguous, no series occurs twice, every line
/// is well-formed, and the end is as the format demands. This catches mistakes that promtool does not.
/// </summary>
internal sealed partial class ExpositionPage
{
    private readonly Dictionary<string, double> _samples = [];
    private readonly Dictionary<string, string> _families = [];
    private readonly ExpositionFormat _format;
    private string _family = "";
    private string _help = "";

    private ExpositionPage(ExpositionFormat format) => _format = format;

    /// <summary>The values by series, with labels in the page's order: <c>name{a="b"}</c>.</summary>
    public IReadOnlyDictionary<string, double> Samples => _samples;

    /// <summary>The types by family, in the page's order.</summary>
    public IReadOnlyDictionary<string, string> Families => _families;

    public static ExpositionPage Parse(string text, ExpositionFormat format = ExpositionFormat.Text)
    {
        var page = new ExpositionPage(format);
        Assert.True(text.Length == 0 || text.EndsWith('\n'), "The last line lacks its newline.");
        string[] lines = text.Split('\n')[..^1];
        if (format == ExpositionFormat.OpenMetrics)
        {
            Assert.Equal("# EOF", lines.LastOrDefault());
            lines = lines[..^1];
        }

        foreach (string line in lines)
        {
            page.Read(line);
        }

        return page;
    }

    private void Read(string line)
    {
        if (Header().Match(line) is { Success: true } header)
        {
            ReadHeader(line, header.Groups["kind"].Value, header.Groups["name"].Value, header.Groups["text"].Value);
            return;
        }

        Match sample = Sample().Match(line);
        Assert.True(sample.Success, $"Not a line of a page: {line}");
        Assert.True(Belongs(sample.Groups["name"].Value), $"Not of the family '{_family}' above it: {line}");
        string[] labels = [.. sample.Groups["label"].Captures.Select(static label => label.Value)];
        Assert.Distinct(labels.Select(static label => label[..label.IndexOf('=', StringComparison.Ordinal)]));
        string series = sample.Groups["series"].Value;
        Assert.True(_samples.TryAdd(series, Number(sample.Groups["value"].Value)), $"Twice on the page: {series}");
    }

    private void ReadHeader(string line, string kind, string name, string text)
    {
        if (kind == "HELP")
        {
            Assert.False(_families.ContainsKey(name), $"Second HELP, or not contiguous: {line}");
            Assert.NotEmpty(text);
            _help = name;
            return;
        }

        if (kind == "UNIT")
        {
            Assert.True(_format == ExpositionFormat.OpenMetrics && _family == name && name.EndsWith("_" + text, StringComparison.Ordinal), $"UNIT out of place: {line}");
            return;
        }

        Assert.True(_help == name, $"TYPE without HELP before it: {line}");
        Assert.True(_families.TryAdd(name, text), $"Second TYPE, or not contiguous: {line}");
        _family = name;
    }

    private bool Belongs(string name) => _families.GetValueOrDefault(_family) switch
    {
        "histogram" => name == _family + "_bucket" || name == _family + "_sum" || name == _family + "_count",
        "summary" => name == _family || name == _family + "_sum" || name == _family + "_count",
        "info" => name == _family + "_info",
        "unknown" => name == _family,
        "counter" when _format == ExpositionFormat.OpenMetrics => name == _family + "_total",
        "counter" => name == _family && name.EndsWith("_total", StringComparison.Ordinal),
        "gauge" => name == _family,
        _ => false,
    };

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    [GeneratedRegex("""^# (?<kind>HELP|TYPE|UNIT) (?<name>[a-z_][a-z0-9_]*) (?<text>.*)$""", RegexOptions.IgnoreCase)]
    private static partial Regex Header();

    [GeneratedRegex("""
        ^(?<series>(?<name>[a-zA-Z_][a-zA-Z0-9_]*)
          (\{ ( ((?<=\{)|(?<!\{),) (?<label>[a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\["\\n])*") )* \})?)
        [ ](?<value>NaN|[+-]Inf|-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?)$
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Sample();
}
