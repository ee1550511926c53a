using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Contrib.Patterns;

public sealed class FilterByThresholdTests
{
    [Theory]
    [OnEachServer]
    public async Task Call_SortedSet_GivesTheHighestFirst(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.CommandAsync("ZADD", "key", "1", "a", "2.5", "b", "3", "c", "7", "d\0");

        Assert.Equal(["d\0", "7", "c", "3", "b", "2.5"], await FilterAsync(server, "2.5"));
        Assert.Equal(["d\0", "7"], await FilterAsync(server, "0", "1"));
        Assert.Empty(await FilterAsync(server, "7.1"));
    }

    [Theory]
    [OnEachServer]
    public async Task Call_Hash_GivesTheHighestFirstAndPassesOverTexts(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.CommandAsync(
            "HSET", "key", "a", "1", "c", "2.50", "b", "2.5", "d\0", "1e1", "text", "many", "hex", "0x10", "blank", " 9", "empty", "", "nan", "nan");

        Assert.Equal(["d\0", "1e1", "b", "2.5", "c", "2.50"], await FilterAsync(server, "2.5"));
        Assert.Equal(["d\0", "1e1", "b", "2.5"], await FilterAsync(server, "-1", "2"));
    }

    [Theory]
    [OnEachServer]
    public async Task Call_Absent_GivesNothing(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);

        Assert.Empty(await FilterAsync(server, "0"));
    }

    [Theory]
    [OnEachServer]
    public async Task Call_HashLargerThanAllowed_Fails(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.CommandAsync("HSET", "key", "a", "1", "b", "2", "c", "3");

        RespException failure = await Assert.ThrowsAsync<RespException>(() => FilterAsync(server, "0", "1", "2"));

        Assert.Contains("KEYS[1] has 3 fields", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["c", "3"], await FilterAsync(server, "0", "1", "3"));
    }

    [Theory]
    [OnEachServer]
    public async Task Call_OtherType_Fails(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.CommandAsync("RPUSH", "key", "1");

        RespException failure = await Assert.ThrowsAsync<RespException>(() => FilterAsync(server, "0"));

        Assert.Contains("KEYS[1] is a list", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<object?[]> FilterAsync(ContribServer server, params string[] arguments) =>
        Assert.IsType<object?[]>(await server.CallReadOnlyAsync("filter_by_threshold", ["key"], arguments));
}
