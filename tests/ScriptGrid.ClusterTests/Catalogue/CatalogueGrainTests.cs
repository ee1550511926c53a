using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using ScriptGrid.Cluster.Catalogue;
using ScriptGrid.Cluster.Hosting;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.ClusterTests.Catalogue;

/// <summary>A silo of its own for each test, since there is one catalogue.</summary>
public sealed class CatalogueGrainTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Written = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private InProcessTestCluster _cluster = null!;

    private ICatalogueGrain Catalogue => Grain(0);

    public async Task InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo(static (_, silo) => silo.Services.AddScriptGridSilo(watchesRow: false));
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Publish_First_IsNumberedByTheClock()
    {
        long start = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

        CatalogueEdition edition = await Catalogue.PublishAsync(Draft(1, Written), onlyIfNewer: true);

        Assert.InRange(edition.Number, start, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(2, -1)]
    [InlineData(1, 1)]
    public async Task Publish_OnlyIfNewer_NotNewerOrTheSame_AnswersWithWhatThereIs(int seconds, int minutes)
    {
        CatalogueEdition first = await Catalogue.PublishAsync(Draft(1, Written), onlyIfNewer: true);

        CatalogueEdition second = await Catalogue.PublishAsync(Draft(seconds, Written.AddMinutes(minutes)), onlyIfNewer: true);

        Assert.Equal((first.Number, first.Hash), (second.Number, second.Hash));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, -1)]
    public async Task Publish_NewerOrReloaded_IsTheNewest(bool onlyIfNewer, int minutes)
    {
        CatalogueEdition first = await Catalogue.PublishAsync(Draft(1, Written), onlyIfNewer: true);

        CatalogueEdition second = await Catalogue.PublishAsync(Draft(2, Written.AddMinutes(minutes)), onlyIfNewer);

        Assert.True(second.Number > first.Number);
        Assert.Equal(second.Hash, (await Catalogue.GetAsync(first.Number))?.Hash);
        Assert.Null(await Catalogue.GetAsync(second.Number));
    }

    [Fact]
    public async Task Activate_AfterTheGrainWasLost_HasWhatSilosKnow()
    {
        CatalogueEdition edition = await Catalogue.PublishAsync(Draft(1, Written), onlyIfNewer: true);
        var keeper = _cluster.Silos[0].ServiceProvider.GetRequiredService<CatalogueKeeper>();
        while (keeper.Current?.Number != edition.Number)
        {
            await Task.Yield(); // The announcement is on its way.
        }

        Assert.Equal(edition.Hash, (await Grain(1).GetAsync(0))?.Hash);
    }

    private static CatalogueEdition Draft(int seconds, DateTimeOffset written) =>
        CatalogueCodec.Encode(new ScriptGridConfiguration { Interval = TimeSpan.FromSeconds(seconds), WrittenAt = written }, "test");

    /// <summary>Any other key is a grain without a memory of its own.</summary>
    private ICatalogueGrain Grain(long key) => _cluster.Silos[0].ServiceProvider.GetRequiredService<IGrainFactory>().GetGrain<ICatalogueGrain>(key);
}
