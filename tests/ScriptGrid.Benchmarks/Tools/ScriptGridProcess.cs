using System.Globalization;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Testing;

namespace ScriptGrid.Benchmarks.Tools;

/// <summary>The real <c>scriptgrid serve</c> that was built beside, collecting one script from the first targets of a fleet.</summary>
internal sealed class ScriptGridProcess : IAsyncDisposable
{
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ReadyPause = TimeSpan.FromMilliseconds(200);

    private readonly DirectoryInfo _directory;
    private readonly ChildProcess _process;
    private readonly HttpClient _client;

    private ScriptGridProcess(DirectoryInfo directory, ChildProcess process, Uri address)
    {
        _directory = directory;
        _process = process;
        _client = new HttpClient { BaseAddress = address };
        MetricsAddress = new Uri(address, "/metrics");
    }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Where it serves the page.</summary>
    public Uri MetricsAddress { get; }

    /// <summary>Starts it and waits until each target was collected once.</summary>
    public static async Task<ScriptGridProcess> StartAsync(
        RedisFleet redis, int targets, string script, TimeSpan interval, CancellationToken cancellationToken)
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("scriptgrid-benchmark-");
        string scriptFile = Path.Combine(directory.FullName, "queues.lua");
        string configuration = Path.Combine(directory.FullName, "scriptgrid.yml");
        await File.WriteAllTextAsync(scriptFile, script, cancellationToken);
        await File.WriteAllLinesAsync(configuration, Configuration(redis, targets, scriptFile, interval), cancellationToken);
        string address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FreePort.Find()}");
        ChildProcess process = await ChildProcess.StartAsync(
            Path.Combine(AppContext.BaseDirectory, "scriptgrid"),
            ["serve", "--config.file", configuration, "--web.listen-address", address],
            "Serving metrics");
        var scriptGrid = new ScriptGridProcess(directory, process, new Uri($"http://{address}"));
        try
        {
            await scriptGrid.WaitUntilReadyAsync(cancellationToken);
            return scriptGrid;
        }
        catch
        {
            await scriptGrid.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads the page once.</summary>
    public async Task<MetricsPage> ReadMetricsAsync(CancellationToken cancellationToken)
    {
        await using Stream page = await _client.GetStreamAsync(MetricsAddress, cancellationToken);
        return await MetricsPage.ReadAsync(page, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _process.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    private static IEnumerable<string> Configuration(RedisFleet redis, int targets, string scriptFile, TimeSpan interval) =>
    [
        $"global: {{interval: {PrometheusDuration.Format(interval)}}}",
        $"scripts: [{{file: {scriptFile}}}]",
        "target_groups:",
        $"- {redis.TlsSection}",
        "  targets:",
        .. redis.Targets(targets).Select(static target => $"  - {target}"),
    ];

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using var expired = new CancellationTokenSource(ReadyLimit);
        while (!await IsReadyAsync(cancellationToken))
        {
            if (expired.IsCancellationRequested)
            {
                throw new InvalidOperationException($"scriptgrid was not ready in time; its log:\n{_process.Log}");
            }

            await Task.Delay(ReadyPause, cancellationToken);
        }
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await _client.GetAsync("/-/ready", cancellationToken);
        return answer.IsSuccessStatusCode;
    }
}
