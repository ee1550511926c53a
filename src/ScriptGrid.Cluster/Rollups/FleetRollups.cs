using Microsoft.Extensions.Logging;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Cluster.Rollups;

/// <summary>Reads the fleet's figures, and renders its rollups.</summary>
internal sealed class FleetRollups(IGrainFactory grains, TimeProvider time, ILogger<FleetRollups> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private volatile bool _hasFailed;

    /// <summary>Returns the figures; null if they cannot be read in time, or are not complete yet.</summary>
    public async Task<FleetDigest?> ReadAsync()
    {
        try
        {
            FleetDigest digest = await grains.GetGrain<IAggregatorGrain>(0).ReadAsync().WaitAsync(Patience, time);
            _hasFailed = false;
            return digest.IsSettled ? digest : null;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            if (!_hasFailed)
            {
                _hasFailed = true;
                Log.AggregatorUnreachable(logger, Brief.Of(failure.Message));
            }

            return null;
        }
    }

    /// <summary>Appends the fleet's rollups.</summary>
    /// <param name="page">The page to append to.</param>
    /// <param name="format">The format of the page.</param>
    /// <param name="families">The families.</param>
    /// <param name="digest">The figures.</param>
    /// <param name="countsTargets">Whether the page says how many targets answer.</param>
    public static void Append(ExpositionBuffer page, ExpositionFormat format, TargetFamilies families, FleetDigest digest, bool countsTargets)
    {
        var counts = new TargetCounts(
            digest.Silos.Sum(static silo => silo.Up), digest.Silos.Sum(static silo => silo.Down), digest.Silos.Sum(static silo => silo.Unknown));
        RollupWriter.Write(page, families, format, Digests.Merge(digest.Scripts, digest.Metrics), countsTargets ? counts : null);
    }
}
