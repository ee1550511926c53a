using System.Globalization;

namespace ScriptGrid.Engine.Http;

/// <summary>Computes how long a collection on demand may take so that its response still reaches Prometheus in time.</summary>
internal static class ScrapeTimeout
{
    /// <summary>The header in which Prometheus sends its scrape timeout.</summary>
    public const string HeaderName = "X-Prometheus-Scrape-Timeout-Seconds";

    private const double Headroom = 0.5;
    private static readonly double Longest = TimeSpan.FromDays(1).TotalSeconds;

    /// <summary>
    /// Returns the header's seconds minus half a second for the response to arrive, but never less than half of them. Null for anything but a
    /// positive number.
    /// </summary>
    public static TimeSpan? Parse(string? header) =>
        double.TryParse(header, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds > 0
            ? TimeSpan.FromSeconds(Math.Min(Math.Max(seconds - Headroom, seconds / 2), Longest))
            : null;
}
