using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ScriptGrid.EmbeddedRedis.Linting;

namespace ScriptGrid.Checking;

/// <summary>A <see cref="CheckReport"/> as JSON. Names and order are a contract.</summary>
internal sealed record ReportJson(
    string? Configuration, ImmutableArray<string> Scripts, int Errors, int Warnings, int Notes, IEnumerable<FindingJson> Findings)
{
    public static ReportJson Of(CheckReport report) => new(
        report.Configuration,
        report.Scripts,
        report.Count(Severity.Error),
        report.Count(Severity.Warning),
        report.Count(Severity.Note),
        report.Findings.Select(FindingJson.Of));
}

/// <summary>A finding as JSON.</summary>
internal sealed record FindingJson(string File, int Line, string Severity, string Code, string Message)
{
    public static FindingJson Of(CheckFinding finding) =>
        new(finding.File, finding.Line, CheckFinding.Label(finding.Severity), finding.Code, finding.Message);
}

/// <summary>Writes reports.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ReportJson))]
internal sealed partial class ReportJsonContext : JsonSerializerContext;
