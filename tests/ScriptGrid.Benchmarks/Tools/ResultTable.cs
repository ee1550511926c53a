using System.Globalization;

namespace ScriptGrid.Benchmarks.Tools;

/// <summary>A result: figures, and beside some of them the bar that they are to hold.</summary>
internal sealed class ResultTable
{
    private readonly List<string[]> _rows = [["figure", "value", "bar", ""]];

    /// <summary>A figure for information.</summary>
    public void Add(string figure, FormattableString value) => _rows.Add([figure, FormattableString.Invariant(value), "", ""]);

    /// <summary>A figure with its bar.</summary>
    public void Add(string figure, FormattableString value, FormattableString bar, bool isHeld) =>
        _rows.Add([figure, FormattableString.Invariant(value), FormattableString.Invariant(bar), isHeld ? "pass" : "FAIL"]);

    /// <summary>A duration in seconds, in the unit that suits it.</summary>
    public static string Duration(double seconds) => seconds switch
    {
        < 0.001 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e6:F1} µs"),
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e3:F1} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds:F1} s"),
    };

    /// <summary>Writes the rows in aligned columns below the machine they were measured on.</summary>
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
