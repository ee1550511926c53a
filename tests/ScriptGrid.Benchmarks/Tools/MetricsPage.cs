using System.Globalization;

namespace ScriptGrid.Benchmarks.Tools;

/// <summary>Some series, as a rule the collector's metrics about itself, out of one page of <c>/metrics</c>.</summary>
internal sealed class MetricsPage
{
    /// <summary>What the collector's metrics about itself begin with.</summary>
    public const string Own = "scriptgrid_";

    private readonly Dictionary<string, double> _series;

    private MetricsPage(Dictionary<string, double> series) => _series = series;

    /// <summary>Every series that was kept, and its value.</summary>
    public IReadOnlyDictionary<string, double> Series => _series;

    /// <summary>Reads a whole page and keeps the few lines that count.</summary>
    /// <param name="page">The page.</param>
    /// <param name="prefix">What those lines begin with.</param>
    /// <param name="cancellationToken">Ends it.</param>
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

    /// <summary>A series as it stands on the page, labels included; 0 where it is not there yet.</summary>
    public double this[string series] => _series.GetValueOrDefault(series);

    /// <summary>A histogram without labels.</summary>
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
