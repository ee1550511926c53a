using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Durations as Prometheus writes them: whole numbers with units in descending order, for example <c>1m30s</c>.</summary>
internal static partial class PrometheusDuration
{
    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("y", TimeSpan.FromDays(365)),
        ("w", TimeSpan.FromDays(7)),
        ("d", TimeSpan.FromDays(1)),
        ("h", TimeSpan.FromHours(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("ms", TimeSpan.FromMilliseconds(1)),
    ];

    /// <summary>Parses a duration. Returns false for empty text, other units, units out of order, and numbers with too many digits.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        Match match = Form().Match(text);
        duration = TimeSpan.Zero;
        foreach ((string unit, TimeSpan length) in Units)
        {
            Group number = match.Groups[unit];
            duration += number.Success ? length * double.Parse(number.ValueSpan, CultureInfo.InvariantCulture) : TimeSpan.Zero;
        }

        return match.Success && text.Length > 0;
    }

    /// <summary>Returns the shortest text for a duration, accurate to the millisecond.</summary>
    public static string Format(TimeSpan duration)
    {
        StringBuilder text = new();
        foreach ((string unit, TimeSpan length) in Units[2..])
        {
            long number = duration.Ticks / length.Ticks;
            duration -= number * length;
            text.Append(number == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{number}{unit}"));
        }

        return text.Length == 0 ? "0s" : text.ToString();
    }

    [GeneratedRegex(
        @"^((?<y>[0-9]{1,2})y)?((?<w>[0-9]{1,4})w)?((?<d>[0-9]{1,5})d)?((?<h>[0-9]{1,6})h)?((?<m>[0-9]{1,8})m)?((?<s>[0-9]{1,9})s)?((?<ms>[0-9]{1,12})ms)?\z")]
    private static partial Regex Form();
}
