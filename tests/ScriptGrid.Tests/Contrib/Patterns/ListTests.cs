namespace ScriptGrid.Tests.Contrib.Patterns;

/// <summary>Patterns about lists.</summary>
public sealed class ListTests
{
    [Theory]
    [OnEachServer]
    public async Task PopWithMinimum_EitherEnd_PopsDownToTheMinimum(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.CommandAsync("RPUSH", "list", "a\0\r\n", "b", "c", "d", "e");

        Assert.Equal("a\0\r\n", await server.CallAsync("list_pop_with_minimum", ["list"], "2"));
        Assert.Equal("e", await server.CallAsync("list_pop_with_minimum", ["list"], "2", "right"));
        Assert.Equal("b", await server.CallAsync("list_pop_with_minimum", ["list"], "2", "left"));
        Assert.Null(await server.CallAsync("list_pop_with_minimum", ["list"], "2"));

        Assert.Equal(["c", "d"], Assert.IsType<object?[]>(await server.CommandAsync("LRANGE", "list", "0", "-1")));
    }

    [Theory]
    [OnEachServer]
    public async Task PopWithMinimum_Zero_PopsToTheLast(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.CommandAsync("RPUSH", "list", "a");

        Assert.Equal("a", await server.CallAsync("list_pop_with_minimum", ["list"], "0"));
        Assert.Null(await server.CallAsync("list_pop_with_minimum", ["list"], "0"));
    }

    [Theory]
    [OnEachServer]
    public async Task CircularBuffer_Full_DropsTheOldest(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);

        Assert.Equal(Length(2, dropped: 0), await server.CallAsync("circular_buffer", ["list"], "3", "a", "b"));
        Assert.Equal(Length(3, dropped: 0), await server.CallAsync("circular_buffer", ["list"], "3", "c\0\r\n"));
        Assert.Equal(Length(3, dropped: 2), await server.CallAsync("circular_buffer", ["list"], "3", "d", "e"));

        Assert.Equal(["c\0\r\n", "d", "e"], Assert.IsType<object?[]>(await server.CommandAsync("LRANGE", "list", "0", "-1")));
    }

    [Theory]
    [OnEachServer]
    public async Task CircularBuffer_MoreThanItHolds_KeepsTheLast(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);

        Assert.Equal(Length(1, dropped: 2), await server.CallAsync("circular_buffer", ["list"], "1", "a", "b", "c"));

        Assert.Equal(["c"], Assert.IsType<object?[]>(await server.CommandAsync("LRANGE", "list", "0", "-1")));
    }

    private static object[] Length(long length, long dropped) => ["length", length, "dropped", dropped];
}
