using System.Globalization;
using System.Text;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Otlp;

/// <summary>A parsed metric family of a page.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type as written on the page.</param>
/// <param name="Help">Its help text.</param>
/// <param name="Samples">Its samples, in order.</param>
internal sealed record PageFamily(string Name, string Type, string Help, IReadOnlyList<PageSample> Samples)
{
    private const string HelpMark = "# HELP ";
    private const string TypeMark = "# TYPE ";

    /// <summary>Parses a page in Prometheus' text format.</summary>
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
                help = words.Length < 2 ? "" : SeriesText.Unescape(words[1]);
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
/// <param name="Name">Its full name, including suffixes such as <c>_count</c> and <c>_sum</c>.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Value">Its value.</param>
internal sealed record PageSample(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
{
    /// <summary>Returns all labels except one, as a text that is unique for them.</summary>
    public string KeyWithout(string label) =>
        string.Join('\n', Labels.Where(pair => pair.Key != label).Select(static pair => $"{pair.Key}\0{pair.Value}"));

    /// <summary>Parses a line.</summary>
    public static PageSample Read(string line)
    {
        int end = line.LastIndexOf(' ');
        (string name, IReadOnlyDictionary<string, string> labels) = SeriesText.Parse(line[..end]);
        return new PageSample(name, labels, Number(line[(end + 1)..]));
    }

    /// <summary>Parses a number as written on pages.</summary>
    public static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };
}
