using ScriptGrid.Benchmarks.Tools;
using ScriptGrid.Testing;

namespace ScriptGrid.Benchmarks.Embedded;

/// <summary>Puts both servers under the same load in turn, each in a new process.</summary>
internal static class EmbeddedBenchmark
{
    /// <summary>Runs the benchmark.</summary>
    public static async Task<IReadOnlyList<WorkloadFigures>> RunAsync(EmbeddedOptions options, CancellationToken cancellationToken)
    {
        var figures = new List<WorkloadFigures>();
        foreach (Workload workload in Workload.All.Where(workload => workload.Name.Contains(options.Only, StringComparison.OrdinalIgnoreCase)))
        {
            var turns = new List<Turn>();
            for (int i = 0; i < options.Turns; i++)
            {
                turns.Add(await TakeTurnAsync(workload, isRedisFirst: i % 2 == 0, options, cancellationToken));
                Turn turn = turns[^1];
                Progress.Report($"{workload.Name}: cold {turn.ColdEmbedded.PerSecond / turn.ColdRedis.PerSecond:F2}x, warm {turn.WarmEmbedded.PerSecond / turn.WarmRedis.PerSecond:F2}x as many a second, CPU {turn.WarmEmbedded.CpuSeconds / turn.WarmRedis.CpuSeconds:F2}x");
            }

            figures.Add(new WorkloadFigures(workload, turns));
        }

        return figures;
    }

    private static async Task<Turn> TakeTurnAsync(Workload workload, bool isRedisFirst, EmbeddedOptions options, CancellationToken cancellationToken)
    {
        (LoadFigures Cold, LoadFigures Warm) redis = isRedisFirst ? await OfRedisAsync(workload, options, cancellationToken) : default;
        (LoadFigures Cold, LoadFigures Warm) embedded = await OfEmbeddedAsync(workload, options, cancellationToken);
        redis = isRedisFirst ? redis : await OfRedisAsync(workload, options, cancellationToken);
        return new Turn(redis.Cold, embedded.Cold, redis.Warm, embedded.Warm);
    }

    private static async Task<(LoadFigures Cold, LoadFigures Warm)> OfRedisAsync(Workload workload, EmbeddedOptions options, CancellationToken cancellationToken)
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        return await MeasureAsync(new LoadRun(server.ProcessId, server.Port, options.Clients), workload, options, cancellationToken);
    }

    private static async Task<(LoadFigures Cold, LoadFigures Warm)> OfEmbeddedAsync(Workload workload, EmbeddedOptions options, CancellationToken cancellationToken)
    {
        await using EmbeddedProcess server = await EmbeddedProcess.StartAsync();
        return await MeasureAsync(new LoadRun(server.ProcessId, server.Port, options.Clients), workload, options, cancellationToken);
    }

    private static async Task<(LoadFigures Cold, LoadFigures Warm)> MeasureAsync(LoadRun load, Workload workload, EmbeddedOptions options, CancellationToken cancellationToken)
    {
        string[] command = await load.PrepareAsync(workload);
        LoadFigures cold = await load.SendAsync(command, options.ColdRequests, cancellationToken);
        await load.SendAsync(command, options.Requests, cancellationToken);
        return (cold, await load.SendAsync(command, options.Requests, cancellationToken));
    }
}
