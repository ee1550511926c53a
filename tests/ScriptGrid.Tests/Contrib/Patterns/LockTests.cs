namespace ScriptGrid.Tests.Contrib.Patterns;

/// <summary>lock_acquire, lock_extend and lock_release.</summary>
public sealed class LockTests
{
    [Theory]
    [OnEachServer]
    public async Task Acquire_Free_IsHeldForItsTime(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);

        Assert.Equal(Acquired, await server.CallAsync("lock_acquire", ["lock"], "mine", "600000"));

        Assert.InRange((long)(await server.CommandAsync("PTTL", "lock"))!, 400_000, 600_000);
    }

    [Theory]
    [OnEachServer]
    public async Task Acquire_HeldByAnother_SaysHowLongToWait(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.CallAsync("lock_acquire", ["lock"], "theirs", "600000");

        object?[] reply = Assert.IsType<object?[]>(await server.CallAsync("lock_acquire", ["lock"], "mine", "900000"));

        Assert.Equal(["acquired", 0L, "wait_ms"], reply[..3]);
        Assert.InRange((long)reply[3]!, 400_000, 600_000);
        Assert.Equal("theirs", await server.CommandAsync("GET", "lock"));
    }

    [Theory]
    [OnEachServer]
    public async Task Acquire_HeldWithoutEnd_WaitsMinusOne(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.CommandAsync("SET", "lock", "theirs");

        Assert.Equal(["acquired", 0L, "wait_ms", -1L], Assert.IsType<object?[]>(await server.CallAsync("lock_acquire", ["lock"], "mine", "1000")));
    }

    [Theory]
    [OnEachServer]
    public async Task Acquire_OwnToken_HoldsItAnew(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.CallAsync("lock_acquire", ["lock"], "mine", "600000");

        Assert.Equal(Acquired, await server.CallAsync("lock_acquire", ["lock"], "mine", "900000"));

        Assert.InRange((long)(await server.CommandAsync("PTTL", "lock"))!, 700_000, 900_000);
    }

    [Theory]
    [OnEachServer]
    public async Task Acquire_ManyAtOnce_OneGetsIt(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);

        object?[] replies = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(caller => server.CallAsync("lock_acquire", ["lock"], $"caller {caller}", "600000")));

        Assert.Single(replies, static reply => Assert.IsType<object?[]>(reply)[1] is 1L);
    }

    [Theory]
    [OnEachServer]
    public async Task Release_OwnToken_FreesIt(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        await server.CallAsync("lock_acquire", ["lock"], "mine", "600000");

        Assert.Equal(0L, await server.CallAsync("lock_release", ["lock"], "theirs"));
        Assert.Equal(1L, await server.CallAsync("lock_release", ["lock"], "mine"));
        Assert.Equal(0L, await server.CallAsync("lock_release", ["lock"], "mine"));

        Assert.Equal(Acquired, await server.CallAsync("lock_acquire", ["lock"], "theirs", "600000"));
    }

    [Theory]
    [OnEachServer]
    public async Task Extend_OwnToken_HoldsItLonger(string name)
    {
        await using ContribServer server = await ContribServer.StartAsync(name);
        Assert.Equal(0L, await server.CallAsync("lock_extend", ["lock"], "mine", "900000"));
        await server.CallAsync("lock_acquire", ["lock"], "mine", "600000");

        Assert.Equal(0L, await server.CallAsync("lock_extend", ["lock"], "theirs", "1"));
        Assert.Equal(1L, await server.CallAsync("lock_extend", ["lock"], "mine", "900000"));

        Assert.InRange((long)(await server.CommandAsync("PTTL", "lock"))!, 700_000, 900_000);
    }

    private static object[] Acquired => ["acquired", 1L, "wait_ms", 0L];
}
