using System.Globalization;
using System.Text;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Replies;

/// <summary>Rows as text, for people and for comparison.</summary>
internal static class RowText
{
    /// <summary>A series as people write it: its name, and its own labels in braces.</summary>
    public static string SeriesOf(this RowList rows, ReadOnlySpan<byte> reply, in Row row)
    {
        MetricDeclaration metric = row.Name.Declaration;
        List<string> labels = [];
        for (int i = 0; i < metric.Labels.Length; i++)
        {
            labels.Add($"{metric.Labels[i]}=\"{KeyText.Of(rows.LabelIn(reply, row, i))}\"");
        }

        if (row.Name.HasBound)
        {
            labels.Add(string.Create(CultureInfo.InvariantCulture, $"{metric.BoundLabel}=\"{row.Bound}\""));
        }

        return labels.Count == 0 ? row.Name.Name : $"{row.Name.Name}{{{string.Join(',', labels)}}}";
    }

    /// <summary>Its label values as pages show them, without its bound: equal text means one set of labels.</summary>
    public static string LabelsOf(this RowList rows, ReadOnlySpan<byte> reply, in Row row)
    {
        var text = new StringBuilder();
        for (int i = 0; i < row.Name.Declaration.Labels.Length; i++)
        {
            string label = KeyText.Of(rows.LabelIn(reply, row, i));
            text.Append(CultureInfo.InvariantCulture, $"{label.Length}:{label}");
        }

        return text.ToString();
    }

    /// <summary>Whether two rows of one metric have the same label values as pages show them, whatever their bounds.</summary>
    public static bool HaveSameLabels(this RowList rows, ReadOnlySpan<byte> reply, in Row one, in Row other)
    {
        for (int i = 0; i < one.Name.Declaration.Labels.Length; i++)
        {
            if (!KeyText.AreAlike(rows.LabelIn(reply, one, i), rows.LabelIn(reply, other, i)))
            {
                return false;
            }
        }

        return true;
    }
}
