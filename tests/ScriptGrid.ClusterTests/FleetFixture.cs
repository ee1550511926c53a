using System.IO.Compression;
using System.IO.Pipelines;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using ScriptGrid.Client;
using ScriptGrid.Cluster.Catalogue;
using ScriptGrid.Cluster.Hosting;
using ScriptGrid.Cluster.Pages;
using ScriptGrid.Engine.Compression;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;

namespace ScriptGrid.ClusterTests;

/// <summary>Tests that share one cluster of three silos in this process, one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FleetCollection : ICollectionFixture<FleetFixture>
{
    public const string Name = "Fleet";
}

/// <summary>Three silos in this process, which collect the databases of a real Redis.</summary>
public sealed class FleetFixture : IAsyncLifetime
{
    public const int Targets = 60;

    /// <summary>How many values with a key the script gives, beside one of a metric that it declares: enough for some parts of a page.</summary>
    public const int Values = 700;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private RedisServerProcess? _redis;

    internal InProcessTestCluster Cluster { get; private set; } = null!;

    internal IFleetGrain Client => Cluster.Client.GetGrain<IFleetGrain>(Guid.NewGuid());

    public async Task InitializeAsync()
    {
        _redis = await RedisServerProcess.StartAsync($"databases {Targets}");
        var builder = new InProcessTestClusterBuilder(3);
        builder.ConfigureSilo(static (_, silo) => silo.AddActivityPropagation().Services.AddScriptGridSilo());
        builder.ConfigureClient(static client => client.AddActivityPropagation());
        Cluster = builder.Build();
        await Cluster.DeployAsync();
        await Service<CatalogueKeeper>(0).ApplyAsync(Configuration(_redis));
        for (int silo = 0; silo < 3; silo++)
        {
            await WaitForAsync(silo, static page => page.Samples["scriptgrid_targets_missing"] == 0
                && page.Samples.Keys.Count(static series => series.StartsWith("redis_script_values", StringComparison.Ordinal)) == Targets * Values
                && page.Samples["scriptgrid_rollups_up"] == 1
                && page.Samples.GetValueOrDefault("redis_fleet_script_values{filename=\"many.lua\",key=\"k1\",agg=\"count\"}") == Targets);
        }
    }

    public async Task DisposeAsync()
    {
        await Cluster.DisposeAsync();
        await _redis!.DisposeAsync();
    }

    internal T Service<T>(int silo)
        where T : notnull => Cluster.Silos[silo].ServiceProvider.GetRequiredService<T>();

    /// <summary>A silo's page, read strictly.</summary>
    internal async Task<ExpositionPage> ScrapeAsync(int silo, MetricsSelection selection) => ExpositionPage.Parse(await ReadAsync(silo, selection));

    /// <summary>The same by way of a page with gzip.</summary>
    internal async Task<ExpositionPage> ScrapeCompressedAsync(int silo, MetricsSelection selection)
    {
        var page = new MemoryStream();
        await using (var gzip = new GzipWriter(page))
        {
            await Service<SiloFleet>(silo).WriteMetricsAsync(gzip, ExpositionFormat.Text, selection, CancellationToken.None);
            await gzip.EndAsync(CancellationToken.None);
        }

        page.Position = 0;
        using var text = new StreamReader(new GZipStream(page, CompressionMode.Decompress));
        return ExpositionPage.Parse(await text.ReadToEndAsync());
    }

    /// <summary>A silo's page of the fleet, once it is as expected.</summary>
    internal async Task<ExpositionPage> WaitForAsync(int silo, Predicate<ExpositionPage> condition)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            string text = await ReadAsync(silo, MetricsSelection.Everything);
            ExpositionPage page = ExpositionPage.Parse(text);
            if (condition(page))
            {
                return page;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(start) < Limit, $"Never came:\n{text[..Math.Min(text.Length, 4_000)]}");
            await Task.Delay(Pause);
        }
    }

    private async Task<string> ReadAsync(int silo, MetricsSelection selection)
    {
        var pipe = new Pipe();
        Task writing = Service<SiloFleet>(silo).WriteMetricsAsync(pipe.Writer, ExpositionFormat.Text, selection, CancellationToken.None).AsTask();
        return await PipeText.ReadAsync(pipe, writing);
    }

    private static ScriptGridConfiguration Configuration(RedisServerProcess redis)
    {
        var script = new ScriptSpec
        {
            Name = "many.lua",
            Body = Encoding.UTF8.GetBytes($"local r = {{{{'fleet_depth', 'a', 5}}}} for i = 1, {Values} do r[i + 1] = {{'k' .. i, i}} end return r"),
            Metrics = [MetricDeclarationText.Parse("gauge fleet_depth{queue} How deep.", out _)!],
            Interval = TimeSpan.FromSeconds(1),
            Timeout = TimeSpan.FromSeconds(10),
            Expiry = TimeSpan.FromSeconds(30),
            Aggregate = Aggregations.Sum | Aggregations.Count | Aggregations.P90,
        };
        return new ScriptGridConfiguration
        {
            Interval = TimeSpan.FromSeconds(1),
            Scripts = [script],
            Targets =
            [
                .. Enumerable.Range(0, Targets).Select(database => new TargetSpec
                {
                    Address = RedisUri.Parse($"redis://{redis.Address}/{database}", out _)!.Address,
                    Scripts = [script],
                }),
            ],
        };
    }
}
