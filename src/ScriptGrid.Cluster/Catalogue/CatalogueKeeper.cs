using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Cluster.Targets;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Cluster.Catalogue;

/// <summary>Keeps this silo to the cluster's catalogue, and publishes this silo's configuration where it shall be the cluster's.</summary>
internal sealed class CatalogueKeeper(IGrainFactory grains, HeldTargets held, ClusterView view, SiloMeter meter, ILogger<CatalogueKeeper> logger)
{
    private readonly Lock _gate = new();
    private volatile ScriptGridConfiguration _own = new();
    private volatile CatalogueEdition? _current;
    private long _refused;
    private volatile bool _hasJoined;

    /// <summary>Raised after this silo has taken up an edition. Handlers must be short.</summary>
    public event Action? Changed;

    /// <summary>This silo's copy; null before it has one.</summary>
    public CatalogueEdition? Current => _current;

    private ICatalogueGrain Grain => grains.GetGrain<ICatalogueGrain>(0);

    /// <summary>
    /// Takes over this silo's configuration. Before the silo has joined it is kept for then; later, as by a reload, it is published.
    /// </summary>
    public async Task ApplyAsync(ScriptGridConfiguration configuration)
    {
        _own = configuration;
        if (_hasJoined && !configuration.Targets.IsEmpty)
        {
            Take(await Grain.PublishAsync(CatalogueCodec.Encode(configuration, SiloView.NameOf(view.Self)), onlyIfNewer: false));
        }
        else if (_current is { } edition)
        {
            TakeAgain(edition);
        }
    }

    /// <summary>Called once the silo has joined: publishes its configuration if its files are newer than the cluster's catalogue.</summary>
    public async Task JoinAsync()
    {
        ScriptGridConfiguration own = _own;
        if (own.Targets.IsEmpty)
        {
            _hasJoined = true;
            await SyncAsync();
            return;
        }

        CatalogueEdition draft = CatalogueCodec.Encode(own, SiloView.NameOf(view.Self));
        CatalogueEdition newest = await Grain.PublishAsync(draft, onlyIfNewer: true);
        _hasJoined = true;
        if (newest.Hash != draft.Hash)
        {
            Log.ConfigurationIsOlder(logger);
        }

        Take(newest);
    }

    /// <summary>Looks for a newer edition.</summary>
    public async Task SyncAsync()
    {
        if (await Grain.GetAsync(_current?.Number ?? 0) is { } newer)
        {
            Take(newer);
        }
    }

    /// <summary>Takes up an edition unless it is older than the one in use, or the same.</summary>
    public void Take(CatalogueEdition edition)
    {
        lock (_gate)
        {
            if (edition.Number <= (_current?.Number ?? 0) || !TryUse(edition))
            {
                return;
            }

            _current = edition;
        }

        meter.Uses(edition.Number);
        Changed?.Invoke();
    }

    private void TakeAgain(CatalogueEdition edition)
    {
        lock (_gate)
        {
            TryUse(edition);
        }

        Changed?.Invoke();
    }

    private bool TryUse(CatalogueEdition edition)
    {
        var problems = new List<string>();
        try
        {
            ScriptGridConfiguration configuration = CatalogueCodec.Decode(edition, _own, problems);
            held.Use(configuration, edition.Number);
            Log.CatalogueTaken(logger, edition.Number, edition.Publisher, configuration.Targets.Length, configuration.Scripts.Length);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            if (_refused != edition.Number)
            {
                _refused = edition.Number;
                Log.CatalogueRefused(logger, edition.Number, failure.Message);
            }

            return false;
        }

        foreach (string problem in problems)
        {
            Log.CatalogueProblem(logger, edition.Number, problem);
        }

        return true;
    }
}
