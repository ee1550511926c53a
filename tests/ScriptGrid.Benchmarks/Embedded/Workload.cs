using System.Reflection;

namespace ScriptGrid.Benchmarks.Embedded;

/// <summary>A script like those of real projects, and the call that is sent again and again.</summary>
/// <param name="Name">A description for the report.</param>
/// <param name="Script">The name of its file, without the extension.</param>
/// <param name="Setup">A script that creates the initial data; empty for none.</param>
/// <param name="Words">The number of keys, the keys and the arguments. <see cref="Chance"/> is replaced by twelve random digits.</param>
internal sealed record Workload(string Name, string Script, string Setup, string[] Words)
{
    /// <summary>The placeholder that <c>redis-benchmark</c> replaces by a random number.</summary>
    private const string Chance = "__rand_int__";

    private const string Jobs = "for i = 1, 1000 do redis.call('LPUSH', 'q:wait', i) redis.call('HSET', 'q:job:' .. i, 'name', 'mail', 'data', '{\"to\":\"ada@example.org\"}', 'attempts', 0) end";

    private const string Items =
        "for i = 1, 10000 do redis.call('ZADD', 'best', i * 7919 % 100003, i) redis.call('HSET', 'item:' .. i, 'title', 'The title of item ' .. i, 'author', 'ada', 'text', ('x'):rep(200)) end";

    /// <summary>All workloads that are measured.</summary>
    public static Workload[] All { get; } =
    [
        new("queue: add a job", "queue_add", "", ["5", "q:id", "q:wait", "q:delayed", "q:events", "q:job:", "mail", $"{{\"to\":\"ada@example.org\",\"n\":{Chance}}}", "{\"attempts\":3,\"priority\":0,\"delay\":0}"]),
        new("queue: take a job", "queue_take", Jobs, ["4", "q:wait", "q:active", "q:events", "q:job:", $"worker-{Chance}", "30000"]),
        new("rate limit, sliding", "limit_sliding", "", ["1", $"limit:{Chance}", "20", "60000", Chance]),
        new("rate limit, fixed", "limit_fixed", "", ["1", $"limit:{Chance}", "100", "60"]),
        new("cache tags", "cache_tags", "", ["3", $"cache:{Chance}", "tag:users", $"tag:{Chance}", "a value of some length, as caches have it", "300", Chance]),
        new("page of a sorted set", "page", Items, ["2", "best", "item:", Chance, "20"]),
    ];

    /// <summary>The text of the script.</summary>
    public string Text
    {
        get
        {
            using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{Script}.lua")!;
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }
}
