using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Replies;

/// <summary>
/// Judges the rows of a script that declares metrics. A row is the name, a value for each declared label, then the number. A row of two elements whose name is
/// not declared is read as a key and its value, as from any other script.
/// </summary>
internal static class RowParser
{
    /// <summary>
    /// Reads a reply whose elements are arrays, one row each, or texts for which the script declares line templates. Keeps valid rows. Returns the failure of
    /// the first invalid one.
    /// </summary>
    public static Failure? ParseAll(ReadOnlySpan<byte> reply, ref RespReader reader, DeclaredRows declared, SampleList samples)
    {
        Failure? first = null;
        int count = reader.Count;
        for (int row = 1; row <= count; row++)
        {
            reader.Read();
            RespReader inside = reader;
            reader.Skip();
            if (declared.Lines is not null && inside.Type != RespType.Array)
            {
                Failure? notText = ReadText(reply, inside, row, declared.Lines, samples);
                first ??= notText;
                continue;
            }

            int labels = samples.Rows.LabelCount;
            Failure? failure = Parse(reply, inside, row, declared, samples);
            if (failure is not null)
            {
                samples.Rows.ForgetLabels(labels);
                first ??= failure;
            }
        }

        return first;
    }

    private static Failure? ReadText(ReadOnlySpan<byte> reply, in RespReader reader, int row, TextLines lines, SampleList samples)
    {
        if (reader.Type != RespType.String)
        {
            return reader.Type == RespType.Error
                ? RedisErrors.From(reader.Text)
                : new Failure(FailureReason.Reply, $"element {row} is {ReplyParser.Describe(reader)}; return rows or texts");
        }

        return lines.Read(reply, reader.Text, samples.Rows);
    }

    /// <summary>Adds a declared metric without labels that came as a key and its value. Returns what is wrong; null if nothing is.</summary>
    public static Failure? AddPair(ReadOnlySpan<byte> reply, RowName name, double value, SampleList samples)
    {
        if (name is not { Length: 2, Kind: not RowKind.Info })
        {
            string labels = Labels(name);
            return Wrong(
                name.Name, labels.Length == 0 ? "an info has no value; return a row with only its name" : $"it is declared with {labels}; return rows of name, labels, number");
        }

        return Add(reply, new Row(name, samples.Rows.LabelCount, Bound: 0, value), samples.Rows);
    }

    private static Failure? Parse(ReadOnlySpan<byte> reply, RespReader reader, int number, DeclaredRows declared, SampleList samples)
    {
        int length = reader.Count;
        RespReader atName = reader;
        if (length == 0)
        {
            return new Failure(FailureReason.Reply, $"row {number} is empty");
        }

        atName.Read();
        if (length == 2 && (atName.Type is not (RespType.String or RespType.Status) || declared.Find(atName.Text) is null))
        {
            return ReplyParser.ParsePair(reply, ref reader, DeclaredRows.None, samples);
        }

        if (atName.Type == RespType.Error)
        {
            return RedisErrors.From(atName.Text);
        }

        string text = atName.Type is RespType.String or RespType.Status ? ReplyParser.Quote(atName.Text) : ReplyParser.Describe(atName);
        if (atName.Type is not (RespType.String or RespType.Status) || declared.Find(atName.Text) is not { } name)
        {
            return new Failure(
                FailureReason.Reply, $"row {number} begins with {text}, which is not a declared metric, and has {length} element{(length == 1 ? "" : "s")}; declare the metric, or return a row of two elements, key and value");
        }

        return length == name.Length
            ? ParseLabels(reply, atName, number, name, samples)
            : Wrong(RowText(number, name), $"the row has {length} element{(length == 1 ? "" : "s")}, but {name.Length} are declared: {Shape(name)}");
    }

    private static Failure? ParseLabels(ReadOnlySpan<byte> reply, RespReader reader, int number, RowName name, SampleList samples)
    {
        int firstLabel = samples.Rows.LabelCount;
        foreach (string label in name.Declaration.Labels)
        {
            reader.Read();
            if (reader.Type is not (RespType.String or RespType.Status or RespType.Integer or RespType.Double or RespType.BigNumber))
            {
                return reader.Type == RespType.Error
                    ? RedisErrors.From(reader.Text)
                    : Wrong(RowText(number, name), $"its label {label} is {ReplyParser.Describe(reader)}; labels must be strings or numbers");
            }

            samples.Rows.AddLabel(ReplyParser.OffsetIn(reply, reader.Text), reader.Text.Length);
        }

        double bound = 0;
        if (name.HasBound && BoundProblem(ref reader, name, out bound) is { } problem)
        {
            return Wrong(RowText(number, name), problem);
        }

        if (name.Kind == RowKind.Info)
        {
            return Add(reply, new Row(name, firstLabel, bound, 1), samples.Rows);
        }

        reader.Read();
        return reader.Type == RespType.Error
            ? RedisErrors.From(reader.Text)
            : !ReplyParser.TryReadNumber(reader, out double value)
                ? Wrong(RowText(number, name), $"its value is {ReplyParser.Describe(reader)}, not a number")
                : Add(reply, new Row(name, firstLabel, bound, value), samples.Rows);
    }

    /// <summary>
    /// Adds a row whose label values were added. If it is a count or a counter that is negative or NaN, removes them again and returns the failure.
    /// </summary>
    /// <remarks>OpenMetrics 1.0: the values of counters, buckets and counts are neither NaN nor negative.</remarks>
    public static Failure? Add(ReadOnlySpan<byte> reply, Row row, RowList rows)
    {
        if (row.Name.Counts && !(row.Value >= 0))
        {
            rows.ForgetLabels(row.FirstLabel);
            string name = row.Name.Kind == RowKind.Value ? "counter" : "count";
            return Wrong(row.Name.Name, $"{row.Value} is not a valid {name}; {name}s are 0 or more");
        }

        rows.Add(reply, row);
        return null;
    }

    private static string? BoundProblem(ref RespReader reader, RowName name, out double bound)
    {
        reader.Read();
        return ReplyParser.TryReadNumber(reader, out bound) && IsBound(name, bound) ? null : WrongBound(name, ReplyParser.Describe(reader));
    }

    /// <summary>Whether a number may be the bound of such a row.</summary>
    private static bool IsBound(RowName name, double bound) => !double.IsNaN(bound) && (name.Kind == RowKind.Bucket || bound >= 0);

    private static string WrongBound(RowName name, string shown) =>
        $"its label {name.Declaration.BoundLabel} is {shown}, not {(name.Kind == RowKind.Bucket ? "a number or +Inf" : "a number of at least 0")}";

    /// <summary>Returns what is wrong with a bound from a line of text; null if nothing is.</summary>
    public static Failure? BoundProblem(RowName name, double bound, ReadOnlySpan<byte> text) =>
        IsBound(name, bound) ? null : Wrong(name.Name, WrongBound(name, $"the string {ReplyParser.Quote(text)}"));

    private static string RowText(int number, RowName name) => $"row {number}, {name.Name}";

    private static Failure Wrong(string row, string problem) => new(FailureReason.Reply, $"{row}: {problem}");

    private static string Labels(RowName name) =>
        string.Join(", ", name.HasBound ? name.Declaration.Labels.Append(name.Declaration.BoundLabel!) : name.Declaration.Labels);

    private static string Shape(RowName name)
    {
        string labels = Labels(name);
        return $"the name{(labels.Length == 0 ? "" : $", {labels}")}{(name.Kind == RowKind.Info ? "" : " and the number")}";
    }
}
