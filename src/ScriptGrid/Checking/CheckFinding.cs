using System.Globalization;
using ScriptGrid.EmbeddedRedis.Linting;

namespace ScriptGrid.Checking;

/// <summary>One line of the output: a finding in a script or in the configuration.</summary>
/// <param name="File">The file, or else the flag or variable.</param>
/// <param name="Line">The line, from 1; 0 if there is none.</param>
/// <param name="Severity">Whether it fails the check.</param>
/// <param name="Code">The word for its kind, for example <c>configuration</c>.</param>
/// <param name="Message">What is wrong, and what to do.</param>
internal sealed record CheckFinding(string File, int Line, Severity Severity, string Code, string Message)
{
    private const string ConfigurationCode = "configuration";

    public static CheckFinding Of(string file, Finding finding) =>
        new(file, finding.Line, finding.Code.Severity, finding.Code.Name, finding.Message);

    /// <summary>Makes a finding from an error or a warning of the configuration's reader, whose text begins with its place.</summary>
    public static CheckFinding OfConfiguration(string text, Severity severity)
    {
        int end = text.IndexOf(": ", StringComparison.Ordinal);
        string place = end < 0 ? "" : text[..end];
        int colon = place.LastIndexOf(':');
        return colon > 0 && int.TryParse(place[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int line)
            ? new CheckFinding(place[..colon], line, severity, ConfigurationCode, text[(end + 2)..])
            : new CheckFinding(place, 0, severity, ConfigurationCode, text[(end < 0 ? 0 : end + 2)..]);
    }

    public override string ToString()
    {
        string line = Line == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $":{Line}");
        return $"{File}{line}{(File.Length == 0 ? "" : ": ")}{Label(Severity)} {Code}: {Message}";
    }

    public static string Label(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "note",
    };
}
