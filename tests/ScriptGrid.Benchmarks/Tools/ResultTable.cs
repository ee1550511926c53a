using System.Globalization;

namespace ScriptGrid.Benchmarks.Tools;

/// <summary>A table of figures, some of which have a bar that they must meet.</summary>
internal sealed class ResultTable
{
    private readonly List<string[]> _rows = [["figure", "value", "bar", ""]];

    /// <summary>Adds a figure without a bar.</summary>
    public void Add(string figure, FormattableString value) => _rows.Add([figure, FormattableString.Invariant(value), "", ""]);

    /// <summary>Adds a figure with its bar.</summary>
    public void Add(string figure, FormattableString value, FormattableString bar, bool isHeld) =>
        _rows.Add([figure, FormattableString.Invariant(value), FormattableString.Invariant(bar), isHeld ? "pass" : "FAIL"]);

    /// <summary>Formats a duration in seconds with a suitable unit.</summary>
    public static string Duration(double seconds) => seconds switch
    {
        < 0.001 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e6:F1} µs"),
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e3:F1} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds:F1} s"),
    };

    /// <summary>Writes the rows in aligned columns, below a description of the machine.</summary>
    public void Write(TextWriter output)
    {
        int[] widths = [.. Enumerable.Range(0, _rows[0].Length).Select(column => _rows.Max(row => row[column].Length))];
        output.WriteLine(Machine.Description);
        output.WriteLine();
        foreach (string[] row in _rows)
        {
            output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }
}
