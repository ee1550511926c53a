namespace ScriptGrid.Tests.Contrib.Patterns;

/// <summary>The three rate limits. Time that has to pass is set back in the state that their headers describe.</summary>
public sealed class RateLimitTests
{
    private const long Hour = 3_600_000;

    [Theory]
    [OnEachServer("rate_limit_fixed_window", "3", "3600000")]
    [OnEachServer("rate_limit_sliding_window", "3", "3600000")]
    [OnEachServer("rate_limit_token_bucket", "3", "3", "3600000")]
    public async Task Call_MoreThanTheLimit_IsRefusedWithTheTimeToWait(string name, string pattern, params string[] arguments)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);

        Assert.Equal(Allowed(2), await server.CallAsync(pattern, ["limit"], arguments));
        Assert.Equal(Allowed(1), await server.CallAsync(pattern, ["limit"], arguments));
        Assert.Equal(Allowed(0), await server.CallAsync(pattern, ["limit"], arguments));

        long longest = pattern == "rate_limit_token_bucket" ? Hour / 3 : Hour;
        for (int i = 0; i < 3; i++)
        {
            Assert.InRange(Refused(await server.CallAsync(pattern, ["limit"], arguments)), longest * 3 / 4, longest);
        }
    }

    [Theory]
    [OnEachServer("rate_limit_fixed_window", "7", "3600000")]
    [OnEachServer("rate_limit_sliding_window", "7", "3600000")]
    [OnEachServer("rate_limit_token_bucket", "7", "1", "3600000")]
    public async Task Call_ManyAtOnce_AllowsAsManyAsTheLimit(string name, string pattern, params string[] arguments)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);

        object?[] replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => server.CallAsync(pattern, ["limit"], arguments)));

        Assert.Equal(7, replies.Count(static reply => Assert.IsType<object?[]>(reply)[1] is 1L));
    }

    [Theory]
    [OnEachServer("rate_limit_fixed_window", "3", "600000")]
    [OnEachServer("rate_limit_sliding_window", "3", "600000")]
    [OnEachServer("rate_limit_token_bucket", "3", "3", "1800000")]
    public async Task Call_Key_EndsWithTheLastItCounts(string name, string pattern, params string[] arguments)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);

        await server.CallAsync(pattern, ["limit"], arguments);

        Assert.InRange((long)(await server.CommandAsync("PTTL", "limit"))!, 400_000, 600_001);
    }

    [Theory]
    [OnEachServer("rate_limit_fixed_window", "5", "3600000", "3")]
    [OnEachServer("rate_limit_token_bucket", "5", "1", "3600000", "3")]
    public async Task Call_CountsAsSeveral_TakesAllOrNothing(string name, string pattern, params string[] arguments)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);

        Assert.Equal(Allowed(2), await server.CallAsync(pattern, ["limit"], arguments));
        object?[] refused = Assert.IsType<object?[]>(await server.CallAsync(pattern, ["limit"], arguments));
        Assert.Equal(["allowed", 0L, "remaining", 2L], refused[..4]);
        Assert.Equal(Allowed(0), await server.CallAsync(pattern, ["limit"], [.. arguments[..^1], "2"]));
    }

    [Theory]
    [OnEachServer]
    public async Task FixedWindow_Over_BeginsAnew(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.CallAsync("rate_limit_fixed_window", ["limit"], "1", "3600000");
        await server.CommandAsync("PEXPIRE", "limit", "0");

        Assert.Equal(Allowed(0), await server.CallAsync("rate_limit_fixed_window", ["limit"], "1", "3600000"));
    }

    [Theory]
    [OnEachServer]
    public async Task FixedWindow_WithoutEnd_IsGivenOne(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.CommandAsync("SET", "limit", "9");

        Assert.Equal(Hour, Refused(await server.CallAsync("rate_limit_fixed_window", ["limit"], "5", "3600000")));

        Assert.InRange((long)(await server.CommandAsync("PTTL", "limit"))!, Hour * 3 / 4, Hour);
    }

    [Theory]
    [OnEachServer]
    public async Task SlidingWindow_OldCalls_CountNoLonger(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await AddCallsAsync(server, minutesAgo: [61, 60, 50, 20]);

        Assert.Equal(Allowed(0), await server.CallAsync("rate_limit_sliding_window", ["limit"], "3", "3600000"));
        long wait = Refused(await server.CallAsync("rate_limit_sliding_window", ["limit"], "3", "3600000"));

        Assert.InRange(wait, Hour / 8, Hour / 6);
        Assert.Equal(3L, await server.CommandAsync("ZCARD", "limit"));
    }

    [Theory]
    [OnEachServer]
    public async Task SlidingWindow_LimitLowered_WaitsForAsManyToLeave(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await AddCallsAsync(server, minutesAgo: [50, 40, 30, 20]);

        long wait = Refused(await server.CallAsync("rate_limit_sliding_window", ["limit"], "2", "3600000"));

        Assert.InRange(wait, 25 * 60_000, 30 * 60_000);
    }

    [Theory]
    [OnEachServer]
    public async Task TokenBucket_TimePassed_RefillsUpToItsCapacity(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        string[] arguments = ["10", "6", "3600000"];

        await SetBucketAsync(server, tokens: "0.5", minutesAgo: 25);
        Assert.Equal(Allowed(2), await server.CallAsync("rate_limit_token_bucket", ["limit"], arguments));
        await SetBucketAsync(server, tokens: "0.5", minutesAgo: 600);
        Assert.Equal(Allowed(9), await server.CallAsync("rate_limit_token_bucket", ["limit"], arguments));
        await SetBucketAsync(server, tokens: "0.5", minutesAgo: 2);
        Assert.InRange(Refused(await server.CallAsync("rate_limit_token_bucket", ["limit"], arguments)), 2 * 60_000, 3 * 60_000);
    }

    [Theory]
    [OnEachServer]
    public async Task TokenBucket_ClockSetBack_RefillsFromNow(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        string[] arguments = ["10", "6", "3600000"];
        await SetBucketAsync(server, tokens: "0.5", minutesAgo: -600);

        Assert.InRange(Refused(await server.CallAsync("rate_limit_token_bucket", ["limit"], arguments)), 4 * 60_000, 5 * 60_000);

        string time = (string)(await server.CommandAsync("HGET", "limit", "time"))!;
        long now = (long)(await server.CommandAsync("EVAL", "return redis.call('TIME')[1] * 1000000", "0"))!;
        Assert.True(long.Parse(time, System.Globalization.CultureInfo.InvariantCulture) < now + 1_000_000);
    }

    private static object[] Allowed(long remaining) => ["allowed", 1L, "remaining", remaining, "retry_after_ms", 0L];

    private static long Refused(object? reply)
    {
        object?[] pairs = Assert.IsType<object?[]>(reply);
        Assert.Equal(["allowed", 0L, "remaining", 0L, "retry_after_ms"], pairs[..5]);
        return (long)pairs[5]!;
    }

    private static Task<object?> AddCallsAsync(ContribServer server, int[] minutesAgo) => server.CommandAsync(
        [
            "EVAL",
            "for _, minutes in ipairs(ARGV) do local at = (redis.call('TIME')[1] - minutes * 60) * 1000000 redis.call('ZADD', KEYS[1], at, at) end",
            "1",
            "limit",
            .. minutesAgo.Select(static minutes => $"{minutes}"),
        ]);

    private static Task<object?> SetBucketAsync(ContribServer server, string tokens, int minutesAgo) => server.CommandAsync(
        "EVAL",
        "redis.call('HSET', KEYS[1], 'tokens', ARGV[1], 'time', (redis.call('TIME')[1] - ARGV[2] * 60) * 1000000)",
        "1",
        "limit",
        tokens,
        $"{minutesAgo}");
}
