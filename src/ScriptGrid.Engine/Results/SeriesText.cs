using System.Text;

namespace ScriptGrid.Engine.Results;

/// <summary>Parses a series as pages write it: <c>mail_queue_length{queue="sms"}</c>.</summary>
internal static class SeriesText
{
    /// <summary>Returns the name, and the labels in their order.</summary>
    public static (string Name, IReadOnlyDictionary<string, string> Labels) Parse(string series)
    {
        var labels = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        int brace = series.IndexOf('{', StringComparison.Ordinal);
        int at = brace < 0 ? series.Length : brace + 1;
        while (at < series.Length && series[at] != '}')
        {
            int sign = series.IndexOf('=', at);
            string name = series[at..sign];
            labels[name] = ReadValue(series, sign + 2, out int end);
            at = end + (series[end] == ',' ? 1 : 0);
        }

        return (brace < 0 ? series : series[..brace], labels);
    }

    /// <summary>Reads the value of a label. It ends at a quote that is not escaped with a backslash.</summary>
    /// <param name="series">The series.</param>
    /// <param name="at">Where the value begins.</param>
    /// <param name="end">The position after the closing quote.</param>
    private static string ReadValue(string series, int at, out int end)
    {
        var value = new StringBuilder();
        for (; series[at] != '"'; at++)
        {
            bool isEscape = series[at] == '\\';
            at += isEscape ? 1 : 0;
            value.Append(isEscape && series[at] == 'n' ? '\n' : series[at]);
        }

        end = at + 1;
        return value.ToString();
    }
}
