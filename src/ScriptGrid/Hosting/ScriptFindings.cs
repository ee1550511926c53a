using ScriptGrid.Checking;
using ScriptGrid.EmbeddedRedis.Linting;
using ScriptGrid.Engine.Http.Api;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Hosting;

/// <summary>Finds what <c>check</c> would report for a script that is collected.</summary>
internal static class ScriptFindings
{
    /// <summary>Returns all findings, by line.</summary>
    public static IEnumerable<ScriptFindingJson> Of(ScriptSpec script)
    {
        ScriptSpec named = script.Path.Length > 0 ? script : script with { Path = script.Name }; // In a silo, the script may have no file.
        CheckedScript configured = CheckedScript.Configured(named, Environment.CurrentDirectory, new LintOptions());
        return ScriptLinter.Lint(configured.Text, configured.Options)
            .Select(finding => CheckFinding.Of(configured.File, finding))
            .Select(static finding => new ScriptFindingJson(finding.Line, finding.Code, CheckFinding.Label(finding.Severity), finding.Message));
    }
}
