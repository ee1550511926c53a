using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using ScriptGrid.Cluster.Targets;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Discovery;
using ScriptGrid.Engine.Exposition.Meters;

namespace ScriptGrid.Cluster.Discovery;

/// <summary>Keeps this silo's targets to the catalogue and to what its sources find, each of which one grain asks for all silos.</summary>
internal sealed class SiloDiscovery : IDisposable
{
    /// <summary>A grain that looks rarely is looked at more often, so that all silos learn of a change at about the same time.</summary>
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromSeconds(1);

    private readonly TargetDiscovery _discovery;
    private readonly HeldTargets _held;
    private readonly SourceBook _book;
    private long _edition;

    public SiloDiscovery(HeldTargets held, IGrainFactory grains, SourceBook book, TimeProvider time, ILoggerFactory loggers, OwnMetrics metrics)
    {
        (_held, _book) = (held, book);
        _discovery = new TargetDiscovery(Apply, held.UseTargets, held.Context.Credentials, time, loggers.CreateLogger("ScriptGrid"), metrics)
        {
            Create = (group, settings, before) =>
            {
                book.Put(group, settings);
                TimeSpan period = settings.Refresh < LongestPeriod ? settings.Refresh : LongestPeriod;
                return new SharedSource(grains.GetGrain<ISourceGrain>(settings.SharedKey!), period, time, before as SharedSource);
            },
        };

        Task Apply(ScriptGridConfiguration configuration)
        {
            held.Use(configuration, _edition);
            return Task.CompletedTask;
        }
    }

    /// <summary>How each source fares.</summary>
    public ImmutableArray<SourceReport> Sources => _discovery.Sources;

    /// <summary>Puts an edition of the catalogue to use, once its sources have answered or had a moment for it; returns how many targets there are. One at a time.</summary>
    /// <param name="configuration">The edition's configuration.</param>
    /// <param name="edition">The edition's number.</param>
    /// <exception cref="IOException">A TLS file is missing on this silo; nothing was changed.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A TLS file cannot be used; nothing was changed.</exception>
    public async Task<int> UseAsync(ScriptGridConfiguration configuration, long edition)
    {
        _edition = edition;
        await _discovery.ApplyAsync(configuration).ConfigureAwait(false);
        _book.Keep(configuration);
        return _held.Catalogue.Targets.Length;
    }

    /// <summary>Follows no source any more, as the silo stops.</summary>
    public void Stop() => _discovery.Stop();

    /// <inheritdoc/>
    public void Dispose() => _discovery.Dispose();
}
