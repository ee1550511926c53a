using System.Text;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Queries;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Collection;

/// <summary>Reports a script's values by parsing the lines that expose them. Nothing else keeps the values.</summary>
internal static class ScriptReports
{
    /// <summary>Returns the report of a script's last run.</summary>
    /// <param name="run">The script's runs on a target.</param>
    /// <param name="targetLabel">The length in bytes of the target's label in each line.</param>
    /// <param name="now">The current time; results that have expired by then are left out.</param>
    /// <param name="origin">Wall time since the Unix epoch at the engine's start.</param>
    public static ScriptReport Of(ScriptRun run, int targetLabel, TimeSpan now, TimeSpan origin)
    {
        ScriptReport report = Of(run.Results.Copy(now), run.Plan.Labels, targetLabel);
        return report with { Trail = run.Trail?.Read(origin + now, report.Values) };
    }

    private static ScriptReport Of(PublishedResults results, ScriptLabels labels, int targetLabel)
    {
        if (results.ExpiresIn < TimeSpan.Zero)
        {
            return new ScriptReport("", [], 0);
        }

        ReadOnlySpan<byte> keyed = LinesOf(results, TargetFamilies.Values);
        ReadOnlySpan<byte> declared = LinesAfter(results, TargetFamilies.Errors);
        IReadOnlyList<KeyedValue> first = ExposedValues.ParseDeclared(keyed, targetLabel + labels.WithFilename.Length + 1, ScriptReport.MaxValues);
        IReadOnlyList<KeyedValue> rest = ExposedValues.ParseDeclared(declared, targetLabel + labels.Configured.Length, ScriptReport.MaxValues - first.Count);
        return new ScriptReport(Bounded(results.Lines), [.. first, .. rest], keyed.Count((byte)'\n') + declared.Count((byte)'\n'));
    }

    private static ReadOnlySpan<byte> LinesOf(PublishedResults results, int family)
    {
        int start = 0;
        foreach (Section section in results.Sections)
        {
            if (section.Family == family)
            {
                return results.Lines.AsSpan(start..section.End);
            }

            start = section.End;
        }

        return [];
    }

    private static ReadOnlySpan<byte> LinesAfter(PublishedResults results, int family)
    {
        foreach (Section section in results.Sections)
        {
            if (section.Family == family)
            {
                return results.Lines.AsSpan(section.End..);
            }
        }

        return [];
    }

    /// <summary>The lines as text, cut after the last whole line that fits into <see cref="ScriptReport.MaxLineBytes"/>.</summary>
    private static string Bounded(byte[] lines)
    {
        int length = lines.Length <= ScriptReport.MaxLineBytes ? lines.Length : lines.AsSpan(..ScriptReport.MaxLineBytes).LastIndexOf((byte)'\n') + 1;
        return Encoding.UTF8.GetString(lines.AsSpan(..length));
    }
}
