using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ScriptGrid.EmbeddedRedis.Linting;

namespace ScriptGrid.Checking;

/// <summary>The format in which a report is printed.</summary>
internal enum ReportFormat
{
    Text,
    Json,
}

/// <summary>What <c>check</c> has checked and found.</summary>
/// <param name="Configuration">The configuration file; null if there is none.</param>
/// <param name="Scripts">The scripts' files.</param>
/// <param name="Findings">The findings, file by file, each from top to bottom.</param>
internal sealed record CheckReport(string? Configuration, ImmutableArray<string> Scripts, ImmutableArray<CheckFinding> Findings)
{
    /// <summary>Options that keep quotes in messages readable.</summary>
    private static readonly ReportJsonContext Json =
        new(new JsonSerializerOptions(ReportJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public int Count(Severity severity) => Findings.Count(finding => finding.Severity == severity);

    /// <summary>Returns one line for each finding, and a line that sums up.</summary>
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

    /// <summary>Returns the report as one JSON object.</summary>
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
