using System.Globalization;
using System.Text;
using ScriptGrid.Testing;

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
        if redis.call('EXISTS', 'fail') == 1 then
            return redis.error_reply('ERR told to fail')
        end
        return {'runs', redis.call('LLEN', 'runs')}
        """;

    private readonly ProcessorWaits _waits = new();
    private readonly RedisServerProcess _redis;
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("scriptgrid-cluster-");

    private TargetFarm(RedisServerProcess redis)
    {
        _redis = redis;
        Watch(redis.ProcessId);
    }

    /// <summary>Starts the Redis with room for this many targets.</summary>
    public static async Task<TargetFarm> StartAsync(int targets) =>
        new(await RedisServerProcess.StartAsync($"databases {targets}"));

    /// <summary>The identity of a target.</summary>
    public string IdOf(int target) => target == 0 ? _redis.Address : $"{_redis.Address}/{target}";

    /// <summary>Takes into account that a process, too, waits for processors.</summary>
    public void Watch(int processId) => _waits.Add(processId);

    /// <summary>How long the watched processes waited for processors between two times since the Unix epoch; see <see cref="ProcessorWaits"/>.</summary>
    public TimeSpan Waited(TimeSpan from, TimeSpan to) => _waits.Between(from, to);

    /// <summary>Writes a file of this name beside the others, and returns its path.</summary>
    public string Write(string name, string text)
    {
        string path = Path.Combine(_directory.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Writes a configuration of these targets, and returns its path; a second one replaces the first.</summary>
    public string Configure(IEnumerable<int> targets, string cluster)
    {
        Write("runs.lua", Script);
        var text = new StringBuilder("global: {interval: 1s, timeout: 10s, expiry: 30s}\n");
        text.Append("scripts:\n  - {file: runs.lua, read_only: off, aggregate: [count]}\n");
        text.Append("target_groups:\n  - targets: [").AppendJoin(", ", targets.Select(IdOf)).Append("]\n");
        text.Append("cluster: ").Append(cluster).Append('\n');
        return Write("scriptgrid.yml", text.ToString());
    }

    /// <summary>Writes the list of <see cref="ConfigureList"/>, as a whole at once.</summary>
    public void WriteList(IEnumerable<int> targets) => WriteList($"[{{\"targets\": [{string.Join(", ", targets.Select(target => $"\"{IdOf(target)}\""))}]}}]");

    /// <summary>The same with any text.</summary>
    public void WriteList(string text) => File.Move(Write("targets.new", text), Path.Combine(_directory.FullName, "targets.json"), overwrite: true);

    /// <summary>Writes a configuration whose targets are those of a list, and returns its path.</summary>
    public string ConfigureList(string cluster)
    {
        Write("runs.lua", Script);
        return Write("scriptgrid.yml", $$"""
            global: {interval: 1s, timeout: 10s, expiry: 30s}
            scripts:
              - {file: runs.lua, read_only: off, aggregate: [count]}
            target_groups:
              - name: listed
                file_sd: {files: [targets.json], refresh: 200ms}
            cluster: {{cluster}}

            """);
    }

    /// <summary>The connection to each database that is collected, by its id.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ConnectionsAsync()
    {
        string list = (string)(await _redis.CommandAsync("CLIENT", "LIST"))!;
        return list.Split('\n')
            .Where(static client => client.Contains(" name=scriptgrid ", StringComparison.Ordinal))
            .Select(static client => client.Split(' '))
            .ToDictionary(static fields => fields[0], static fields => fields.Single(static field => field.StartsWith("db=", StringComparison.Ordinal)), StringComparer.Ordinal);
    }

    /// <summary>Makes the script fail on a target from now on, or no longer.</summary>
    public async Task SetFailingAsync(int target, bool isFailing)
    {
        await using RespClient client = await _redis.ConnectAsync();
        await client.CommandAsync("SELECT", $"{target}");
        await client.CommandAsync(isFailing ? ["SET", "fail", "1"] : ["DEL", "fail"]);
    }

    /// <summary>Lets every run from now on, and those under way, wait for this long.</summary>
    public async Task PauseAsync(TimeSpan pause) =>
        await _redis.CommandAsync("CLIENT", "PAUSE", ((long)pause.TotalMilliseconds).ToString(CultureInfo.InvariantCulture));

    /// <summary>The server's time, on the clock that runs are noted by.</summary>
    public async Task<TimeSpan> NowAsync()
    {
        object?[] time = (object?[])(await _redis.CommandAsync("TIME"))!;
        return TimeSpan.FromSeconds(long.Parse((string)time[0]!, CultureInfo.InvariantCulture))
            + TimeSpan.FromMicroseconds(long.Parse((string)time[1]!, CultureInfo.InvariantCulture));
    }

    /// <summary>Whether each of these targets was collected so many times since then. One command, however many there are: it is asked again and again.</summary>
    public async Task<bool> WereCollectedAsync(IReadOnlyCollection<int> targets, int runs, TimeSpan since)
    {
        const string script = """
            for i = 3, #ARGV do
                redis.call('SELECT', ARGV[i])
                local run = redis.call('LINDEX', 'runs', -ARGV[1])
                if not run or tonumber(run) <= tonumber(ARGV[2]) then return 0 end
            end
            return 1
            """;
        string[] numbers = [$"{runs}", string.Create(CultureInfo.InvariantCulture, $"{since.TotalMilliseconds}"), .. targets.Select(static target => $"{target}")];
        return await _redis.CommandAsync(["EVAL", script, "0", .. numbers]) is 1L;
    }

    /// <summary>When each of these targets was collected.</summary>
    public async Task<RunTimes[]> ReadAsync(IEnumerable<int> targets)
    {
        await using RespClient client = await _redis.ConnectAsync();
        var runs = new List<RunTimes>();
        foreach (int target in targets)
        {
            await client.CommandAsync("SELECT", $"{target}");
            object?[] times = (object?[])(await client.CommandAsync("LRANGE", "runs", "0", "-1"))!;
            runs.Add(new RunTimes(
                IdOf(target), [.. times.Select(static time => TimeSpan.FromMilliseconds(double.Parse((string)time!, CultureInfo.InvariantCulture)))])
            {
                Waited = Waited,
            });
        }

        return [.. runs];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _waits.DisposeAsync();
        await _redis.DisposeAsync();
        _directory.Delete(recursive: true);
    }
}

/// <summary>When one target was collected, since the Unix epoch, in order.</summary>
internal sealed record RunTimes(string Target, TimeSpan[] Times)
{
    /// <summary>How long silos and targets waited for processors between two times; see <see cref="ProcessorWaits"/>.</summary>
    public Func<TimeSpan, TimeSpan, TimeSpan> Waited { get; init; } = static (_, _) => TimeSpan.Zero;

    /// <summary>The first run after a time; null where there was none.</summary>
    public TimeSpan? FirstAfter(TimeSpan time) => Times.Where(run => run > time).Select(static run => (TimeSpan?)run).FirstOrDefault();

    /// <summary>How many runs there were after a time.</summary>
    public int CountAfter(TimeSpan time) => Times.Count(run => run > time);

    /// <summary>The runs between two times alone.</summary>
    public RunTimes Between(TimeSpan from, TimeSpan to) => this with { Times = [.. Times.Where(run => run > from && run < to)] };

    /// <summary>The longest time without a run between two times, and when it began.</summary>
    public (TimeSpan Start, TimeSpan Length) LongestGap(TimeSpan from, TimeSpan to)
    {
        TimeSpan[] points = [from, .. Times.Where(run => run > from && run < to), to];
        return points.Zip(points.Skip(1), static (one, next) => (one, next - one)).MaxBy(static gap => gap.Item2);
    }

    /// <summary>
    /// For how long two collected it. Owners keep to the same slots, so that their runs come in pairs: what tells is how many runs there were
    /// beyond one for each interval. A late run before one in time is one too many as well, and no double.
    /// </summary>
    public TimeSpan LongestDouble()
    {
        double surplus = 0;
        double least = double.MaxValue;
        for (int i = 0; i < Times.Length; i++)
        {
            double ahead = i - (Times[i] / TargetFarm.Interval);
            least = Math.Min(least, ahead);
            surplus = Math.Max(surplus, ahead - least);
        }

        return Math.Max(0, surplus - 1) * TargetFarm.Interval;
    }
}
