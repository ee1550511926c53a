using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Catalogue;

/// <summary>
/// Puts the configuration of an edition to use. Returns the number of targets, including discovered ones. If this silo cannot use the configuration, it
/// throws and changes nothing.
/// </summary>
/// <param name="configuration">The edition's configuration, with this silo's secrets.</param>
/// <param name="edition">The edition's number.</param>
internal delegate Task<int> EditionUse(ScriptGridConfiguration configuration, long edition);

/// <summary>
/// Keeps this silo on the cluster's catalogue, and publishes this silo's configuration when it is to become the cluster's. An edition that this silo
/// cannot use is refused, and the previous one stays in use. A silo without a previous one ends if there are others: it would own targets, and collect none.
/// </summary>
internal sealed class CatalogueKeeper(
    IGrainFactory grains, EditionUse use, ClusterView view, SiloMeter meter, IFatalErrorHandler fatal, ILogger<CatalogueKeeper> logger) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly EditionCopy _copy = new();
    private volatile ScriptGridConfiguration _own = new();
    private volatile bool _hasJoined;

    /// <summary>Raised after this silo has taken up an edition. Handlers must be fast.</summary>
    public event Action? Changed;

    /// <summary>This silo's copy; null until it has one.</summary>
    public CatalogueEdition? Current => _copy.Current;

    /// <summary>The number of the edition that this silo refused but would otherwise collect from; 0 if there is none.</summary>
    public long Refused => _copy.Refused;

    private ICatalogueGrain Grain => grains.GetGrain<ICatalogueGrain>(0);

    /// <summary>
    /// Takes over this silo's configuration. Before the silo has joined, the configuration is only kept for <see cref="JoinAsync"/>; later, for instance
    /// after a reload, it is published.
    /// </summary>
    /// <exception cref="IOException">The configuration was not published, or the edition in use cannot be used with it.</exception>
    public async Task ApplyAsync(ScriptGridConfiguration configuration)
    {
        bool hadTargets = HasTargets(_own);
        _own = configuration;
        if (_hasJoined && HasTargets(configuration))
        {
            await PublishAsync(CatalogueWriter.Write(configuration, SiloView.NameOf(view.Self)));
        }
        else if (Current is { } edition)
        {
            if (hadTargets && !HasTargets(configuration))
            {
                Log.ConfigurationHasNoTargets(logger, edition.Number, edition.Publisher);
            }

            await TakeAgainAsync();
        }
    }

    /// <summary>Publishes this silo's configuration if its files are newer than the cluster's catalogue. Called once the silo has joined.</summary>
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
            Log.ConfigurationIsNotNewer(logger);
        }
        else if (newest.Hash != draft.Hash)
        {
            Log.ConfigurationNotPublished(logger);
        }

        await TakeAsync(newest);
        if (!ReferenceEquals(own, _own))
        {
            await ApplyAsync(_own); // A reload came meanwhile.
        }
    }

    /// <summary>Looks for a newer edition, and takes it up if there is one.</summary>
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

        EndIfUseless();
    }

    /// <summary>
    /// Takes up an edition, unless it is not newer than the one in use or cannot be used here. This takes a while if its sources have to be asked first.
    /// </summary>
    public async Task TakeAsync(CatalogueEdition edition)
    {
        await _turn.WaitAsync();
        try
        {
            if (!_copy.Begin(edition))
            {
                return;
            }

            if (await UseAsync(edition) is { } refusal)
            {
                Refuse(edition, refusal);
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

    /// <summary>
    /// Offers this silo's edition to the grain if the grain has an older one. The grain may have restarted while this silo did not answer; without the offer
    /// it would hand out an older edition forever.
    /// </summary>
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
            // Either the grain is lost, and the next look finds a new one; or it is on a silo of an earlier version, which does not know this call.
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
            throw new IOException($"The catalogue cannot be reached: {failure.Message}", failure);
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
            // Current is read only now: a newer edition may have come during the wait.
            if (await UseAsync(Current!) is { } refusal)
            {
                throw new IOException(refusal.Problem, refusal.Defect);
            }
        }
        finally
        {
            _turn.Release();
        }

        Changed?.Invoke();
    }

    /// <summary>Puts an edition to use. Returns why that is not possible; null if it is.</summary>
    private async Task<EditionRefusal?> UseAsync(CatalogueEdition edition)
    {
        if (CatalogueReader.Read(edition, out string problem) is not { } content)
        {
            return new EditionRefusal(problem, IsUnreadable: true);
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
            return new EditionRefusal(failure.Message);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return new EditionRefusal(failure.Message, Defect: failure);
        }

        foreach (string lack in lacks)
        {
            Log.CatalogueProblem(logger, edition.Number, lack);
        }

        if (_copy.Accept(edition))
        {
            meter.Refuses(0);
        }

        return null;
    }

    /// <summary>Records the refusal of an edition, and logs it once per edition.</summary>
    private void Refuse(CatalogueEdition edition, EditionRefusal refusal)
    {
        if (_copy.Refuse(edition, refusal.IsUnreadable))
        {
            meter.Refuses(edition.Number);
            Log.CatalogueRefused(logger, edition.Number, refusal.Problem, refusal.Defect);
        }
    }

    /// <summary>Ends the silo if it cannot use the catalogue and has no earlier edition, and if there are others to collect its targets.</summary>
    private void EndIfUseless()
    {
        if (Current is null && Refused > 0 && view.HasOthers)
        {
            fatal.OnFatalException(this, $"Catalogue edition {Refused} cannot be used on this silo, which has no earlier one; the other silos collect its targets");
        }
    }
}
