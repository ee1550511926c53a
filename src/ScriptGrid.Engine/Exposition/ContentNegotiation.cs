using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ScriptGrid.Engine.Exposition;

/// <summary>Chooses the format and compression of a page from the client's headers.</summary>
internal static class ContentNegotiation
{
    private const string TextType = "text/plain";
    private const string OpenMetricsType = "application/openmetrics-text";
    private const string Gzip = "gzip";
    private const string Identity = "identity";

    /// <summary>Returns the Content-Type of a page. Prometheus 3 fails a scrape whose type it does not know.</summary>
    public static string ContentType(ExpositionFormat format) => format == ExpositionFormat.OpenMetrics
        ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
        : "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>
    /// Returns the format that <c>Accept</c> prefers. OpenMetrics is served to clients that name it without a version or as 1.0.0, and wins a tie.
    /// A client that names no known format gets text 0.0.4.
    /// </summary>
    public static ExpositionFormat Format(StringValues accept)
    {
        if (!MediaTypeHeaderValue.TryParseList(accept, out IList<MediaTypeHeaderValue>? ranges))
        {
            return ExpositionFormat.Text;
        }

        double openMetrics = Quality(ranges, IsOpenMetrics) ?? 0;
        double text = Quality(ranges, IsText) ?? Quality(ranges, static range => range.MatchesAllSubTypes) ?? 0;
        return openMetrics > 0 && openMetrics >= text ? ExpositionFormat.OpenMetrics : ExpositionFormat.Text;
    }

    /// <summary>Whether <c>Accept-Encoding</c> names gzip, and does not rank it below no compression.</summary>
    public static bool AcceptsGzip(StringValues acceptEncoding)
    {
        if (!StringWithQualityHeaderValue.TryParseList(acceptEncoding, out IList<StringWithQualityHeaderValue>? encodings))
        {
            return false;
        }

        double gzip = Quality(encodings, Gzip) ?? 0;
        return gzip > 0 && gzip >= (Quality(encodings, Identity) ?? 0);
    }

    private static bool IsOpenMetrics(MediaTypeHeaderValue range) =>
        range.MediaType.Equals(OpenMetricsType, StringComparison.OrdinalIgnoreCase) && Version(range) is null or "1.0.0";

    /// <summary>Text 1.0.0 is 0.0.4 with quoted names, which are never needed here, so its readers can read 0.0.4 too.</summary>
    private static bool IsText(MediaTypeHeaderValue range) =>
        range.MediaType.Equals(TextType, StringComparison.OrdinalIgnoreCase);

    private static string? Version(MediaTypeHeaderValue range)
    {
        NameValueHeaderValue? version = NameValueHeaderValue.Find(range.Parameters, "version");
        return version is null ? null : HeaderUtilities.RemoveQuotes(version.Value).ToString();
    }

    private static double? Quality(IList<MediaTypeHeaderValue> ranges, Func<MediaTypeHeaderValue, bool> matches) =>
        ranges.Where(matches).Max(static range => (double?)(range.Quality ?? 1));

    private static double? Quality(IList<StringWithQualityHeaderValue> encodings, string name) =>
        encodings.Where(encoding => encoding.Value.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Max(static encoding => (double?)(encoding.Quality ?? 1));
}
