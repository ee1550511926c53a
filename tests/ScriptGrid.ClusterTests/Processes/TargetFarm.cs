using System.Globalization;
using System.Text;
using ScriptGrid.Tests.Servers;

namespace ScriptGrid.ClusterTests.Processes;

/// <summary>
/// Many targets, the databases of one real Redis, collected by a script that notes in each the time of its run: so whatever the silos do,
/// the targets themselves tell when they were collected.
/// </summary>
internal sealed class TargetFarm : IAsyncDisposable
{
    /// <summary>How often each target is collected.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private const string Script = """
        local now = redis.call('TIME')
        redis.call('RPUSH', 'runs', now[1] * 1000 + math.floor(now[2] / 1000))
        return {'runs', redis.call('LLEN', 'runs')}
        """;

    private readonly RedisServerProcess _redis;
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("scriptgrid-cluster-");

    private TargetFarm(RedisServerProcess redis) => _redis = redis;

    /// <summary>Starts the Redis with room for this many targets.</summary>
    public static async Task<TargetFarm> StartAsync(int targets) =>
        new(await RedisServerProcess.StartAsync($"databases {targets}"));

    /// <summary>The identity of a target.</summary>
    public string IdOf(int target) => target == 0 ? _redis.Address : $"{_redis.Address}/{target}";

    /// <summary>Writes a configuration of these targets, and returns its path; a second one replaces the first.</summary>
    public string Configure(IEnumerable<int> targets, string cluster)
    {
        File.WriteAllText(Path.Combine(_directory.FullName, "runs.lua"), Script);
        string path = Path.Combine(_directory.FullName, "scriptgrid.yml");
        var text = new StringBuilder("global: {interval: 1s, timeout: 2s}\n");
        text.Append("scripts:\n  - {file: runs.lua, read_only: off, aggregate: [count]}\n");
        text.Append("target_groups:\n  - targets: [").AppendJoin(", ", targets.Select(IdOf)).Append("]\n");
        text.Append("cluster: ").Append(cluster).Append('\n');
        File.WriteAllText(path, text.ToString());
        return path;
    }

    /// <summary>The server's time, on the clock that runs are noted by.</summary>
    public async Task<TimeSpan> NowAsync()
    {
        object?[] time = (object?[])(await _redis.CommandAsync("TIME"))!;
        return TimeSpan.FromSeconds(long.Parse((string)time[0]!, CultureInfo.InvariantCulture))
            + TimeSpan.FromMicroseconds(long.Parse((string)time[1]!, CultureInfo.InvariantCulture));
    }

    /// <summary>When each of the first <paramref name="count"/> targets was collected.</summary>
    public async Task<RunTimes[]> ReadAsync(int count)
    {
        await using RespClient client = await _redis.ConnectAsync();
        var runs = new RunTimes[count];
        for (int target = 0; target < count; target++)
        {
            await client.CommandAsync("SELECT", $"{target}");
            object?[] times = (object?[])(await client.CommandAsync("LRANGE", "runs", "0", "-1"))!;
            runs[target] = new RunTimes(
                IdOf(target), [.. times.Select(static time => TimeSpan.FromMilliseconds(double.Parse((string)time!, CultureInfo.InvariantCulture)))]);
        }

        return runs;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _redis.DisposeAsync();
        _directory.Delete(recursive: true);
    }
}

/// <summary>When one target was collected, since the Unix epoch, in order.</summary>
internal sealed record RunTimes(string Target, TimeSpan[] Times)
{
    /// <summary>Runs of one interval apart are regular; nearer ones belong to two owners, or to an owner that just began.</summary>
    private static readonly TimeSpan Near = 0.6 * TargetFarm.Interval;

    /// <summary>The last run.</summary>
    public TimeSpan Last => Times.Length == 0 ? TimeSpan.Zero : Times[^1];

    /// <summary>The first run after a time; null where there was none.</summary>
    public TimeSpan? FirstAfter(TimeSpan time) => Times.Where(run => run > time).Select(static run => (TimeSpan?)run).FirstOrDefault();

    /// <summary>The longest time without a run between two times.</summary>
    public TimeSpan LongestGap(TimeSpan from, TimeSpan to)
    {
        TimeSpan[] points = [from, .. Times.Where(run => run > from && run < to), to];
        return points.Zip(points.Skip(1), static (one, next) => next - one).Max();
    }

    /// <summary>The longest time over which runs came nearer than they should.</summary>
    public TimeSpan LongestDouble()
    {
        TimeSpan longest = TimeSpan.Zero;
        for (int first = 0, i = 1; i < Times.Length; i++)
        {
            if (Times[i] - Times[i - 1] >= Near)
            {
                first = i;
            }

            longest = Times[i] - Times[first] > longest ? Times[i] - Times[first] : longest;
        }

        return longest;
    }
}
