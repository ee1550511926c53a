using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Contrib.Patterns;

/// <summary>Each pattern refuses what it cannot use, with one error that names the place, and leaves the key as it was.</summary>
public sealed class BadCallTests
{
    [Theory]
    [OnEachServer("compare_and_set", "ARGV holds 1", "a")]
    [OnEachServer("compare_and_set", "ARGV[3] is \"0\"", "a", "b", "0")]
    [OnEachServer("set_if_absent", "ARGV[1] is missing")]
    [OnEachServer("set_if_absent", "ARGV[2] is missing", "a")]
    [OnEachServer("get_or_set", "ARGV[1] is missing")]
    [OnEachServer("get_or_set", "ARGV[2] is \"1.5\"", "a", "1.5")]
    [OnEachServer("increment_with_limit", "ARGV[1] is missing")]
    [OnEachServer("increment_with_limit", "ARGV[1] is \"1000000000000000\"", "1000000000000000")]
    [OnEachServer("increment_with_limit", "ARGV[2] is \"0\"", "5", "0")]
    [OnEachServer("increment_with_limit", "ARGV[3] is \"\"", "5", "1", "")]
    [OnEachServer("increment_with_limit", "the value of KEYS[1] is \"text\"", "5")]
    [OnEachServer("counter_with_reset", "ARGV[1] is \"-1\"", "-1")]
    [OnEachServer("counter_with_reset", "ARGV[2] is \"0\"", "1", "0")]
    [OnEachServer("counter_with_reset", "the value of KEYS[1] is \"text\"")]
    [OnEachServer("filter_by_threshold", "ARGV[1] is missing")]
    [OnEachServer("filter_by_threshold", "ARGV[1] is \"0x10\"", "0x10")]
    [OnEachServer("filter_by_threshold", "ARGV[2] is \"all\"", "1", "all")]
    [OnEachServer("lock_acquire", "ARGV[1] is missing", "")]
    [OnEachServer("lock_acquire", "ARGV[2] is \"soon\"", "token", "soon")]
    [OnEachServer("lock_release", "ARGV[1] is missing")]
    [OnEachServer("lock_extend", "ARGV[1] is missing")]
    [OnEachServer("lock_extend", "ARGV[2] is missing", "token")]
    [OnEachServer("rate_limit_fixed_window", "ARGV[1] is \"0\"", "0", "1000")]
    [OnEachServer("rate_limit_fixed_window", "ARGV[2] is missing", "5")]
    [OnEachServer("rate_limit_fixed_window", "ARGV[3] is \"6\": it must be at most ARGV[1], \"5\"", "5", "1000", "6")]
    [OnEachServer("rate_limit_fixed_window", "the value of KEYS[1] is \"text\"", "5", "1000")]
    [OnEachServer("rate_limit_sliding_window", "ARGV[1] is \"many\"", "many", "1000")]
    [OnEachServer("rate_limit_sliding_window", "ARGV[2] is \" 1\"", "5", " 1")]
    [OnEachServer("rate_limit_token_bucket", "ARGV[1] is \"1e3\"", "1e3", "1", "1000")]
    [OnEachServer("rate_limit_token_bucket", "ARGV[2] is \"0.5\"", "5", "0.5", "1000")]
    [OnEachServer("rate_limit_token_bucket", "ARGV[3] is missing", "5", "1")]
    [OnEachServer("rate_limit_token_bucket", "ARGV[4] is \"6\": it must be at most ARGV[1], \"5\"", "5", "1", "1000", "6")]
    [OnEachServer("hash_increment_with_bounds", "ARGV[1] is missing")]
    [OnEachServer("hash_increment_with_bounds", "ARGV[2] is \"x\"", "field", "x", "0", "9")]
    [OnEachServer("hash_increment_with_bounds", "ARGV[4] is \"8\": it must be a whole number of at most 15 digits, 9 or more", "field", "1", "9", "8")]
    [OnEachServer("hash_set_if_greater", "ARGV[1] is missing")]
    [OnEachServer("hash_set_if_greater", "ARGV[2] is \"nan\"", "field", "nan")]
    [OnEachServer("hash_get_with_defaults", "ARGV holds 3", "field", "default", "field")]
    [OnEachServer("list_pop_with_minimum", "ARGV[1] is \"-1\"", "-1")]
    [OnEachServer("list_pop_with_minimum", "ARGV[2] is \"top\"", "1", "top")]
    [OnEachServer("circular_buffer", "ARGV[1] is \"0\"", "0", "element")]
    [OnEachServer("circular_buffer", "ARGV[2] is missing", "5")]
    public async Task Call_BadArgumentOrValue_FailsWithItsPlace(string name, string pattern, string message, params string[] arguments)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.CommandAsync("SET", "key", "text");

        RespException failure = await Assert.ThrowsAsync<RespException>(() => server.CallAsync(pattern, ["key"], arguments));

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        Assert.Equal("text", await server.CommandAsync("GET", "key"));
    }

    [Theory]
    [OnEachServer("hash_increment_with_bounds", "the field \"field\" of KEYS[1] is \"text\"", "field", "1", "0", "9")]
    [OnEachServer("hash_set_if_greater", "the field \"field\" of KEYS[1] is \"text\"", "field", "1")]
    [OnEachServer("rate_limit_token_bucket", "not one of this script", "5", "1", "1000")]
    [OnEachServer("atomic_move", "KEYS holds 1: this script takes 2 different keys")]
    public async Task Call_BadHash_FailsWithItsPlace(string name, string pattern, string message, params string[] arguments)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.CommandAsync("HSET", "key", "field", "text", "tokens", "text");

        RespException failure = await Assert.ThrowsAsync<RespException>(() => server.CallAsync(pattern, ["key"], arguments));

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        Assert.Equal("text", await server.CommandAsync("HGET", "key", "field"));
    }

    [Theory]
    [OnEachServer]
    public async Task Call_MoveWithoutItem_FailsWithItsPlace(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.CommandAsync("SADD", "from", "member");

        RespException failure = await Assert.ThrowsAsync<RespException>(() => server.CallAsync("atomic_move", ["from", "to"]));

        Assert.Contains("ARGV[1] is missing", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [OnEachServer]
    public async Task Call_WithoutKeys_SaysHowManyItTakes(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);

        foreach (string pattern in PatternFiles.Names)
        {
            RespException failure = await Assert.ThrowsAsync<RespException>(() => server.CallAsync(pattern, [], "1", "1", "1", "1"));
            Assert.Contains("KEYS holds 0: this script takes ", failure.Message, StringComparison.Ordinal);
        }
    }
}
