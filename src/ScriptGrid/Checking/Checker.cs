using System.Collections.Immutable;
using ScriptGrid.EmbeddedRedis.Linting;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Checking;

/// <summary>Checks a configuration and scripts without a server.</summary>
internal static class Checker
{
    /// <summary>Checks both. A script that occurs more than once, in the configuration or on the command line, is reported once.</summary>
    /// <param name="configuration">The loaded configuration; without a configuration file, the result of reading flags and variables.</param>
    /// <param name="file">The name of the configuration file in messages; null if there is none.</param>
    /// <param name="given">The scripts that the command line names.</param>
    /// <param name="workingDirectory">The directory to which paths in messages are relative.</param>
    /// <param name="options">The command line's settings for all scripts.</param>
    public static CheckReport Check(
        ConfigurationResult configuration, string? file, IReadOnlyList<CheckedScript> given, string workingDirectory, LintOptions options)
    {
        ImmutableArray<CheckedScript> configured =
            [.. configuration.Scripts.Where(static script => script.Path.Length > 0).Select(script => CheckedScript.Configured(script, workingDirectory, options))];
        HashSet<string> known = [.. configured.Select(script => Path.GetFullPath(script.File, workingDirectory))];
        ImmutableArray<CheckedScript> scripts =
            [.. configured, .. given.Where(script => !known.Contains(Path.GetFullPath(script.File, workingDirectory)))];

        var metrics = new MetricFindings(configuration.Configuration);
        IEnumerable<CheckFinding> findings = OfConfiguration(configuration)
            .Concat(scripts.SelectMany(Lint))
            .Concat(scripts.Where(static script => !script.Options.StringsOnly).SelectMany(script => metrics.Of(script, isConfigured: configured.Contains(script))));
        return new CheckReport(file, [.. scripts.Select(static script => script.File).Distinct()], [.. findings.Distinct()]);
    }

    private static IEnumerable<CheckFinding> OfConfiguration(ConfigurationResult configuration) =>
    [
        .. configuration.Errors.Select(static text => CheckFinding.OfConfiguration(text, Severity.Error)),
        .. configuration.Warnings.Select(static text => CheckFinding.OfConfiguration(text, Severity.Warning)),
    ];

    private static IEnumerable<CheckFinding> Lint(CheckedScript script) =>
        ScriptLinter.Lint(script.Text, script.Options).Select(finding => CheckFinding.Of(script.File, finding));
}
