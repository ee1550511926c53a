namespace ScriptGrid.Tests.Contrib.Patterns;

/// <summary>Patterns about the value of a string.</summary>
public sealed class ValueTests
{
    /// <summary>What a C string, a line or a number would not survive.</summary>
    private const string Binary = "a\0b\r\nc\u00e9 007";

    [Theory]
    [OnEachServer]
    public async Task CompareAndSet_ExpectedValue_SetsTheNewOne(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.CommandAsync("SET", "key", Binary);

        Assert.Equal(0L, await server.CallAsync("compare_and_set", ["key"], "a", "new"));
        Assert.Equal(1L, await server.CallAsync("compare_and_set", ["key"], Binary, Binary + "\0"));

        Assert.Equal(Binary + "\0", await server.CommandAsync("GET", "key"));
        Assert.Equal(-1L, await server.CommandAsync("PTTL", "key"));
    }

    [Theory]
    [OnEachServer]
    public async Task CompareAndSet_AbsentKey_SetsNothing(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);

        Assert.Equal(0L, await server.CallAsync("compare_and_set", ["key"], "", "new"));

        Assert.Null(await server.CommandAsync("GET", "key"));
    }

    [Theory]
    [OnEachServer]
    public async Task CompareAndSet_TimeToLive_IsKeptUnlessGiven(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.CommandAsync("SET", "key", "a", "PX", "900000");

        await server.CallAsync("compare_and_set", ["key"], "a", "b");
        Assert.InRange((long)(await server.CommandAsync("PTTL", "key"))!, 700_000, 900_000);
        await server.CallAsync("compare_and_set", ["key"], "b", "c", "600000");
        Assert.InRange((long)(await server.CommandAsync("PTTL", "key"))!, 400_000, 600_000);
    }

    [Theory]
    [OnEachServer]
    public async Task SetIfAbsent_Twice_SetsTheFirst(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);

        Assert.Equal(1L, await server.CallAsync("set_if_absent", ["key"], Binary, "600000"));
        Assert.Equal(0L, await server.CallAsync("set_if_absent", ["key"], "second", "900000"));

        Assert.Equal(Binary, await server.CommandAsync("GET", "key"));
        Assert.InRange((long)(await server.CommandAsync("PTTL", "key"))!, 400_000, 600_000);
    }

    [Theory]
    [OnEachServer]
    public async Task SetIfAbsent_KeyOfAnotherType_IsLeftAlone(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.CommandAsync("RPUSH", "key", "element");

        Assert.Equal(0L, await server.CallAsync("set_if_absent", ["key"], "value", "600000"));
    }

    [Theory]
    [OnEachServer]
    public async Task GetOrSet_AbsentThenPresent_ReturnsTheFirstValueBothTimes(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);

        Assert.Equal(Binary, await server.CallAsync("get_or_set", ["key"], Binary, "600000"));
        Assert.Equal(Binary, await server.CallAsync("get_or_set", ["key"], "second", "900000"));

        Assert.InRange((long)(await server.CommandAsync("PTTL", "key"))!, 400_000, 600_000);
    }

    [Theory]
    [OnEachServer]
    public async Task GetOrSet_EmptyValue_IsAValue(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.CommandAsync("SET", "key", "");

        Assert.Equal("", await server.CallAsync("get_or_set", ["key"], "value", "600000"));
    }
}
