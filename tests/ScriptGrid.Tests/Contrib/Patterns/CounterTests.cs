namespace ScriptGrid.Tests.Contrib.Patterns;

/// <summary>Patterns about counters.</summary>
public sealed class CounterTests
{
    [Theory]
    [OnEachServer]
    public async Task IncrementWithLimit_UpToTheLimit_StopsThere(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);

        Assert.Equal(Applied(1, 2), await server.CallAsync("increment_with_limit", ["key"], "5", "2"));
        Assert.Equal(Applied(1, 4), await server.CallAsync("increment_with_limit", ["key"], "5", "2"));
        Assert.Equal(Applied(0, 4), await server.CallAsync("increment_with_limit", ["key"], "5", "2"));
        Assert.Equal(Applied(1, 5), await server.CallAsync("increment_with_limit", ["key"], "5"));

        Assert.Equal("5", await server.CommandAsync("GET", "key"));
        Assert.Equal(-1L, await server.CommandAsync("PTTL", "key"));
    }

    [Theory]
    [OnEachServer]
    public async Task IncrementWithLimit_TimeToLive_IsThatOfTheFirst(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);

        await server.CallAsync("increment_with_limit", ["key"], "5", "1", "600000");
        await server.CallAsync("increment_with_limit", ["key"], "5", "1", "900000");

        Assert.InRange((long)(await server.CommandAsync("PTTL", "key"))!, 400_000, 600_000);
    }

    [Theory]
    [OnEachServer]
    public async Task IncrementWithLimit_ManyAtOnce_AppliesAsManyAsTheLimit(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);

        object?[] replies = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => server.CallAsync("increment_with_limit", ["key"], "7")));

        Assert.Equal(7, replies.Count(static reply => Assert.IsType<object?[]>(reply)[1] is 1L));
        Assert.Equal("7", await server.CommandAsync("GET", "key"));
    }

    [Theory]
    [OnEachServer]
    public async Task IncrementWithLimit_AtFifteenDigits_StaysExact(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.CommandAsync("SET", "key", "999999999999997");

        Assert.Equal(Applied(1, 999_999_999_999_998), await server.CallAsync("increment_with_limit", ["key"], "999999999999998"));
        Assert.Equal(Applied(0, 999_999_999_999_998), await server.CallAsync("increment_with_limit", ["key"], "999999999999998"));
    }

    [Theory]
    [OnEachServer]
    public async Task CounterWithReset_WithoutArguments_ReadsAndResets(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.CommandAsync("SET", "key", "-3");

        Assert.Equal(Counted(-3, reset: 1), await server.CallAsync("counter_with_reset", ["key"]));
        Assert.Equal(Counted(0, reset: 1), await server.CallAsync("counter_with_reset", ["key"]));

        Assert.Equal(0L, await server.CommandAsync("EXISTS", "key"));
    }

    [Theory]
    [OnEachServer]
    public async Task CounterWithReset_Threshold_ResetsWhereItIsReached(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);

        Assert.Equal(Counted(2, reset: 0), await server.CallAsync("counter_with_reset", ["key"], "2", "5"));
        Assert.Equal(Counted(2, reset: 0), await server.CallAsync("counter_with_reset", ["key"], "0", "5"));
        Assert.Equal(Counted(4, reset: 0), await server.CallAsync("counter_with_reset", ["key"], "2", "5"));
        Assert.Equal(Counted(6, reset: 1), await server.CallAsync("counter_with_reset", ["key"], "2", "5"));
        Assert.Equal(Counted(5, reset: 1), await server.CallAsync("counter_with_reset", ["key"], "5", "5"));
        Assert.Equal(Counted(1, reset: 0), await server.CallAsync("counter_with_reset", ["key"], "1", "5"));
    }

    private static object[] Applied(long applied, long value) => ["applied", applied, "value", value];

    private static object[] Counted(long count, long reset) => ["count", count, "reset", reset];
}
