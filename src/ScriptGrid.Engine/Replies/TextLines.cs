using System.Collections.Immutable;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Replies;

/// <summary>
/// Reads text that a script returned, such as a reply of INFO, by line templates. It skips lines that match no template, the rest of a line from where it stops
/// matching, and text that is not a number. A number that its row may not have is reported, as for other rows.
/// </summary>
internal sealed class TextLines
{
    /// <summary>Ends a number that the template ends with, because later versions of a server may append to their lines.</summary>
    private const byte Separator = (byte)',';

    private readonly Dictionary<byte[], LineTemplate>.AlternateLookup<ReadOnlySpan<byte>> _byField;
    private readonly ImmutableArray<LineTemplate> _others;
    private readonly int _labels;

    public TextLines(IReadOnlyCollection<LineTemplate> templates)
    {
        var byField = new Dictionary<byte[], LineTemplate>(BytesComparer.Instance);
        _others = [.. templates.Where(template => !(FieldOf(template.Places[0].Literal) is { IsEmpty: false } field && byField.TryAdd(field.ToArray(), template)))];
        _byField = byField.GetAlternateLookup<ReadOnlySpan<byte>>();
        _labels = templates.Max(static template => template.LabelCount);
    }

    /// <summary>
    /// Adds the numbers of a text, which is a part of the reply, to the rows. Returns the failure of the first number that its row may not have; the others are
    /// kept.
    /// </summary>
    public Failure? Read(ReadOnlySpan<byte> reply, ReadOnlySpan<byte> text, RowList rows)
    {
        Span<Range> labels = stackalloc Range[_labels];
        Failure? first = null;
        int offset = ReplyParser.OffsetIn(reply, text);
        foreach (Range range in text.Split((byte)'\n'))
        {
            (int start, int length) = range.GetOffsetAndLength(text.Length);
            ReadOnlySpan<byte> line = text.Slice(start, length);
            line = line.EndsWith("\r"u8) ? line[..^1] : line;
            if (Find(line) is { } template)
            {
                Failure? failure = Read(reply, offset + start, line, template, labels, rows);
                first ??= failure;
            }
        }

        return first;
    }

    /// <summary>Returns the text before the first colon of a line; empty if there is none.</summary>
    private static ReadOnlySpan<byte> FieldOf(ReadOnlySpan<byte> line) => line[..Math.Max(line.IndexOf((byte)':'), 0)];

    private LineTemplate? Find(ReadOnlySpan<byte> line)
    {
        if (_byField.TryGetValue(FieldOf(line), out LineTemplate? template))
        {
            return template;
        }

        foreach (LineTemplate other in _others)
        {
            ReadOnlySpan<byte> literal = other.Places[0].Literal;
            if (line.StartsWith(literal) && (other.Places.Count == 1 || line[literal.Length..].IndexOf(other.Places[1].Literal) >= 0))
            {
                return other;
            }
        }

        return null;
    }

    private static Failure? Read(ReadOnlySpan<byte> reply, int lineStart, ReadOnlySpan<byte> line, LineTemplate template, Span<Range> labels, RowList rows)
    {
        Failure? first = null;
        int position = 0;
        for (int i = 0; i < template.Places.Count && line[position..].StartsWith(template.Places[i].Literal); i = template.After(i))
        {
            LinePlace place = template.Places[i];
            position += place.Literal.Length;
            ReadOnlySpan<byte> next = template.After(i) < template.Places.Count ? template.Places[template.After(i)].Literal : [];
            int length = place.Label < 0 ? line[position..].IndexOf(next.IsEmpty ? Separator : next[0]) : next.IsEmpty ? -1 : line[position..].IndexOf(next);
            length = length < 0 ? line.Length - position : length;
            if (place.Label >= 0)
            {
                labels[place.Label] = new Range(lineStart + position, lineStart + position + length);
            }

            foreach (LineRow row in place.Rows)
            {
                Failure? failure = Add(reply, line.Slice(position, length), row, labels, rows);
                first ??= failure;
            }

            position += length;
        }

        return first;
    }

    private static Failure? Add(ReadOnlySpan<byte> reply, ReadOnlySpan<byte> number, LineRow row, ReadOnlySpan<Range> labels, RowList rows)
    {
        double bound = 0;
        if (!TryReadNumber(number, out double value) || (row.Bound >= 0 && !NumberParser.TryParse(reply[labels[row.Bound]], out bound)))
        {
            return null;
        }

        if (row.Bound >= 0 && RowParser.BoundProblem(row.Name, bound, reply[labels[row.Bound]]) is { } problem)
        {
            return problem;
        }

        int firstLabel = rows.LabelCount;
        foreach (int label in row.Labels)
        {
            (int start, int length) = labels[label].GetOffsetAndLength(reply.Length);
            rows.AddLabel(start, length);
        }

        return RowParser.Add(reply, new Row(row.Name, firstLabel, bound, value / row.Divisor), rows);
    }

    /// <summary>Reads a number, or one of the words that servers use for 1 and 0.</summary>
    private static bool TryReadNumber(ReadOnlySpan<byte> text, out double value)
    {
        bool isYes = text.SequenceEqual("ok"u8) || text.SequenceEqual("up"u8) || text.SequenceEqual("true"u8);
        bool isNo = text.SequenceEqual("err"u8) || text.SequenceEqual("fail"u8) || text.SequenceEqual("down"u8) || text.SequenceEqual("false"u8);
        value = isYes ? 1 : 0;
        return isYes || isNo || NumberParser.TryParse(text, out value);
    }
}
