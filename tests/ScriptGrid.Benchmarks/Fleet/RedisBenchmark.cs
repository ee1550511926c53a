using System.Globalization;
using ScriptGrid.Benchmarks.Tools;

namespace ScriptGrid.Benchmarks.Fleet;

/// <summary>Measures the floor: the CPU time of <c>redis-benchmark</c>, which ignores the replies, for the same EVALSHA.</summary>
internal static class RedisBenchmark
{
    /// <summary>The number of its connections.</summary>
    public const int Clients = 1000;

    private const int Requests = 200_000;

    /// <summary>Returns the CPU seconds per request, user and system, without the cost of opening the connections, which is considerable with TLS.</summary>
    public static async Task<double> CpuPerRequestAsync(RedisFleet redis, CancellationToken cancellationToken)
    {
        Progress.Report($"redis-benchmark: {Requests:N0} requests over {Clients:N0} connections");
        string sha1 = await redis.LoadAsync(FleetMeasurement.Script);
        TimeSpan opening = await CpuTimeAsync(redis, sha1, Clients, cancellationToken);
        TimeSpan all = await CpuTimeAsync(redis, sha1, Requests, cancellationToken);
        return (all - opening).TotalSeconds / (Requests - Clients);
    }

    private static async Task<TimeSpan> CpuTimeAsync(RedisFleet redis, string sha1, int requests, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "-p", redis.Port.ToString(CultureInfo.InvariantCulture),
            "-c", Clients.ToString(CultureInfo.InvariantCulture),
            "-n", requests.ToString(CultureInfo.InvariantCulture),
            "-q", .. redis.TlsArguments, "EVALSHA", sha1, "0",
        ];
        TimeSpan before = ProcessFigures.EndedChildrenCpuTime();
        await ProgramRun.OutputOfAsync("redis-benchmark", arguments, cancellationToken);
        return ProcessFigures.EndedChildrenCpuTime() - before;
    }
}
