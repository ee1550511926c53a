using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using ScriptGrid.EmbeddedRedis;
using StackExchange.Redis;

namespace ScriptGrid.Tests.EmbeddedRedis.Package;

/// <summary>What ASP.NET Core's packages keep in Redis: protected keys, sessions, pages, and whether it is healthy.</summary>
public sealed class AspNetPackagesTests : IAsyncLifetime
{
    private readonly EmbeddedRedisServer _redis = EmbeddedRedisServer.Start();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _redis.DisposeAsync();

    [Fact]
    public async Task DataProtection_KeysInRedis_AreSharedByProcesses()
    {
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(_redis.ConnectionString);
        using ServiceProvider first = Services(connection);
        using ServiceProvider second = Services(connection);
        string secret = first.GetDataProtector("test").Protect("hello");

        Assert.Equal("hello", second.GetDataProtector("test").Unprotect(secret));
        string key = Assert.Single(_redis.Snapshot()["DataProtection-Keys"].List);
        Assert.StartsWith("<key id=", key, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HealthCheck_OfRedis_SaysWhetherItIsThere()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddHealthChecks().AddRedis(_redis.ConnectionString);
        await using ServiceProvider provider = services.BuildServiceProvider();
        HealthCheckService health = provider.GetRequiredService<HealthCheckService>();

        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync()).Status);
        await _redis.DisposeAsync();
        Assert.Equal(HealthStatus.Unhealthy, (await health.CheckHealthAsync()).Status);
    }

    [Fact]
    public async Task Session_InTheDistributedCache_LastsFromRequestToRequest()
    {
        await using WebApplication application = Application(static (services, connection) =>
        {
            services.AddStackExchangeRedisCache(options => options.Configuration = connection);
            services.AddSession(static options => options.IdleTimeout = TimeSpan.FromMinutes(7));
        });
        application.UseSession();
        application.MapGet("/", static (HttpContext context) =>
        {
            int visits = (context.Session.GetInt32("visits") ?? 0) + 1;
            context.Session.SetInt32("visits", visits);
            return visits;
        });
        await application.StartAsync();
        using HttpClient client = ClientOf(application);

        Assert.Equal("1", await client.GetStringAsync("/"));
        Assert.Equal("2", await client.GetStringAsync("/"));
        using HttpClient other = ClientOf(application);
        Assert.Equal("1", await other.GetStringAsync("/"));
        Assert.All(_redis.Snapshot().Values, static session => Assert.InRange(session.TimeToLive!.Value, TimeSpan.FromMinutes(6), TimeSpan.FromMinutes(7)));
        Assert.Equal(2, _redis.Snapshot().Count);
    }

    [Fact]
    public async Task OutputCache_InRedis_IsEvictedByTag()
    {
        int made = 0;
        await using WebApplication application = Application(static (services, connection) =>
        {
            services.AddOutputCache();
            services.AddStackExchangeRedisOutputCache(options => options.Configuration = connection);
        });
        application.UseOutputCache();
        application.MapGet("/", () => $"page {++made}").CacheOutput(static policy => policy.Tag("pages"));
        await application.StartAsync();
        using HttpClient client = ClientOf(application);

        Assert.Equal("page 1", await client.GetStringAsync("/"));
        Assert.Equal("page 1", await client.GetStringAsync("/"));
        await application.Services.GetRequiredService<IOutputCacheStore>().EvictByTagAsync("pages", CancellationToken.None);
        Assert.Equal("page 2", await client.GetStringAsync("/"));
    }

    private static ServiceProvider Services(ConnectionMultiplexer connection)
    {
        var services = new ServiceCollection();
        services.AddDataProtection().SetApplicationName("test").PersistKeysToStackExchangeRedis(connection);
        return services.BuildServiceProvider();
    }

    private static HttpClient ClientOf(WebApplication application)
    {
        string address = application.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(address) };
    }

    private WebApplication Application(Action<IServiceCollection, string> configure)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        configure(builder.Services, _redis.ConnectionString);
        return builder.Build();
    }
}
