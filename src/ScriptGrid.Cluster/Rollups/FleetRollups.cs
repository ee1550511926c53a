using Microsoft.Extensions.Logging;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Cluster.Rollups;

/// <summary>Reads the fleet's figures, and renders its rollups.</summary>
internal sealed class FleetRollups(IGrainFactory grains, TimeProvider time, ILogger<FleetRollups> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private volatile bool _hasFailed;

    /// <summary>The figures; null where they cannot be had in time, or are not complete yet.</summary>
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
                Log.AggregatorUnreachable(logger, failure.Message);
            }

            return null;
        }
    }

    /// <summary>Appends the lines of these scripts, under their header.</summary>
    public static void Append(ExpositionBuffer page, ExpositionFormat format, MetricFamily family, IReadOnlyCollection<ScriptDigest> scripts)
    {
        if (!scripts.Any(static script => script.Keys.Length > 0))
        {
            return;
        }

        page.AppendHeader(family, format);
        foreach (ScriptDigest script in scripts)
        {
            var source = new RollupSource(script.Script, (Aggregations)script.Aggregate, LabelSet.From(script.Labels), []);
            RollupWriter.Write(page, family, source, script.Keys.Index().ToDictionary(static key => key.Item, key => script[key.Index]));
        }
    }
}
