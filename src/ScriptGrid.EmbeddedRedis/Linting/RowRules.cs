using System.Globalization;
using System.Text;
using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>Checks rows against the metrics that a script declares: their names, the number of their elements, and the kinds of these.</summary>
internal sealed class RowRules(ScriptFacts facts, RowDeclarations declarations)
{
    internal static IEnumerable<Finding> Check(ScriptFacts facts, RowDeclarations? declarations)
    {
        if (declarations is null || declarations.Shapes.Count == 0)
        {
            return [];
        }

        var rules = new RowRules(facts, declarations);
        var returned = ReturnedValues.Of(facts, new ValueKinds(facts));
        return
        [
            .. returned.Where(value => value.As == ReturnedAs.Table).SelectMany(value => rules.OfPairs((TableExpression)value.Expression)),
            .. RowLiterals.Of(facts, returned).Select(rules.Of).OfType<Finding>(),
            .. RowLiterals.Together(facts, returned).SelectMany(rules.Repeated),
        ];
    }

    /// <summary>Checks a list of alternating keys and values. This form cannot express a metric with labels.</summary>
    private IEnumerable<Finding> OfPairs(TableExpression table)
    {
        if (table.Fields.Any(field => field.Key is not null || facts.Resolve(field.Value) is TableExpression))
        {
            yield break;
        }

        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in table.Fields.Where((_, index) => index % 2 == 0))
        {
            if (TextOf(field.Value) is { } key && !keys.Add(key))
            {
                yield return Finding(SyntaxNodes.LineOf(field.Value), $"the key {Shortened(key)} occurs twice, and only the last value counts; keep one");
            }

            if (facts.Resolve(field.Value) is StringExpression name
                && declarations.Shapes.TryGetValue(name.Value.ToString(), out var shape)
                && shape is not { Length: 2, HasNumber: true })
            {
                yield return Finding(SyntaxNodes.LineOf(field.Value), $"{name.Value} cannot be returned as a key with a value; return rows: {shape}");
            }
        }
    }

    private Finding? Of(RowLiteral row)
    {
        int length = row.Elements.Count - (row.IsOpen ? 1 : 0);
        if (length <= 0 || row.Elements[0] is not { } first || facts.Resolve(first) is not StringExpression text)
        {
            return null;
        }

        int end = row.Elements.Take(length).ToList().FindIndex(element => element is not null && facts.Resolve(element) is NilExpression);
        bool isOpen = row.IsOpen && end < 0;
        length = end < 0 ? length : end;
        string name = text.Value.ToString();
        string count = $"{(isOpen ? "at least " : "")}{length} element{(length == 1 ? "" : "s")}{(end < 0 ? "" : ", because a nil ends it")}";
        if (!declarations.Shapes.TryGetValue(name, out var shape))
        {
            return isOpen ? length > 2 ? Undeclared(row, name, count) : null : length != 2 ? Undeclared(row, name, count) : null;
        }

        return isOpen
            ? length > shape.Length ? Misshapen(row, name, count, shape) : null
            : length != shape.Length ? Misshapen(row, name, count, shape) : OfElements(row, name, shape);
    }

    /// <summary>Finds rows that repeat the series of an earlier row.</summary>
    private IEnumerable<Finding> Repeated(IReadOnlyList<RowLiteral> rows)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (SeriesOf(row) is { } series && !known.Add(series))
            {
                yield return Finding(row.Line, $"{Shortened(TextOf(row.Elements[0]!)!)}: an earlier row has the same labels, and only the last row counts; keep one");
            }
        }
    }

    /// <summary>Returns the name, labels and bound of a row as declared, or the key of a pair; null if the text does not tell.</summary>
    private string? SeriesOf(RowLiteral row)
    {
        if (row.IsOpen || row.Elements is not [{ } first, ..] || TextOf(first) is not { } name)
        {
            return null;
        }

        if (!declarations.Shapes.TryGetValue(name, out var shape))
        {
            return row.Elements.Count == 2 ? name : null;
        }

        if (row.Elements.Count != shape.Length)
        {
            return null;
        }

        string?[] parts = [name, .. row.Elements.Skip(1).Take(shape.Labels.Count).Select(TextOf), shape.Bound is null ? "" : BoundOf(row.Elements[shape.Labels.Count + 1])];
        return parts.Contains(null) ? null : string.Concat(parts.Select(static part => $"{part!.Length}:{part}"));
    }

    /// <summary>Returns a string as it is, and a number without its fraction, as Redis returns it; null if the text does not tell.</summary>
    private string? TextOf(Expression? element) => element is null ? null : facts.Resolve(element) switch
    {
        StringExpression text => Encoding.Latin1.GetString(text.Value.Span),
        _ => Constants.Number(element, facts) is { } number and > -1e15 and < 1e15 ? ((long)number).ToString(CultureInfo.InvariantCulture) : null,
    };

    private string? BoundOf(Expression? element) =>
        TextOf(element) is { } text && declarations.ParseNumber(Encoding.Latin1.GetBytes(text)) is { } bound
            ? bound.ToString(CultureInfo.InvariantCulture)
            : null;

    private static string Shortened(string text) => text.Length <= 60 ? text : text[..60] + "…";

    private Finding? OfElements(RowLiteral row, string name, RowShape shape)
    {
        for (int index = 1; index < shape.Length; index++)
        {
            string? problem = row.Elements[index] is not { } element ? null
                : index <= shape.Labels.Count ? OfLabel(shape.Labels[index - 1], element)
                : index == shape.Labels.Count + 1 && shape.Bound is { } bound ? OfBound(bound, element)
                : NumberOf(element) is (false, _) ? $"its value is {Shown(element)}, not a number" : null;
            if (problem is not null)
            {
                return Finding(row.Line, $"{name}: {problem}");
            }
        }

        return null;
    }

    private string? OfLabel(string label, Expression element) =>
        facts.Resolve(element) is TableExpression table && table.Fields.All(field => field.Key is null) ? $"its label {label} is a table; labels must be strings or numbers" : null;

    private string? OfBound(string label, Expression element) => NumberOf(element) switch
    {
        (false, _) or (true, double.NaN) => $"its label {label} is {Shown(element)}, {(label == "le" ? "not a number or +Inf" : "not a number of at least 0")}",
        (true, < 0) when label != "le" => $"its label {label} is {Shown(element)}, not a number of at least 0",
        _ => null,
    };

    /// <summary>Returns whether a literal is a number, and which number; null if the text does not tell.</summary>
    private (bool IsNumber, double Value)? NumberOf(Expression element) => facts.Resolve(element) switch
    {
        StringExpression text => declarations.ParseNumber(text.Value.Bytes) is { } number ? (true, number) : (false, 0),
        TableExpression table when table.Fields.All(field => field.Key is null) => (false, 0),
        _ => Constants.Number(element, facts) is { } number ? (true, number) : null,
    };

    private string Shown(Expression element) => facts.Resolve(element) switch
    {
        StringExpression { Value: var text } => text.ToString() is { Length: <= 60 } shown ? $"'{shown}'" : "a text",
        TableExpression => "a table",
        _ => "a number",
    };

    private static Finding Undeclared(RowLiteral row, string name, string count) =>
        Finding(row.Line, $"a row begins with '{name}', which is not a declared metric, and has {count}; declare the metric, or return a row of two elements, key and value");

    private static Finding Misshapen(RowLiteral row, string name, string count, RowShape shape) =>
        Finding(row.Line, $"{name}: the row has {count}, but {shape.Length} are declared: {shape}");

    private static Finding Finding(int line, string message) => new(line, FindingCode.MetricRow, message);
}
