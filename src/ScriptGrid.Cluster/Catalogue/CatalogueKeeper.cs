using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Catalogue;

/// <summary>
/// Puts the configuration of an edition to use, and returns how many targets there are then, found ones included. Where this silo cannot use it, it throws and has
/// changed nothing.
/// </summary>
/// <param name="configuration">The edition's configuration, with this silo's secrets.</param>
/// <param name="edition">The edition's number.</param>
internal delegate Task<int> EditionUse(ScriptGridConfiguration configuration, long edition);

/// <summary>
/// Keeps this silo to the cluster's catalogue, and publishes this silo's configuration where it is to be the cluster's. An edition that this
/// silo cannot use is refused, and the one before stays.
/// </summary>
internal sealed class CatalogueKeeper(IGrainFactory grains, EditionUse use, ClusterView view, SiloMeter meter, ILogger<CatalogueKeeper> logger)
    : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly EditionCopy _copy = new();
    private volatile ScriptGridConfiguration _own = new();
    private volatile bool _hasJoined;

    /// <summary>Raised after this silo has taken up an edition. Handlers must be short.</summary>
    public event Action? Changed;

    /// <summary>This silo's copy; null before it has one.</summary>
    public CatalogueEdition? Current => _copy.Current;

    /// <summary>The edition that this silo refused, and would collect from if it could; 0 where there is none.</summary>
    public long Refused => _copy.Refused;

    private ICatalogueGrain Grain => grains.GetGrain<ICatalogueGrain>(0);

    /// <summary>
    /// Takes over this silo's configuration. Before the silo has joined it is kept for then; later, as by a reload, it is published.
    /// </summary>
    /// <exception cref="IOException">It was not published.</exception>
    public async Task ApplyAsync(ScriptGridConfiguration configuration)
    {
        _own = configuration;
        if (_hasJoined && HasTargets(configuration))
        {
            await PublishAsync(CatalogueWriter.Write(configuration, SiloView.NameOf(view.Self)));
        }
        else if (Current is not null)
        {
            await TakeAgainAsync();
        }
    }

    /// <summary>Called once the silo has joined: publishes its configuration if its files are newer than the cluster's catalogue.</summary>
    public async Task JoinAsync()
    {
        ScriptGridConfiguration own = _own;
        if (!HasTargets(own))
        {
            _hasJoined = true;
            await SyncAsync();
            return;
        }

        CatalogueEdition draft = CatalogueWriter.Write(own, SiloView.NameOf(view.Self));
        CatalogueEdition newest = await Grain.PublishAsync(draft, onlyIfNewer: true);
        _hasJoined = true;
        if (newest.Hash != draft.Hash && newest.WrittenAt >= draft.WrittenAt)
        {
            Log.ConfigurationIsOlder(logger);
        }
        else if (newest.Hash != draft.Hash)
        {
            Log.ConfigurationNotPublished(logger);
        }

        await TakeAsync(newest);
    }

    /// <summary>Looks for a newer edition.</summary>
    public async Task SyncAsync()
    {
        if (await Grain.GetAsync(_copy.Known) is { } newer)
        {
            await TakeAsync(newer);
        }
        else if (Current is { } edition)
        {
            await OfferAsync(edition);
        }
    }

    /// <summary>
    /// Takes up an edition unless it is older than the one in use, or the same, or cannot be used here. That takes a while where its sources have to be asked first.
    /// </summary>
    public async Task TakeAsync(CatalogueEdition edition)
    {
        await _turn.WaitAsync();
        try
        {
            if (!_copy.Begin(edition) || !await TryUseAsync(edition))
            {
                return;
            }

            _copy.Use(edition);
        }
        finally
        {
            _copy.End();
            _turn.Release();
        }

        meter.Uses(edition.Number);
        Changed?.Invoke();
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private static bool HasTargets(ScriptGridConfiguration configuration) =>
        !configuration.Targets.IsEmpty || configuration.Groups.Any(static group => group.HasTargets);

    /// <summary>Without it the grain would give others an older edition for good, if it began anew while this silo did not answer.</summary>
    private async Task OfferAsync(CatalogueEdition edition)
    {
        try
        {
            if (await Grain.GetNumberAsync() < edition.Number)
            {
                await Grain.OfferAsync(edition);
            }
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // The grain is lost, and the next look finds another; or it is on a silo of an earlier version, which knows no such call.
        }
    }

    private async Task PublishAsync(CatalogueEdition draft)
    {
        CatalogueEdition newest;
        try
        {
            newest = await Grain.PublishAsync(draft, onlyIfNewer: false);
        }
        catch (Exception failure) when (failure is TimeoutException or OrleansException)
        {
            throw new IOException($"The catalogue cannot be asked: {failure.Message}", failure);
        }

        if (newest.Hash != draft.Hash)
        {
            throw new IOException("The silo that keeps the catalogue cannot read this configuration; is it of an older version?");
        }

        await TakeAsync(newest);
    }

    private async Task TakeAgainAsync()
    {
        await _turn.WaitAsync();
        try
        {
            await TryUseAsync(Current!); // Another may have come while this waited.
        }
        finally
        {
            _turn.Release();
        }

        Changed?.Invoke();
    }

    private async Task<bool> TryUseAsync(CatalogueEdition edition)
    {
        if (CatalogueReader.Read(edition, out string problem) is not { } content)
        {
            return Refuse(edition, problem, isUnreadable: true);
        }

        var lacks = new List<string>();
        try
        {
            ScriptGridConfiguration configuration = CatalogueReader.ToConfiguration(content, _own, lacks);
            int targets = await use(configuration, edition.Number);
            Log.CatalogueTaken(
                logger,
                edition.Number,
                edition.Publisher,
                Amount.Of(targets, "target"),
                Amount.Of(configuration.Scripts.Length, "script"));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return Refuse(edition, failure.Message);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return Refuse(edition, failure.Message, defect: failure);
        }

        foreach (string lack in lacks)
        {
            Log.CatalogueProblem(logger, edition.Number, lack);
        }

        if (_copy.Accept(edition))
        {
            meter.Refuses(0);
        }

        return true;
    }

    /// <summary>Tells it once for each edition.</summary>
    private bool Refuse(CatalogueEdition edition, string problem, bool isUnreadable = false, Exception? defect = null)
    {
        if (_copy.Refuse(edition, isUnreadable))
        {
            meter.Refuses(edition.Number);
            Log.CatalogueRefused(logger, edition.Number, problem, defect);
        }

        return false;
    }
}
