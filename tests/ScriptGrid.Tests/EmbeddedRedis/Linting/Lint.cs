using System.Text;
using ScriptGrid.EmbeddedRedis.Linting;

namespace ScriptGrid.Tests.EmbeddedRedis.Linting;

/// <summary>Lints the text of a script and gives each finding as its line and its code.</summary>
internal static class Lint
{
    public static string[] Codes(string script, bool mayWrite = false, bool stringsOnly = true, bool forCluster = true) =>
        [.. Findings(script, mayWrite, stringsOnly, forCluster).Select(finding => $"{finding.Line} {finding.Code.Name}")];

    public static string[] Messages(string script) => [.. Findings(script).Select(finding => finding.Message)];

    private static IReadOnlyList<Finding> Findings(string script, bool mayWrite = false, bool stringsOnly = true, bool forCluster = true) =>
        ScriptLinter.Lint(Encoding.UTF8.GetBytes(script), new LintOptions { MayWrite = mayWrite, StringsOnly = stringsOnly, ForCluster = forCluster });
}
