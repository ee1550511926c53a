using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace ScriptGrid.Testing;

/// <summary>One series in the answer to a query.</summary>
internal sealed record PrometheusSample(IReadOnlyDictionary<string, string> Labels, double Value);

/// <summary>A real Prometheus, by default one that scrapes the <c>/metrics</c> of the given addresses every second.</summary>
internal sealed class PrometheusProcess : IAsyncDisposable
{
    private static readonly TimeSpan QueryPause = TimeSpan.FromMilliseconds(200);

    private readonly DirectoryInfo _directory;
    private readonly ChildProcess _process;
    private readonly HttpClient _client;

    private PrometheusProcess(DirectoryInfo directory, ChildProcess process, int port)
    {
        _directory = directory;
        _process = process;
        _client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    /// <summary>Starts Prometheus and waits until it serves queries.</summary>
    public static Task<PrometheusProcess> StartAsync(params string[] addresses) => StartWithAsync($$"""
        global: {scrape_interval: 1s, scrape_timeout: 1s}
        scrape_configs:
          - job_name: scriptgrid
            static_configs:
              - targets: [{{string.Join(", ", addresses.Select(static address => $"'{address}'"))}}]
        """);

    /// <summary>Does the same with another configuration.</summary>
    public static async Task<PrometheusProcess> StartWithAsync(string yaml)
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("scriptgrid-prometheus-");
        string configuration = Path.Combine(directory.FullName, "prometheus.yml");
        await File.WriteAllTextAsync(configuration, yaml);
        int port = FreePort.Find();
        string[] arguments =
        [
            $"--config.file={configuration}",
            $"--storage.tsdb.path={Path.Combine(directory.FullName, "data")}",
            $"--web.listen-address=127.0.0.1:{port}",
        ];
        return new PrometheusProcess(directory, await ChildProcess.StartAsync("prometheus", arguments, "Server is ready"), port);
    }

    /// <summary>Returns the answer to an instant query whose result is a vector.</summary>
    public async Task<IReadOnlyList<PrometheusSample>> QueryAsync(string query)
    {
        JsonNode? answer = await _client.GetFromJsonAsync<JsonNode>($"/api/v1/query?query={Uri.EscapeDataString(query)}");
        return [.. answer!["data"]!["result"]!.AsArray().Select(static series => Sample(series!))];
    }

    /// <summary>Repeats a query until the answer satisfies the condition. Fails with the last answer after <paramref name="limit"/>.</summary>
    public async Task<IReadOnlyList<PrometheusSample>> WaitForAsync(
        string query, Func<IReadOnlyList<PrometheusSample>, bool> condition, TimeSpan limit)
    {
        using var expired = new CancellationTokenSource(limit);
        while (true)
        {
            IReadOnlyList<PrometheusSample> answer = await QueryAsync(query);
            if (condition(answer))
            {
                return answer;
            }

            Assert.False(expired.IsCancellationRequested, $"{query} still gives: {string.Join("; ", answer.Select(static sample => sample.Value))}");
            await Task.Delay(QueryPause);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _process.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    private static PrometheusSample Sample(JsonNode series) => new(
        series["metric"]!.AsObject().ToDictionary(static label => label.Key, static label => (string)label.Value!),
        double.Parse((string)series["value"]![1]!, CultureInfo.InvariantCulture));
}
