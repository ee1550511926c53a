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
    /// <param name="now">The current time; results that have expired by then are left out.</param>
    /// <param name="clock">Dates the runs.</param>
    public static ScriptReport Of(ScriptRun run, TimeSpan now, CollectorClock clock)
    {
        ScriptReport report = Of(run.Results.Copy(now), run.Plan.Labels.FilenameLength);
        return run.Trail?.Read(clock.Origin + now, report.Values) is not { } trail ? report : report with
        {
            // Slots are counted from the clock as it was at the start, so that none is lost or repeated when the clock is set.
            Trail = trail with { End = trail.End + clock.Correction },
        };
    }

    /// <summary>
    /// Returns the length in bytes of the labels that each line of a declared metric has besides its own, with their commas. It is read from the line
    /// of the script's result, because the labels of the configuration may have changed since the run.
    /// </summary>
    /// <param name="resultLine">The line of the script's result, from the same run.</param>
    /// <param name="filenameLength">The length of the script's own label, which only the lines of a script's keys have.</param>
    public static int AddedLabels(ReadOnlySpan<byte> resultLine, int filenameLength) =>
        Math.Max(0, AllLabels(resultLine) - filenameLength);

    private static ScriptReport Of(PublishedResults results, int filenameLength)
    {
        if (results.ExpiresIn < TimeSpan.Zero)
        {
            return new ScriptReport("", [], 0);
        }

        ReadOnlySpan<byte> result = LinesOf(results, TargetFamilies.Result);
        ReadOnlySpan<byte> keyed = LinesOf(results, TargetFamilies.Values);
        ReadOnlySpan<byte> declared = LinesAfter(results, TargetFamilies.Errors);
        IReadOnlyList<KeyedValue> first = ExposedValues.ParseDeclared(keyed, AllLabels(result) + 1, ScriptReport.MaxValues);
        IReadOnlyList<KeyedValue> rest = ExposedValues.ParseDeclared(declared, AddedLabels(result, filenameLength), ScriptReport.MaxValues - first.Count);
        return new ScriptReport(Bounded(results.Lines), [.. first, .. rest], keyed.Count((byte)'\n') + declared.Count((byte)'\n'));
    }

    /// <summary>The length of everything between the braces of a line.</summary>
    private static int AllLabels(ReadOnlySpan<byte> line) => Math.Max(0, line.LastIndexOf((byte)'}') - line.IndexOf((byte)'{') - 1);

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
