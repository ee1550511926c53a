using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using ScriptGrid.Cluster.Targets;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Discovery;
using ScriptGrid.Engine.Exposition.Meters;

namespace ScriptGrid.Cluster.Discovery;

/// <summary>
/// Keeps this silo's targets in line with the catalogue and with what its sources find. Each source is asked by one grain, on behalf of all silos.
/// </summary>
internal sealed class SiloDiscovery : IDisposable
{
    /// <summary>
    /// The longest time between two looks at a grain, even if the grain asks its source less often: all silos then learn of a change at about the same time.
    /// </summary>
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

    /// <summary>The state of each source.</summary>
    public ImmutableArray<SourceReport> Sources => _discovery.Sources;

    /// <summary>
    /// Puts an edition of the catalogue to use, after its sources have answered or had a moment to do so. Returns the number of targets. Calls must not
    /// overlap.
    /// </summary>
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

    /// <summary>Stops following sources, because the silo stops.</summary>
    public void Stop() => _discovery.Stop();

    /// <inheritdoc/>
    public void Dispose() => _discovery.Dispose();
}
