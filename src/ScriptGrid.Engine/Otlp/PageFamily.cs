using System.Globalization;
using System.Text;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Otlp;

/// <summary>A family of a page of metrics, taken apart.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, as the page says.</param>
/// <param name="Help">What it is.</param>
/// <param name="Samples">Its samples, in their order.</param>
internal sealed record PageFamily(string Name, string Type, string Help, IReadOnlyList<PageSample> Samples)
{
    private const string HelpMark = "# HELP ";
    private const string TypeMark = "# TYPE ";

    /// <summary>The families of a page in Prometheus' text format.</summary>
    public static IReadOnlyList<PageFamily> Read(ReadOnlySpan<byte> page)
    {
        var families = new List<PageFamily>();
        var samples = new List<PageSample>();
        string help = "";
        foreach (string line in Encoding.UTF8.GetString(page).Split('\n'))
        {
            if (line.StartsWith(HelpMark, StringComparison.Ordinal))
            {
                string[] words = line[HelpMark.Length..].Split(' ', 2);
                help = words.Length < 2 ? "" : words[1].Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
            }
            else if (line.StartsWith(TypeMark, StringComparison.Ordinal))
            {
                string[] words = line[TypeMark.Length..].Split(' ');
                samples = [];
                families.Add(new PageFamily(words[0], words[^1], help, samples));
                help = "";
            }
            else if (line.Length > 0 && line[0] != '#')
            {
                samples.Add(PageSample.Read(line));
            }
        }

        return families;
    }
}

/// <summary>A sample of a page.</summary>
/// <param name="Name">Its name, with what tells a count from a sum.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Value">Its value.</param>
internal sealed record PageSample(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
{
    /// <summary>The labels but one, as one text that tells them from others.</summary>
    public string KeyWithout(string label) =>
        string.Join('\n', Labels.Where(pair => pair.Key != label).Select(static pair => $"{pair.Key}\0{pair.Value}"));

    /// <summary>Takes a line apart.</summary>
    public static PageSample Read(string line)
    {
        int end = line.LastIndexOf(' ');
        (string name, IReadOnlyDictionary<string, string> labels) = SeriesText.Parse(line[..end]);
        return new PageSample(name, labels, Number(line[(end + 1)..]));
    }

    /// <summary>A number as pages write it.</summary>
    public static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };
}
