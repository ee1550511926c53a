using System.IO.Compression;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.TestingHost;
using ScriptGrid.Cluster;
using ScriptGrid.Cluster.Catalogue;
using ScriptGrid.Cluster.Hosting;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;

namespace ScriptGrid.ClusterTests.Catalogue;

/// <summary>A silo of its own for each test, since there is one catalogue.</summary>
public sealed class CatalogueGrainTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Written = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private InProcessTestCluster _cluster = null!;

    private ICatalogueGrain Catalogue => Grain(0);

    private CatalogueKeeper Keeper => _cluster.Silos[0].ServiceProvider.GetRequiredService<CatalogueKeeper>();

    public async Task InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo(static (_, silo) => silo.Services.AddScriptGridSilo());
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
        await WaitForAsync(() => Keeper.Current?.Number == edition.Number); // The announcement is on its way.

        Assert.Equal(edition.Hash, (await Grain(1).GetAsync(0))?.Hash);
    }

    [Fact]
    public async Task Offer_NewerThanTheGrainKnows_IsTheNewest()
    {
        CatalogueEdition edition = await Catalogue.PublishAsync(Draft(1, Written), onlyIfNewer: true);
        CatalogueEdition newer = Draft(2, Written) with { Number = edition.Number + 1 };

        await Catalogue.OfferAsync(newer);
        await Catalogue.OfferAsync(edition);

        Assert.Equal(newer.Number, await Catalogue.GetNumberAsync());
        Assert.Equal(newer.Hash, (await Catalogue.GetAsync(edition.Number))?.Hash);
    }

    [Fact]
    public async Task Sync_GrainBeganAnewWithoutThisSilosEdition_BringsItBack()
    {
        CatalogueEdition edition = await Catalogue.PublishAsync(Draft(1, Written), onlyIfNewer: true);
        CatalogueEdition newer = Draft(2, Written) with { Number = edition.Number + 1 };
        await Keeper.TakeAsync(newer); // Of an activation that is gone.

        await Keeper.SyncAsync();

        Assert.Equal(newer.Number, await Catalogue.GetNumberAsync());
    }

    [Fact]
    public async Task Publish_SiloStoodStill_IsRefused()
    {
        _cluster.Silos[0].ServiceProvider.GetRequiredService<StallGate>().Shut();

        await Assert.ThrowsAsync<OrleansException>(() => Catalogue.PublishAsync(Draft(1, Written), onlyIfNewer: false));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Publish_UnreadableOverAGoodOne_AnswersWithTheGoodOne(bool onlyIfNewer)
    {
        CatalogueEdition good = await Catalogue.PublishAsync(Draft(1, Written), onlyIfNewer: true);

        CatalogueEdition answer = await Catalogue.PublishAsync(Poison(Written.AddMinutes(1)), onlyIfNewer);

        Assert.Equal((good.Number, good.Hash), (answer.Number, answer.Hash));
        Assert.Null(await Catalogue.GetAsync(good.Number));
    }

    [Fact]
    public async Task Publish_UnreadableAndThenAGoodOne_SiloRefusesGoesOnAndTakesTheGoodOne()
    {
        CatalogueEdition poison = await Catalogue.PublishAsync(Poison(Written), onlyIfNewer: true);
        await WaitForAsync(() => Keeper.Refused == poison.Number);
        Assert.Null(Keeper.Current);

        CatalogueEdition good = await Catalogue.PublishAsync(Draft(1, Written), onlyIfNewer: false);

        await WaitForAsync(() => Keeper.Current?.Number == good.Number);
        Assert.Equal(0, Keeper.Refused);
        var lifetime = _cluster.Silos[0].ServiceProvider.GetRequiredService<IHostApplicationLifetime>();
        Assert.False(lifetime.ApplicationStopping.IsCancellationRequested);
    }

    [Fact]
    public async Task Take_UnreadableAfterAGoodOne_GoodOneStaysAndLaterOnesAreTaken()
    {
        CatalogueEdition good = await Catalogue.PublishAsync(Draft(1, Written), onlyIfNewer: true);
        await WaitForAsync(() => Keeper.Current?.Number == good.Number);

        await Keeper.TakeAsync(Poison(Written) with { Number = good.Number + 1 });
        Assert.Equal((good.Number, good.Number + 1), (Keeper.Current?.Number, Keeper.Refused));

        await Keeper.TakeAsync(Draft(2, Written) with { Number = good.Number + 2 });
        Assert.Equal((good.Number + 2, 0), (Keeper.Current?.Number, Keeper.Refused));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(null)]
    public async Task Join_OtherConfigurationWhoseFilesAreNotNewer_IsNotPublishedAndSaysWhy(int? minutes)
    {
        CatalogueEdition edition = await Catalogue.PublishAsync(Draft(1, Written), onlyIfNewer: true);

        ListLogger log = await JoinAsync(minutes is { } later ? Written.AddMinutes(later) : null);

        Assert.Equal(edition.Number, await Catalogue.GetNumberAsync());
        Assert.Equal(
            (4013, "The configuration of this silo differs from the cluster's and was not published, because its files are not newer; "
                + "to publish it, reload this silo once all silos have its version and settings"),
            log.Entries.Where(static entry => entry.Level == LogLevel.Warning).Select(static entry => (entry.Event.Id, entry.Text)).Single());
    }

    [Fact]
    public async Task Join_OtherConfigurationWhoseFilesAreNewer_IsPublished()
    {
        CatalogueEdition edition = await Catalogue.PublishAsync(Draft(1, Written), onlyIfNewer: true);

        ListLogger log = await JoinAsync(Written.AddMinutes(1));

        Assert.True(await Catalogue.GetNumberAsync() > edition.Number);
        Assert.DoesNotContain(log.Entries, static entry => entry.Level == LogLevel.Warning);
    }

    /// <summary>What a later version might write: this one misses what it must have.</summary>
    private static CatalogueEdition Poison(DateTimeOffset written)
    {
        using var content = new MemoryStream();
        using (var brotli = new BrotliStream(content, CompressionLevel.Fastest))
        {
            brotli.Write("{\"Every\":\"PT1S\"}"u8);
        }

        return new CatalogueEdition(0, written, "test", "poison", content.ToArray());
    }

    private static async Task WaitForAsync(Func<bool> condition)
    {
        using var expired = new CancellationTokenSource(Limit);
        while (!condition())
        {
            await Task.Delay(Pause, expired.Token);
        }
    }

    /// <summary>Lets a silo join whose configuration has a target, and whose files were written then.</summary>
    private async Task<ListLogger> JoinAsync(DateTimeOffset? written)
    {
        var log = new ListLogger();
        IServiceProvider services = _cluster.Silos[0].ServiceProvider;
        using var keeper = new CatalogueKeeper(
            services.GetRequiredService<IGrainFactory>(),
            static (_, _) => Task.FromResult(1),
            services.GetRequiredService<ClusterView>(),
            services.GetRequiredService<SiloMeter>(),
            services.GetRequiredService<IFatalErrorHandler>(),
            log.For<CatalogueKeeper>());
        var target = new TargetSpec { Address = RedisUri.Parse("10.0.0.1:6379", out _)!.Address, Scripts = [] };
        await keeper.ApplyAsync(new ScriptGridConfiguration { Targets = [target], WrittenAt = written });
        await keeper.JoinAsync();
        return log;
    }

    private static CatalogueEdition Draft(int seconds, DateTimeOffset written) =>
        CatalogueWriter.Write(new ScriptGridConfiguration { Interval = TimeSpan.FromSeconds(seconds), WrittenAt = written }, "test");

    /// <summary>Any other key is a grain without a memory of its own.</summary>
    private ICatalogueGrain Grain(long key) => _cluster.Silos[0].ServiceProvider.GetRequiredService<IGrainFactory>().GetGrain<ICatalogueGrain>(key);
}
