using System.Globalization;
using ScriptGrid.Benchmarks.Tools;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Testing;

namespace ScriptGrid.Benchmarks.Collectors;

/// <summary>
/// Queries one server in turn as the collector <c>info</c> does and as redis_exporter does, and reads from the server how long each blocked it.
/// </summary>
internal static class CollectorsBenchmark
{
    private const string Exporter = "prometheus-redis-exporter";
    private const string Run = "evalsha_ro";

    /// <summary>The commands of a busy application. INFO has a line for each command in use.</summary>
    private static readonly string[] InUse =
    [
        "SET a 1", "GET a", "INCR n", "EXPIRE a 600", "TTL a", "MSET b 1 c 2", "MGET a b c", "LPUSH l 1 2 3", "LRANGE l 0 -1", "RPOP l", "SADD s 1 2",
        "SMEMBERS s", "HSET h f 1", "HGETALL h", "ZADD z 1 m", "ZRANGE z 0 -1", "XADD x * f 1", "XLEN x", "EXISTS a", "TYPE a", "SCAN 0", "DBSIZE", "PFADD p 1",
    ];

    private const int Keys = 1000;
    private const int Streams = 10;

    private static readonly (string What, string Collector, string[] Arguments)[] Others =
    [
        ("slowlog", "slowlog", []),
        ("replication", "replication", []),
        ("cluster, on no node", "cluster", []),
        ($"keys, {Keys} looked at", "keys", ["key:*", $"max_scan={Keys * 10}"]),
        ($"keys, {Keys} passed", "keys", ["none:*", $"max_scan={Keys * 10}"]),
        ($"streams, {Streams} with a group each", "streams", ["stream:*", $"max_scan={Keys * 10}"]),
        ($"key_groups, {Keys} looked at", "key_groups", ["^(%a+):", $"max_scan={Keys}"]),
    ];

    /// <summary>Runs the benchmark.</summary>
    public static async Task<CollectorsFigures> RunAsync(int turns, CancellationToken cancellationToken)
    {
        string exporter = ProgramRun.Find(Exporter) ?? throw new InvalidOperationException($"{Exporter} is not on the PATH; install it to run this benchmark.");
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using RespClient client = await server.ConnectAsync();
        foreach (string command in InUse)
        {
            await client.CommandAsync(command.Split(' '));
        }

        string web = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FreePort.Find()}");
        await using ChildProcess process = await ChildProcess.StartAsync(
            exporter, ["-redis.addr", $"redis://{server.Address}", "-web.listen-address", web], "Providing metrics");
        using var http = new HttpClient { BaseAddress = new Uri($"http://{web}") };
        string sha1 = (string)(await client.CommandAsync("SCRIPT", "LOAD", ShippedCollector.Find("info")!.Text))!;
        Progress.Report($"{turns} turns of each");
        double[] collector = new double[turns];
        double[] scrapes = new double[turns];
        for (int turn = -1; turn < turns; turn++)
        {
            // The first turn only compiles and connects.
            (double ofCollector, double ofExporter) = await TakeTurnAsync(client, sha1, http, cancellationToken);
            if (turn >= 0)
            {
                (collector[turn], scrapes[turn]) = (ofCollector, ofExporter);
            }
        }

        int commands = (await ReadAsync(client)).Count;
        await FillAsync(client);
        var others = new List<(string, double[])>();
        foreach ((string what, string name, string[] arguments) in Others)
        {
            Progress.Report($"{what}");
            others.Add((what, await MeasureAsync(client, name, arguments, turns)));
        }

        return new CollectorsFigures(commands, collector, scrapes, [.. others]);
    }

    private static async Task FillAsync(RespClient client)
    {
        for (int i = 0; i < Keys; i++)
        {
            await client.CommandAsync("SET", $"key:{i}", $"{i}");
        }

        for (int i = 0; i < Streams; i++)
        {
            await client.CommandAsync("XADD", $"stream:{i}", "*", "f", "1");
            await client.CommandAsync("XGROUP", "CREATE", $"stream:{i}", "g", "0");
        }
    }

    private static async Task<double[]> MeasureAsync(RespClient client, string name, string[] arguments, int turns)
    {
        string sha1 = (string)(await client.CommandAsync("SCRIPT", "LOAD", ShippedCollector.Find(name)!.Text))!;
        double[] times = new double[turns];
        for (int turn = 0; turn < turns; turn++)
        {
            double before = (await ReadAsync(client))[Run];
            await client.CommandAsync([Run, sha1, "0", .. arguments]);
            times[turn] = (await ReadAsync(client))[Run] - before;
        }

        return times;
    }

    private static async Task<(double Collector, double Exporter)> TakeTurnAsync(RespClient client, string sha1, HttpClient http, CancellationToken cancellationToken)
    {
        double before = (await ReadAsync(client)).GetValueOrDefault(Run);
        await client.CommandAsync(Run, sha1, "0");
        double collector = (await ReadAsync(client))[Run] - before;

        // Each reading is counted in the next one, and so is redis_exporter's own INFO.
        Dictionary<string, double> earlier = await ReadAsync(client);
        Dictionary<string, double> start = await ReadAsync(client);
        string page = await http.GetStringAsync("/metrics", cancellationToken);
        Dictionary<string, double> end = await ReadAsync(client);
        if (!page.Contains("redis_up 1", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{Exporter} did not reach the server.");
        }

        double reading = start.Values.Sum() - earlier.Values.Sum();
        return (collector, end.Values.Sum() - start.Values.Sum() - reading);
    }

    /// <summary>Returns the microseconds of each command, as the server counts them.</summary>
    private static async Task<Dictionary<string, double>> ReadAsync(RespClient client)
    {
        const string mark = "cmdstat_";
        string text = (string)(await client.CommandAsync("INFO", "commandstats"))!;
        return text.Split("\r\n").Where(static line => line.StartsWith(mark, StringComparison.Ordinal)).ToDictionary(
            static line => line[mark.Length..line.IndexOf(':', StringComparison.Ordinal)],
            static line => double.Parse(line.Split("usec=")[1].Split(',')[0], CultureInfo.InvariantCulture));
    }
}
