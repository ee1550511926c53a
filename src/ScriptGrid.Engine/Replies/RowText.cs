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

    /// <summary>Its label values without its bound, so that equal text means equal values.</summary>
    public static string LabelsOf(this RowList rows, ReadOnlySpan<byte> reply, in Row row)
    {
        var text = new StringBuilder();
        for (int i = 0; i < row.Name.Declaration.Labels.Length; i++)
        {
            ReadOnlySpan<byte> label = rows.LabelIn(reply, row, i);
            text.Append(CultureInfo.InvariantCulture, $"{label.Length}:{Encoding.Latin1.GetString(label)}");
        }

        return text.ToString();
    }
}
