using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Discovery;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Http;
using ScriptGrid.Engine.Http.Api;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Http;

/// <summary>The endpoints in a real server on a free port, before a fake engine.</summary>
public abstract class EndpointsFixture : IAsyncLifetime, IDisposable
{
    private readonly OwnMetrics _metrics = new();

    protected EndpointsFixture()
        : this(new ScriptGridConfiguration())
    {
    }

    private protected EndpointsFixture(ScriptGridConfiguration configuration)
    {
        _metrics.Factory.CreateCounter("scrapes_total", "Scrapes.").Inc();
        WebApplicationBuilder builder = WebServer.CreateBuilder(ListenAddress.Parse("127.0.0.1:0")!);
        builder.Logging.AddProvider(Log);
        App = builder.Build();
        WebServer.Use(App, ScriptGridEndpoints.Of(Sources, _metrics, configuration, _ => Task.FromResult(Reload)), configuration.Web.RoutePrefix);
    }

    internal FakeFleet Fleet { get; } = new();

    internal ConfiguredSecrets Secrets { get; } = new();

    private ApiSources Sources => new(Fleet, Secrets)
    {
        Configuration = () => Loaded,
        Sources = () => Found,
        Findings = static script => [new ScriptFindingJson(1, "style", "note", $"about {script.Name}")],
    };

    private protected LoadedConfiguration? Loaded { get; set; }

    private protected ImmutableArray<SourceReport> Found { get; set; } = [];

    internal ListLogger Log { get; } = new();

    protected WebApplication App { get; }

    protected HttpClient Client { get; } = new();

    protected ReloadOutcome Reload { get; set; } = new([]);

    public async Task InitializeAsync()
    {
        await App.StartAsync();
        Client.BaseAddress = new Uri(App.Urls.Single());
    }

    public async Task DisposeAsync() => await App.DisposeAsync();

    public void Dispose()
    {
        Client.Dispose();
        _metrics.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Sends a request with headers given as <c>Name: value</c>.</summary>
    protected Task<HttpResponseMessage> SendAsync(string method, string path, params string[] headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        foreach (string[] header in headers.Select(static header => header.Split(": ", 2)))
        {
            request.Headers.Add(header[0], header[1]);
        }

        return Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
