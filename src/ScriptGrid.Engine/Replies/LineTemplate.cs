using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace ScriptGrid.Engine.Replies;

/// <summary>A place in a line: the text that must come first, and then a label, numbers or skipped text, up to the text of the next place.</summary>
/// <param name="Literal">The text that must come first.</param>
/// <param name="Label">The index of the template's label that the place gives; -1 if it gives none.</param>
/// <param name="Rows">The series that take their number from the place.</param>
internal sealed record LinePlace(byte[] Literal, int Label, ImmutableArray<LineRow> Rows);

/// <summary>A series that takes its number from a line.</summary>
/// <param name="Name">The description of the series' rows.</param>
/// <param name="Labels">For each of its labels, the index of the template's label that gives it.</param>
/// <param name="Bound">The index of the template's label that gives its bound; -1 if it has none.</param>
/// <param name="Divisor">The number is divided by this.</param>
internal sealed record LineRow(RowName Name, ImmutableArray<int> Labels, int Bound, double Divisor);

/// <summary>
/// Where the numbers are in a line of text: <c>cmdstat_{cmd}:calls={commands_total},usec={commands_seconds_total/1000000}</c>. Braces hold the name of a
/// label, or the names of the series that take the number, or nothing, to skip text. If the template ends in <c>,...</c>, the part that begins with the last
/// label, after that comma, may repeat any number of times.
/// </summary>
internal sealed class LineTemplate
{
    /// <summary>The most labels of a template, because their positions in a line are kept on the stack.</summary>
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

    /// <summary>The number of labels.</summary>
    public int LabelCount => _labels.Count;

    /// <summary>Returns the place that follows a place in a line; the number of places if none follows.</summary>
    public int After(int place) => place + 1 < _places.Count ? place + 1 : _repeated ?? _places.Count;

    /// <summary>Parses a template. If that fails, returns null and the problem.</summary>
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
                return $"{text}: there must be text between two pairs of braces";
            }

            if (Add(Encoding.UTF8.GetBytes(text[start..open]), text[(open + 1)..close], declared) is { } problem)
            {
                return $"{text}: {problem}";
            }

            start = close + 1;
        }

        string? repeats = text.EndsWith(Dots, StringComparison.Ordinal) ? Repeat(text[start..^Dots.Length]) : null;
        return repeats is not null ? $"{text}: {repeats}" : _labels.Count > MostLabels ? $"{text}: {_labels.Count} labels; a line may have at most {MostLabels}" : null;
    }

    /// <summary>
    /// Lets the part that begins with the last label repeat. The text before that label marks each repetition, so it may not be empty. Returns the problem, if
    /// any.
    /// </summary>
    private string? Repeat(string separator)
    {
        int last = _places.FindLastIndex(static place => place.Label >= 0);
        _repeated = last;
        return separator.Length == 0 ? "there must be text before the dots"
            : last < 0 || !_places[last].Literal.AsSpan().StartsWith(Encoding.UTF8.GetBytes(separator)) ? $"the last label must follow \"{separator}\", as the dots do"
            : null;
    }

    private string? Add(byte[] literal, string inBraces, DeclaredRows declared)
    {
        string[] names = inBraces.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (names is [var label] && declared.Find(Encoding.UTF8.GetBytes(label.Split('/')[0])) is null)
        {
            if (!declared.Metrics.Any(metric => metric.Labels.Contains(label) || metric.BoundLabel == label))
            {
                return $"{label} is neither a declared metric nor a declared label";
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
            return $"\"{parts[1]}\" is not a number to divide by";
        }

        if (declared.Find(Encoding.UTF8.GetBytes(parts[0])) is not { Kind: not RowKind.Info } name)
        {
            return $"{parts[0]} is not a declared metric with a number";
        }

        string[] needed = name.HasBound ? [.. name.Declaration.Labels, name.Declaration.BoundLabel!] : [.. name.Declaration.Labels];
        if (Array.Find(needed, label => !_labels.Contains(label)) is { } missing)
        {
            return $"the label {missing} of {parts[0]} must come before its number";
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
