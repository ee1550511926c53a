using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Collection;

/// <summary>Holds pages to the limits of their series, and logs where a limit begins to leave results out and where it ends.</summary>
internal sealed class SeriesLimiter
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _exceeded = new(StringComparer.Ordinal);

    /// <summary>
    /// The limits of what is collected here. A process that collects a part of the targets has that part of each limit, a script's by the targets that it runs on,
    /// since what the others have is not known.
    /// </summary>
    public static SeriesLimits LimitsOf(ScriptGridConfiguration configuration, IReadOnlyCollection<TargetCollector> collectors)
    {
        var positions = new Dictionary<string, (ScriptSpec Script, ImmutableArray<int>.Builder Positions)>(StringComparer.Ordinal);
        int position = 0;
        foreach (ScriptRun run in collectors.SelectMany(static collector => collector.ExposedRuns))
        {
            ScriptSpec script = run.Plan.Script;
            if (script.MaxFleetSeries is not null)
            {
                positions.TryAdd(script.Name, (script, ImmutableArray.CreateBuilder<int>()));
                positions[script.Name].Positions.Add(position);
            }

            position++;
        }

        return new SeriesLimits(
            Part(configuration.MaxPageSeries, collectors.Count, configuration.Targets.Length),
            [
                .. positions.Values.Select(limited => new ScriptLimit(
                    limited.Script.Name,
                    Part(limited.Script.MaxFleetSeries, limited.Positions.Count, TargetsOf(limited.Script.Name, configuration))!.Value,
                    limited.Positions.ToImmutable())),
            ]);
    }

    /// <summary>Decides anew what is left off pages. Called ahead of each.</summary>
    public void Apply(FleetResults results, CollectorContext context)
    {
        if (!results.Limits.AreSet)
        {
            return;
        }

        lock (_gate)
        {
            int[] left = results.Limits.Apply(results, context.Clock.Now);
            for (int i = 0; i < results.Limits.Scripts.Length; i++)
            {
                ScriptLimit limit = results.Limits.Scripts[i];
                Tell(context.Logger, $"{limit.Script} gives more series than max_fleet_series allows", left[i]);
            }

            Tell(context.Logger, "the page has more series than max_page_series allows", left[^1]);
        }
    }

    private static int TargetsOf(string script, ScriptGridConfiguration configuration) =>
        configuration.Targets.Count(target => target.Scripts.Any(spec => spec.Name == script));

    private static long? Part(int? limit, int here, int all) => limit is { } most ? (long)Math.Ceiling((double)most * here / Math.Max(all, here)) : null;

    private void Tell(ILogger logger, string what, int left)
    {
        if (left > 0 && _exceeded.Add(what))
        {
            Log.SeriesLeftOut(logger, what);
        }
        else if (left == 0 && _exceeded.Remove(what))
        {
            Log.SeriesFitAgain(logger, what);
        }
    }
}
