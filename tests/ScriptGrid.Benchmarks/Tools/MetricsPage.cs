using System.Globalization;

namespace ScriptGrid.Benchmarks.Tools;

/// <summary>Some series of one page of <c>/metrics</c>, usually the collector's own metrics.</summary>
internal sealed class MetricsPage
{
    /// <summary>The prefix of the collector's own metrics.</summary>
    public const string Own = "scriptgrid_";

    private readonly Dictionary<string, double> _series;

    private MetricsPage(Dictionary<string, double> series) => _series = series;

    /// <summary>The kept series with their values.</summary>
    public IReadOnlyDictionary<string, double> Series => _series;

    /// <summary>Reads a whole page and keeps the few lines that are needed.</summary>
    /// <param name="page">The page.</param>
    /// <param name="prefix">The prefix of those lines.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public static Task<MetricsPage> ReadAsync(Stream page, string prefix, CancellationToken cancellationToken) =>
        ReadAsync(page, [prefix], cancellationToken);

    /// <inheritdoc cref="ReadAsync(Stream, string, CancellationToken)"/>
    public static async Task<MetricsPage> ReadAsync(Stream page, string[] prefixes, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(page);
        Dictionary<string, double> series = [];
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (Array.Exists(prefixes, prefix => line.StartsWith(prefix, StringComparison.Ordinal)))
            {
                int end = line.LastIndexOf(' ');
                series[line[..end]] = Number(line.AsSpan(end + 1));
            }
        }

        return new MetricsPage(series);
    }

    /// <summary>The value of a series, named as on the page including labels; 0 if it is not on the page yet.</summary>
    public double this[string series] => _series.GetValueOrDefault(series);

    /// <summary>Returns a histogram without labels.</summary>
    public BucketCounts Histogram(string name)
    {
        string start = $"{name}_bucket{{le=\"";
        (double Bound, double Count)[] buckets =
        [
            .. _series.Where(line => line.Key.StartsWith(start, StringComparison.Ordinal))
                .Select(line => (Bound: Number(line.Key.AsSpan(start.Length..^2)), Count: line.Value))
                .OrderBy(static bucket => bucket.Bound),
        ];
        return new BucketCounts([.. buckets.Select(static bucket => bucket.Bound)], [.. buckets.Select(static bucket => bucket.Count)]);
    }

    private static double Number(ReadOnlySpan<char> text) =>
        text is "+Inf" ? double.PositiveInfinity : double.Parse(text, CultureInfo.InvariantCulture);
}
