using System.Globalization;
using System.Text;
using ScriptGrid.EmbeddedRedis.Calls;

namespace ScriptGrid.EmbeddedRedis.Commands.Administration;

/// <summary>The picture that LATENCY GRAPH shows: a column for each delay, with its age below it, one letter per line.</summary>
internal static class LatencyGraph
{
    private const int Columns = 80;
    private const int Rows = 4;
    private const string Heights = "_o#";
    private const char Below = '|';

    /// <summary>Draws a series.</summary>
    /// <param name="name">The kind of delay.</param>
    /// <param name="series">The delays.</param>
    /// <param name="now">The time in seconds since 1970.</param>
    internal static string Of(string name, LatencySeries series, long now)
    {
        long lowest = series.Samples.Min(static sample => sample.Milliseconds);
        long highest = series.Samples.Max(static sample => sample.Milliseconds);
        var graph = new StringBuilder();
        graph.Append(CultureInfo.InvariantCulture, $"{name} - high {highest} ms, low {lowest} ms (all time high {series.MaxMilliseconds} ms)\n");
        graph.Append('-', Columns).Append('\n');
        double range = Math.Max(1, highest - lowest);
        string separator = "";
        foreach (LatencySample[] part in series.Samples.Chunk(Columns))
        {
            graph.Append(separator);
            separator = "\n";
            AppendBars(graph, [.. part.Select(sample => Step(sample.Milliseconds - lowest, range))]);
            AppendLabels(graph, [.. part.Select(sample => Ago(now - sample.Seconds))]);
        }

        return graph.ToString();
    }

    private static int Step(long above, double range)
    {
        const int Steps = Rows * 3;
        return Math.Clamp((int)(above * Steps / range), 0, Steps - 1);
    }

    private static void AppendBars(StringBuilder graph, int[] steps)
    {
        for (int row = Rows - 1; row >= 0; row--)
        {
            foreach (int step in steps)
            {
                int height = step - (row * Heights.Length);
                graph.Append(height < 0 ? ' ' : height < Heights.Length ? Heights[height] : Below);
            }

            graph.Append('\n');
        }
    }

    private static void AppendLabels(StringBuilder graph, string[] labels)
    {
        graph.Append(' ', labels.Length).Append('\n');
        for (int letter = 0; letter < labels.Max(static label => label.Length); letter++)
        {
            foreach (string label in labels)
            {
                graph.Append(letter < label.Length ? label[letter] : ' ');
            }

            graph.Append('\n');
        }
    }

    private static string Ago(long seconds)
    {
        (long amount, char unit) = seconds switch
        {
            < 60 => (seconds, 's'),
            < 3600 => (seconds / 60, 'm'),
            < 86_400 => (seconds / 3600, 'h'),
            _ => (seconds / 86_400, 'd'),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{amount}{unit}");
    }
}
