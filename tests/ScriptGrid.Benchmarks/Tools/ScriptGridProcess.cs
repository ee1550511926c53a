using System.Globalization;
using ScriptGrid.Testing;

namespace ScriptGrid.Benchmarks.Tools;

/// <summary>The real <c>scriptgrid</c> that is built together with the benchmark. It collects one script from the first targets of a fleet.</summary>
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

    /// <summary>The address of its metrics page.</summary>
    public Uri MetricsAddress { get; }

    /// <summary>Starts it, and waits until each target that it holds has been collected once.</summary>
    public static async Task<ScriptGridProcess> StartAsync(ScriptGridSetup setup, CancellationToken cancellationToken)
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("scriptgrid-benchmark-");
        string configuration = await WriteAsync(directory, setup, cancellationToken);
        string address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FreePort.Find()}");
        ChildProcess process = await ChildProcess.StartAsync(
            Path.Combine(AppContext.BaseDirectory, "scriptgrid"),
            [.. setup.Command, "--config.file", configuration, "--web.listen-address", address],
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
    public Task<MetricsPage> ReadMetricsAsync(CancellationToken cancellationToken, string prefix = MetricsPage.Own) =>
        ReadMetricsAsync([prefix], cancellationToken);

    /// <inheritdoc cref="ReadMetricsAsync(CancellationToken, string)"/>
    public async Task<MetricsPage> ReadMetricsAsync(string[] prefixes, CancellationToken cancellationToken)
    {
        await using Stream page = await _client.GetStreamAsync(MetricsAddress, cancellationToken);
        return await MetricsPage.ReadAsync(page, prefixes, cancellationToken);
    }

    /// <summary>Reloads it with another configuration.</summary>
    public async Task ReloadAsync(ScriptGridSetup setup, CancellationToken cancellationToken)
    {
        await WriteAsync(_directory, setup, cancellationToken);
        using HttpResponseMessage answer = await _client.PostAsync("/-/reload", content: null, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Sends SIGKILL. Returns once the process is gone.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _process.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    private static async Task<string> WriteAsync(DirectoryInfo directory, ScriptGridSetup setup, CancellationToken cancellationToken)
    {
        string scriptFile = Path.Combine(directory.FullName, "queues.lua");
        string configuration = Path.Combine(directory.FullName, "scriptgrid.yml");
        await File.WriteAllTextAsync(scriptFile, setup.Script, cancellationToken);
        await File.WriteAllLinesAsync(configuration, setup.Configuration(scriptFile), cancellationToken);
        return configuration;
    }

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
