namespace ScriptGrid.Tests.Contrib.Patterns;

/// <summary>Patterns about the fields of a hash.</summary>
public sealed class HashTests
{
    [Theory]
    [OnEachServer]
    public async Task IncrementWithBounds_UpAndDown_StaysWithin(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);

        Assert.Equal(Applied(1, 4), await server.CallAsync("hash_increment_with_bounds", ["hash"], "field", "4", "-2", "5"));
        Assert.Equal(Applied(0, 4), await server.CallAsync("hash_increment_with_bounds", ["hash"], "field", "2", "-2", "5"));
        Assert.Equal(Applied(1, 5), await server.CallAsync("hash_increment_with_bounds", ["hash"], "field", "1", "-2", "5"));
        Assert.Equal(Applied(1, -2), await server.CallAsync("hash_increment_with_bounds", ["hash"], "field", "-7", "-2", "5"));
        Assert.Equal(Applied(0, -2), await server.CallAsync("hash_increment_with_bounds", ["hash"], "field", "-1", "-2", "5"));

        Assert.Equal("-2", await server.CommandAsync("HGET", "hash", "field"));
    }

    [Theory]
    [OnEachServer]
    public async Task IncrementWithBounds_RefusedOnAbsentField_CreatesNone(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);

        Assert.Equal(Applied(0, 0), await server.CallAsync("hash_increment_with_bounds", ["hash"], "field", "9", "0", "5"));

        Assert.Equal(0L, await server.CommandAsync("EXISTS", "hash"));
    }

    [Theory]
    [OnEachServer]
    public async Task SetIfGreater_GrowingAndNot_KeepsTheGreatest(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);

        Assert.Equal(1L, await server.CallAsync("hash_set_if_greater", ["hash"], "field", "-2.5"));
        Assert.Equal(0L, await server.CallAsync("hash_set_if_greater", ["hash"], "field", "-2.50"));
        Assert.Equal(0L, await server.CallAsync("hash_set_if_greater", ["hash"], "field", "-3"));
        Assert.Equal(1L, await server.CallAsync("hash_set_if_greater", ["hash"], "field", "9"));
        Assert.Equal(1L, await server.CallAsync("hash_set_if_greater", ["hash"], "field", "1e1"));

        Assert.Equal("1e1", await server.CommandAsync("HGET", "hash", "field"));
    }

    [Theory]
    [OnEachServer]
    public async Task GetWithDefaults_SomeFieldsAbsent_FillsThemIn(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.CommandAsync("HSET", "hash", "b", "2", "empty", "", "bin\0ary", "\0\r\n");

        object? reply = await server.CallReadOnlyAsync("hash_get_with_defaults", ["hash"], "a", "x", "b", "y", "empty", "z", "bin\0ary", "0");

        Assert.Equal(["a", "x", "b", "2", "empty", "", "bin\0ary", "\0\r\n"], Assert.IsType<object?[]>(reply));
    }

    [Theory]
    [OnEachServer]
    public async Task GetWithDefaults_AbsentHash_GivesDefaults(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);

        Assert.Equal(["a", "x"], Assert.IsType<object?[]>(await server.CallReadOnlyAsync("hash_get_with_defaults", ["hash"], "a", "x")));
    }

    private static object[] Applied(long applied, long value) => ["applied", applied, "value", value];
}
