using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ScriptGrid.EmbeddedRedis.Linting;

namespace ScriptGrid.Checking;

/// <summary>How a report is printed.</summary>
internal enum ReportFormat
{
    Text,
    Json,
}

/// <summary>What <c>check</c> looked at and what it found.</summary>
/// <param name="Configuration">The configuration file; null without one.</param>
/// <param name="Scripts">The scripts' files.</param>
/// <param name="Findings">From file to file, each from top to bottom.</param>
internal sealed record CheckReport(string? Configuration, ImmutableArray<string> Scripts, ImmutableArray<CheckFinding> Findings)
{
    /// <summary>Quotes in messages stay legible.</summary>
    private static readonly ReportJsonContext Json =
        new(new JsonSerializerOptions(ReportJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public int Count(Severity severity) => Findings.Count(finding => finding.Severity == severity);

    /// <summary>One line for each finding and one that sums up.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        foreach (CheckFinding finding in Findings)
        {
            text.Append(finding).Append('\n');
        }

        string[] files = [.. Configuration is null ? Array.Empty<string>() : [Configuration], .. ScriptCount()];
        string[] found = [.. Counted(Severity.Error), .. Counted(Severity.Warning), .. Counted(Severity.Note)];
        return text.Append($"checked {string.Join(" and ", files)}: {(found.Length == 0 ? "all fine" : string.Join(", ", found))}\n").ToString();
    }

    /// <summary>The same as one JSON object.</summary>
    public string ToJson() => JsonSerializer.Serialize(ReportJson.Of(this), Json.ReportJson) + "\n";

    private IEnumerable<string> ScriptCount() => Scripts.Length switch
    {
        0 => [],
        1 => ["1 script"],
        int count => [$"{count} scripts"],
    };

    private IEnumerable<string> Counted(Severity severity) => Count(severity) switch
    {
        0 => [],
        1 => [$"1 {CheckFinding.Label(severity)}"],
        int count => [$"{count} {CheckFinding.Label(severity)}s"],
    };
}
