using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Collection;

/// <summary>Keeps pages within the limits on their series. Logs when a limit begins to leave results out, and when it no longer does.</summary>
internal sealed class SeriesLimiter
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _exceeded = new(StringComparer.Ordinal);

    /// <summary>
    /// Returns the limits on the series collected here. A process that collects only a part of the targets gets the same part of each limit, because
    /// it does not know the series of the other targets. For a script's limit, only the targets that run the script count.
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

    /// <summary>Decides anew what pages leave out. Called before each page.</summary>
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
