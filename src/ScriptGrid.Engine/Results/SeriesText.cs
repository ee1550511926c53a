using System.Text;

namespace ScriptGrid.Engine.Results;

/// <summary>Parses a series as pages write it: <c>mail_queue_length{queue="sms"}</c>.</summary>
internal static class SeriesText
{
    /// <summary>Returns the name, and the labels in their order. Text that is not a series gives what can be read of it.</summary>
    public static (string Name, IReadOnlyDictionary<string, string> Labels) Parse(string series)
    {
        var labels = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        int brace = series.IndexOf('{', StringComparison.Ordinal);
        int at = brace < 0 ? series.Length : brace + 1;
        while (at < series.Length && series[at] != '}' && series.IndexOf("=\"", at, StringComparison.Ordinal) is >= 0 and int sign)
        {
            int start = sign + 2;
            int end = EndOfValue(series, start);
            labels[series[at..sign]] = Unescape(series[start..end]);
            at = end + (series.AsSpan(end).StartsWith("\",") ? 2 : 1);
        }

        return (brace < 0 ? series : series[..brace], labels);
    }

    /// <summary>Returns the text that was escaped with backslashes, as values of labels and help texts are.</summary>
    public static string Unescape(string escaped)
    {
        if (!escaped.Contains('\\', StringComparison.Ordinal))
        {
            return escaped;
        }

        var text = new StringBuilder(escaped.Length);
        for (int i = 0; i < escaped.Length; i++)
        {
            bool isEscape = escaped[i] == '\\' && i + 1 < escaped.Length;
            i += isEscape ? 1 : 0;
            text.Append(isEscape && escaped[i] == 'n' ? '\n' : escaped[i]);
        }

        return text.ToString();
    }

    /// <summary>Returns the position of the quote that ends a label's value, which no backslash escapes; the end of the series if there is none.</summary>
    private static int EndOfValue(string series, int at)
    {
        while (at < series.Length && series[at] != '"')
        {
            at += series[at] == '\\' ? 2 : 1;
        }

        return Math.Min(at, series.Length);
    }
}
