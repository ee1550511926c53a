using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ScriptGrid.EmbeddedRedis.Linting;

namespace ScriptGrid.Checking;

/// <summary>What <c>check</c> looked at and what it found.</summary>
/// <param name="Configuration">The configuration file; null without one.</param>
/// <param name="Scripts">The scripts' files.</param>
/// <param name="Findings">From file to file, each from top to bottom.</param>
internal sealed record CheckReport(string? Configuration, ImmutableArray<string> Scripts, ImmutableArray<CheckFinding> Findings)
{
    private static readonly JsonWriterOptions JsonOptions = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

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
    public string ToJson()
    {
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output, JsonOptions))
        {
            json.WriteStartObject();
            json.WriteString("configuration", Configuration);
            json.WriteStartArray("scripts");
            Scripts.ToList().ForEach(json.WriteStringValue);
            json.WriteEndArray();
            json.WriteNumber("errors", Count(Severity.Error));
            json.WriteNumber("warnings", Count(Severity.Warning));
            json.WriteNumber("notes", Count(Severity.Note));
            json.WriteStartArray("findings");
            Findings.ToList().ForEach(finding => Write(json, finding));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(output.ToArray()) + "\n";
    }

    private static void Write(Utf8JsonWriter json, CheckFinding finding)
    {
        json.WriteStartObject();
        json.WriteString("file", finding.File);
        json.WriteNumber("line", finding.Line);
        json.WriteString("severity", CheckFinding.Label(finding.Severity));
        json.WriteString("code", finding.Code);
        json.WriteString("message", finding.Message);
        json.WriteEndObject();
    }

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
