using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace ScriptGrid.Engine.Replies;

/// <summary>A place in a line: text that must stand there, and what follows it up to the text of the next place.</summary>
/// <param name="Literal">The text before it.</param>
/// <param name="Label">Which of the template's labels it gives; -1 for none.</param>
/// <param name="Rows">The series whose number it is.</param>
internal sealed record LinePlace(byte[] Literal, int Label, ImmutableArray<LineRow> Rows);

/// <summary>A series whose number stands in a line.</summary>
/// <param name="Name">What it is a row of.</param>
/// <param name="Labels">For each of its labels, which of the template's it is.</param>
/// <param name="Bound">Which of the template's labels is its bound; -1 where it has none.</param>
/// <param name="Divisor">What the number is divided by.</param>
internal sealed record LineRow(RowName Name, ImmutableArray<int> Labels, int Bound, double Divisor);

/// <summary>
/// How numbers stand in a line of text: <c>cmdstat_{cmd}:calls={commands_total},usec={commands_seconds_total/1000000}</c>. In braces stands the name of a
/// label, those of series whose number it is, or nothing, for what is passed over. Where it ends in <c>,...</c>, what begins with the last label,
/// behind that comma, may come any number of times.
/// </summary>
internal sealed class LineTemplate
{
    /// <summary>Their places in a line are kept on the stack.</summary>
    private const int MostLabels = 32;

    private const string Dots = "...";

    private readonly List<LinePlace> _places = [];
    private readonly List<string> _labels = [];
    private int? _repeated;

    private LineTemplate()
    {
    }

    /// <summary>The places, in order.</summary>
    public IReadOnlyList<LinePlace> Places => _places;

    /// <summary>How many labels it has.</summary>
    public int LabelCount => _labels.Count;

    /// <summary>The place that follows this one in a line; as many as there are places, where none does.</summary>
    public int After(int place) => place + 1 < _places.Count ? place + 1 : _repeated ?? _places.Count;

    /// <summary>Reads a template; null, with the problem, where it is none.</summary>
    public static LineTemplate? Parse(string text, DeclaredRows declared, out string problem)
    {
        var template = new LineTemplate();
        string? found = template.Read(text, declared);
        problem = found is null && template._places.All(static place => place.Rows.IsEmpty) ? $"{text}: no declared metric takes a number from it" : found ?? "";
        return problem.Length == 0 ? template : null;
    }

    private string? Read(string text, DeclaredRows declared)
    {
        int start = 0;
        for (int open; (open = text.IndexOf('{', start)) >= 0;)
        {
            int close = text.IndexOf('}', open);
            if (close < 0)
            {
                return $"{text}: a brace is not closed";
            }

            if (open == start && start > 0)
            {
                return $"{text}: text must stand between two places in braces";
            }

            if (Add(Encoding.UTF8.GetBytes(text[start..open]), text[(open + 1)..close], declared) is { } problem)
            {
                return $"{text}: {problem}";
            }

            start = close + 1;
        }

        string? repeats = text.EndsWith(Dots, StringComparison.Ordinal) ? Repeat(text[start..^Dots.Length]) : null;
        return repeats is not null ? $"{text}: {repeats}" : _labels.Count > MostLabels ? $"{text}: {_labels.Count} labels; a line may have {MostLabels}" : null;
    }

    /// <summary>Lets what begins with the last label come again; the text before it is found again, so that it may not be empty.</summary>
    private string? Repeat(string separator)
    {
        int last = _places.FindLastIndex(static place => place.Label >= 0);
        _repeated = last;
        return separator.Length == 0 ? "text must stand before the dots"
            : last < 0 || !_places[last].Literal.AsSpan().StartsWith(Encoding.UTF8.GetBytes(separator)) ? $"the last label must stand behind \"{separator}\", as the dots do"
            : null;
    }

    private string? Add(byte[] literal, string inBraces, DeclaredRows declared)
    {
        string[] names = inBraces.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (names is [var label] && declared.Find(Encoding.UTF8.GetBytes(label.Split('/')[0])) is null)
        {
            if (!declared.Metrics.Any(metric => metric.Labels.Contains(label) || metric.BoundLabel == label))
            {
                return $"{label} is no metric and no label that is declared";
            }

            _places.Add(new LinePlace(literal, LabelIndex(label), []));
            return null;
        }

        var rows = ImmutableArray.CreateBuilder<LineRow>();
        foreach (string name in names)
        {
            string? problem = ReadRow(name, declared, out LineRow? row);
            if (problem is not null)
            {
                return problem;
            }

            rows.Add(row!);
        }

        _places.Add(new LinePlace(literal, -1, rows.ToImmutable()));
        return null;
    }

    private string? ReadRow(string text, DeclaredRows declared, out LineRow? row)
    {
        row = null;
        string[] parts = text.Split('/', 2);
        double divisor = 1;
        if (parts.Length == 2 && !(double.TryParse(parts[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out divisor) && divisor > 0))
        {
            return $"\"{parts[1]}\" is no number to divide by";
        }

        if (declared.Find(Encoding.UTF8.GetBytes(parts[0])) is not { Kind: not RowKind.Info } name)
        {
            return $"{parts[0]} is no declared metric with a number";
        }

        string[] needed = name.HasBound ? [.. name.Declaration.Labels, name.Declaration.BoundLabel!] : [.. name.Declaration.Labels];
        if (Array.Find(needed, label => !_labels.Contains(label)) is { } missing)
        {
            return $"the label {missing} of {parts[0]} must stand before its number";
        }

        row = new LineRow(
            name, [.. name.Declaration.Labels.Select(_labels.IndexOf)], name.HasBound ? _labels.IndexOf(name.Declaration.BoundLabel!) : -1, divisor);
        return null;
    }

    private int LabelIndex(string label)
    {
        if (!_labels.Contains(label))
        {
            _labels.Add(label);
        }

        return _labels.IndexOf(label);
    }
}
