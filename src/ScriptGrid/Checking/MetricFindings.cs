using ScriptGrid.EmbeddedRedis.Linting;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Replies;

namespace ScriptGrid.Checking;

/// <summary>Checks the metrics that scripts declare in their leading comments.</summary>
/// <param name="configuration">Says how series are named; null if the configuration is faulty.</param>
internal sealed class MetricFindings(ScriptGridConfiguration? configuration)
{
    private readonly MetricRules _rules = new(NamingOf(configuration), new Problems());

    /// <summary>Returns what is wrong with one script's declarations, both by themselves and compared with those of the scripts before.</summary>
    /// <param name="script">The script.</param>
    /// <param name="isConfigured">Whether the script is configured. Then the configuration's reader has already reported its errors.</param>
    public IEnumerable<CheckFinding> Of(CheckedScript script, bool isConfigured)
    {
        var configured = new ConfiguredScript(new ScriptSpec { Name = script.File, Body = script.Text }, default, default, default);
        List<MetricDeclaration> metrics = [];
        List<(int Line, string Template)> lines = [];
        foreach ((int line, string text, bool isLeading) in ScriptDirectives.Read(script.Text))
        {
            if (isLeading && ScriptDirectives.LineOf(text) is { } template)
            {
                lines.Add((line, template));
                continue;
            }

            if (!isLeading)
            {
                if (!isConfigured)
                {
                    yield return Finding(script, line, Severity.Warning, "metric", "this comment comes after code and declares nothing; move it to the top of the script");
                }

                continue;
            }

            MetricDeclaration? metric = MetricDeclarationText.Parse(text, out string problem);
            metrics.AddRange(metric is null ? [] : [metric]);
            problem = metric is null ? problem : _rules.Problem(configured, new DeclaredMetric(metric, new Place(SettingOrigin.File, script.File, line, ""))) ?? "";
            if (problem.Length > 0 && !isConfigured)
            {
                yield return Finding(script, line, Severity.Error, "metric", problem);
            }

            foreach (string breach in metric is null ? [] : MetricConventions.Breaches(metric))
            {
                yield return Finding(script, line, Severity.Warning, "metric-name", breach);
            }
        }

        var declared = DeclaredRows.Of([.. metrics], [], []);
        foreach ((int line, string template) in isConfigured ? [] : lines)
        {
            if (LineTemplate.Parse(template, declared, out string problem) is null)
            {
                yield return Finding(script, line, Severity.Error, "metric", problem);
            }
        }
    }

    /// <summary>Returns how series are named. For a faulty configuration this is unknown, so no name counts as ScriptGrid's own.</summary>
    private static GlobalSettings NamingOf(ScriptGridConfiguration? configuration) => configuration is null
        ? new GlobalSettings { Namespace = "", TargetLabel = "" }
        : new GlobalSettings { Namespace = configuration.Namespace, TargetLabel = configuration.TargetLabel, RoleLabel = configuration.RoleLabel };

    private static CheckFinding Finding(CheckedScript script, int line, Severity severity, string code, string message) =>
        new(script.File, line, severity, code, message);
}
