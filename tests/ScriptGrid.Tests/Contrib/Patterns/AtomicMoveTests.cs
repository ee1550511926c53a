using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Contrib.Patterns;

public sealed class AtomicMoveTests
{
    private const string Item = "b\0\r\n";
    private static readonly string[] Keys = ["{q}:from", "{q}:to"];

    [Theory]
    [OnEachServer]
    public async Task Call_List_MovesTheFirstElementOrTheOneNamed(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.CommandAsync("RPUSH", Keys[0], "a", Item, "c", Item);

        Assert.Equal(1L, await server.CallAsync("atomic_move", Keys));
        Assert.Equal(1L, await server.CallAsync("atomic_move", Keys, Item));
        Assert.Equal(0L, await server.CallAsync("atomic_move", Keys, "none"));

        Assert.Equal(["c", Item], Assert.IsType<object?[]>(await server.CommandAsync("LRANGE", Keys[0], "0", "-1")));
        Assert.Equal(["a", Item], Assert.IsType<object?[]>(await server.CommandAsync("LRANGE", Keys[1], "0", "-1")));
    }

    [Theory]
    [OnEachServer]
    public async Task Call_Set_MovesTheMember(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.CommandAsync("SADD", Keys[0], "a", Item);

        Assert.Equal(1L, await server.CallAsync("atomic_move", Keys, Item));
        Assert.Equal(0L, await server.CallAsync("atomic_move", Keys, Item));

        Assert.Equal(["a"], Assert.IsType<object?[]>(await server.CommandAsync("SMEMBERS", Keys[0])));
        Assert.Equal([Item], Assert.IsType<object?[]>(await server.CommandAsync("SMEMBERS", Keys[1])));
    }

    [Theory]
    [OnEachServer]
    public async Task Call_SortedSet_MovesTheMemberWithItsScore(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.CommandAsync("ZADD", Keys[0], "0.1", Item, "2", "there");
        await server.CommandAsync("ZADD", Keys[1], "3", "there");
        object? score = await server.CommandAsync("ZSCORE", Keys[0], Item);

        Assert.Equal(1L, await server.CallAsync("atomic_move", Keys, Item));
        Assert.Equal(0L, await server.CallAsync("atomic_move", Keys, Item));
        Assert.Equal(0L, await server.CallAsync("atomic_move", Keys, "there"));

        Assert.Equal(score, await server.CommandAsync("ZSCORE", Keys[1], Item));
        Assert.Equal("2", await server.CommandAsync("ZSCORE", Keys[0], "there"));
        Assert.Equal("3", await server.CommandAsync("ZSCORE", Keys[1], "there"));
        Assert.Equal(1L, await server.CommandAsync("ZCARD", Keys[0]));
    }

    [Theory]
    [OnEachServer]
    public async Task Call_Hash_MovesTheFieldWithItsValue(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.CommandAsync("HSET", Keys[0], Item, "value\0", "there", "old");
        await server.CommandAsync("HSET", Keys[1], "there", "new");

        Assert.Equal(1L, await server.CallAsync("atomic_move", Keys, Item));
        Assert.Equal(0L, await server.CallAsync("atomic_move", Keys, Item));
        Assert.Equal(0L, await server.CallAsync("atomic_move", Keys, "there"));

        Assert.Equal("value\0", await server.CommandAsync("HGET", Keys[1], Item));
        Assert.Equal("new", await server.CommandAsync("HGET", Keys[1], "there"));
        Assert.Equal(1L, await server.CommandAsync("HLEN", Keys[0]));
    }

    [Theory]
    [OnEachServer]
    public async Task Call_String_MovesItWithItsTimeToLiveUnlessTheOtherExists(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.CommandAsync("SET", Keys[0], "value", "PX", "600000");

        Assert.Equal(1L, await server.CallAsync("atomic_move", Keys));
        Assert.Equal(0L, await server.CallAsync("atomic_move", Keys));
        await server.CommandAsync("SET", Keys[0], "another");
        Assert.Equal(0L, await server.CallAsync("atomic_move", Keys));

        Assert.Equal("value", await server.CommandAsync("GET", Keys[1]));
        Assert.InRange((long)(await server.CommandAsync("PTTL", Keys[1]))!, 400_000, 600_000);
    }

    [Theory]
    [OnEachServer]
    public async Task Call_KeysOfTwoTypes_FailsAndMovesNothing(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.CommandAsync("RPUSH", Keys[0], "a");
        await server.CommandAsync("SADD", Keys[1], "b");

        RespException failure = await Assert.ThrowsAsync<RespException>(() => server.CallAsync("atomic_move", Keys));

        Assert.Contains("KEYS[1] is a list and KEYS[2] a set", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1L, await server.CommandAsync("LLEN", Keys[0]));
    }

    [Theory]
    [OnEachServer]
    public async Task Call_ServerOutOfMemory_FailsAndMovesNothing(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.CommandAsync("RPUSH", Keys[0], "a");
        await server.CommandAsync("CONFIG", "SET", "maxmemory", "1");

        RespException failure = await Assert.ThrowsAsync<RespException>(() => server.CallAsync("atomic_move", Keys));

        Assert.Contains("OOM", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1L, await server.CommandAsync("LLEN", Keys[0]));
    }
}
