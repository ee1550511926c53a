using System.Globalization;
using System.Text.RegularExpressions;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Commands;

/// <summary>Parses values as Go's programs do, including redis_exporter.</summary>
internal static partial class GoText
{
    private static readonly Dictionary<string, double> MillisecondsOf = new()
    {
        ["ns"] = 1e-6,
        ["us"] = 1e-3,
        ["µs"] = 1e-3,
        ["ms"] = 1,
        ["s"] = 1000,
        ["m"] = 60_000,
        ["h"] = 3_600_000,
    };

    /// <summary>Parses a boolean; null if the text is none.</summary>
    public static bool? Boolean(string text) => ValueKinds.Boolean.Parse(text, out bool isOn) ? isOn : null;

    /// <summary>
    /// Converts a duration such as <c>1.5s</c> to whole milliseconds, rounded up, as the configuration takes it. Returns any other text unchanged.
    /// </summary>
    public static string Duration(string text)
    {
        Match match = DurationForm().Match(text);
        if (!match.Success)
        {
            return text;
        }

        double milliseconds = match.Groups["number"].Captures
            .Zip(match.Groups["unit"].Captures)
            .Sum(static part => double.Parse(part.First.ValueSpan, CultureInfo.InvariantCulture) * MillisecondsOf[part.Second.Value]);
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(milliseconds):F0}ms");
    }

    [GeneratedRegex(@"^(?:(?<number>[0-9]+\.?[0-9]*|\.[0-9]+)(?<unit>ns|us|µs|ms|s|m|h))+\z")]
    private static partial Regex DurationForm();
}
