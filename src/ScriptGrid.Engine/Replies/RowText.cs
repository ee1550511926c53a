using System.Globalization;
using System.Text;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Replies;

/// <summary>Rows as text, to read and to compare.</summary>
internal static class RowText
{
    /// <summary>Returns a series as people write it: its name, and its own labels in braces.</summary>
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

    /// <summary>Returns a row's label values as pages show them, without the bound. Rows with equal text have the same labels.</summary>
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

    /// <summary>Whether pages show the same label values for two rows of one metric. Bounds are not compared.</summary>
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
