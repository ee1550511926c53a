using System.Globalization;
using System.Text;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Settings;

/// <summary>The parameter <c>latency-tracking-info-percentiles</c>.</summary>
internal sealed class PercentilesSetting() : Setting("latency-tracking-info-percentiles")
{
    private const double Most = 100;

    internal IReadOnlyList<double> Values { get; private set; } = [50, 99, 99.9];

    internal override string Text => string.Join(' ', Values.Select(TextOf));

    /// <summary>Returns a percentage as it is shown: <c>99.9</c>.</summary>
    internal static string TextOf(double percent) => percent.ToString("0.######", CultureInfo.InvariantCulture);

    internal override string? TrySet(string text)
    {
        var values = new List<double>();
        foreach (string word in text.Length == 0 ? [] : text.Split(' '))
        {
            if (!Doubles.TryParse(Encoding.Latin1.GetBytes(word), out double value))
            {
                return "Invalid latency-tracking-info-percentiles parameters";
            }

            if (value is < 0 or > Most)
            {
                return "latency-tracking-info-percentiles parameters should sit between [0.0,100.0]";
            }

            values.Add(value);
        }

        Values = values;
        return null;
    }
}
