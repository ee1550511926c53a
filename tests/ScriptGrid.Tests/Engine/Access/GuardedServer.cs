using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScriptGrid.Engine.Access;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Http;
using ScriptGrid.Engine.Http.Api;
using ScriptGrid.Testing;
using ScriptGrid.Tests.Engine.Configuration;
using ScriptGrid.Tests.Engine.Http;

namespace ScriptGrid.Tests.Engine.Access;

/// <summary>The endpoints before a fake engine, guarded as a web section says.</summary>
internal sealed class GuardedServer : IAsyncDisposable
{
    private readonly OwnMetrics _metrics = new();
    private readonly WebApplication _app;

    private GuardedServer(ScriptGridConfiguration configuration)
    {
        WebApplicationBuilder builder = WebServer.CreateBuilder(ListenAddress.Parse("127.0.0.1:0")!, configuration.Web);
        builder.Logging.AddProvider(Log);
        builder.Services.AddSingleton(_metrics);
        builder.Services.AddSingleton<ConfiguredSecrets>();
        _app = builder.Build();
        WebServer.Use(_app, ScriptGridEndpoints.Of(new ApiSources(new FakeFleet { Configuration = configuration }, new ConfiguredSecrets()), _metrics, configuration, _ => Task.FromResult(new ReloadOutcome([]))));
    }

    public ListLogger Log { get; } = new();

    public WebAccess Access => _app.Services.GetRequiredService<WebAccess>();

    public int Port => new Uri(_app.Urls.Single()).Port;

    /// <summary>Starts one.</summary>
    /// <param name="folder">Where the files of the section are.</param>
    /// <param name="web">The section, in braces.</param>
    /// <param name="global">What <c>global</c> has.</param>
    public static async Task<GuardedServer> StartAsync(ConfigurationFolder folder, string web, string global = "")
    {
        var server = new GuardedServer(folder.Load($$"""
            global: {{{global}}}
            scripts: [{file: a.lua}, {name: unlock, file: a.lua, interval: never, read_only: off}]
            target_groups: [{targets: [redis://a]}]
            web: {{{web}}}
            """));
        await server._app.StartAsync();
        return server;
    }

    /// <summary>How many requests were refused for a reason.</summary>
    public Task<string> RefusedAsync(string reason) => MetricAsync($"scriptgrid_http_requests_refused_total{{reason=\"{reason}\"}}");

    /// <summary>The value of a series about the process.</summary>
    public async Task<string> MetricAsync(string series)
    {
        using var page = new MemoryStream();
        PipeWriter output = PipeWriter.Create(page);
        await _metrics.WriteAsync(output, ExpositionFormat.Text, CancellationToken.None);
        await output.FlushAsync();
        string name = $"{series} ";
        return Encoding.UTF8.GetString(page.ToArray()).Split('\n').Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..];
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _metrics.Dispose();
    }
}
