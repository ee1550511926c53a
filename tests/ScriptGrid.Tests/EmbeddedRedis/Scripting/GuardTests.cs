namespace ScriptGrid.Tests.EmbeddedRedis.Scripting;

/// <summary>What holds scripts and their commands back; replies of a real Redis 7.0.15 to the same commands.</summary>
public sealed class GuardTests : IAsyncLifetime
{
    private readonly ScriptedServer _server = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("redis.call('set', 'x', 1)", "-OOM command not allowed when used memory > 'maxmemory'. script: ")]
    [InlineData("return redis.call('get', 'x')", "$-1\r\n")]
    [InlineData("#!lua\nreturn 1", "-OOM command not allowed when used memory > 'maxmemory'.\r\n")]
    [InlineData("#!lua flags=no-writes\nreturn 1", ":1\r\n")]
    [InlineData("#!lua flags=allow-oom\nreturn redis.call('set', 'x', 1)", "+OK\r\n")]
    public async Task Eval_MemoryIsShort_DependsOnFlags(string script, string expected)
    {
        await _server.RunAsync("CONFIG", "SET", "maxmemory", "1");

        Assert.StartsWith(expected, await _server.EvalAsync(script), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("return redis.call('set', 'x', 1)", "-NOREPLICAS Not enough good replicas to write. script: ")]
    [InlineData("return redis.call('get', 'x')", "$-1\r\n")]
    [InlineData("#!lua\nreturn 1", "-NOREPLICAS Not enough good replicas to write.\r\n")]
    [InlineData("#!lua flags=no-writes\nreturn 1", ":1\r\n")]
    public async Task Eval_ReplicasLack_DependsOnFlags(string script, string expected)
    {
        await _server.RunAsync("CONFIG", "SET", "min-replicas-to-write", "1");

        Assert.StartsWith(expected, await _server.EvalAsync(script), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("return 1", "-MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.\r\n")]
    [InlineData("#!lua flags=no-writes\nreturn 1", "-MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.\r\n")]
    [InlineData("#!lua flags=no-writes,allow-stale\nreturn 1", ":1\r\n")]
    [InlineData("#!lua flags=no-writes,allow-stale\nreturn redis.call('get', 'x')", "-ERR Can not execute the command on a stale replica script: ")]
    [InlineData("#!lua flags=no-writes,allow-stale\nreturn redis.call('echo', 'x')", "$1\r\nx\r\n")]
    public async Task Eval_DataIsStale_DependsOnFlags(string script, string expected)
    {
        await _server.RunAsync("CONFIG", "SET", "replica-serve-stale-data", "no");
        await _server.RunAsync("REPLICAOF", "127.0.0.1", "1");

        Assert.StartsWith(expected, await _server.EvalAsync(script), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("return redis.call('set', 'x', 1)", "-READONLY You can't write against a read only replica. script: ")]
    [InlineData("#!lua\nreturn 1", "-READONLY You can't write against a read only replica.\r\n")]
    [InlineData("#!lua flags=no-writes\nreturn redis.call('get', 'x')", "$-1\r\n")]
    public async Task Eval_ReadOnlyReplica_DependsOnFlags(string script, string expected)
    {
        await _server.RunAsync("REPLICAOF", "127.0.0.1", "1");

        Assert.StartsWith(expected, await _server.EvalAsync(script), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eval_InTransaction_RunsAtItsEnd()
    {
        await _server.RunAsync("MULTI");

        Assert.Equal("+QUEUED\r\n", await _server.EvalAsync("return redis.call('incr', 'm')"));
        Assert.Equal("*1\r\n:1\r\n", await _server.RunAsync("EXEC"));
    }

    [Fact]
    public async Task Select_InScript_LeavesTheCallersDatabase()
    {
        await _server.RunAsync("SET", "k", "zero");

        Assert.Equal("$-1\r\n", await _server.EvalAsync("redis.call('select', 3) return redis.call('get', 'k')"));
        Assert.Equal("$4\r\nzero\r\n", await _server.EvalAsync("return redis.call('get', 'k')"));
    }

    [Theory]
    [InlineData("return redis.call('get', 'x')", "can't run this command or subcommand")]
    [InlineData("return redis.call('set', 'x', 1)", "can't access at least one of the keys mentioned in the command arguments")]
    [InlineData("return redis.call('publish', 'q', 1)", "can't publish to the channel mentioned in the command")]
    public async Task Eval_UserWithoutRight_IsDenied(string script, string problem)
    {
        await _server.RunAsync("ACL", "SETUSER", "bob", "on", "nopass", "+@all", "-get", "~a*", "resetchannels", "&c*");
        await _server.RunAsync("AUTH", "bob", "x");

        Assert.StartsWith($"-ERR The user executing the script {problem} script: ", await _server.RunAsync("EVAL", script, "0"), StringComparison.Ordinal);
        Assert.Equal(":1\r\n", await _server.RunAsync("EVAL", "return redis.acl_check_cmd('set', 'a', 1)", "0"));
        Assert.Equal("$-1\r\n", await _server.RunAsync("EVAL", "return redis.acl_check_cmd('set', 'x', 1)", "0"));
    }
}
