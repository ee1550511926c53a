namespace ScriptGrid.Tests.EmbeddedRedis.Linting;

public sealed class CommandRulesTests
{
    [Theory]
    [InlineData("redis.call('KEYS', '*')", "1 keyspace-scan")]
    [InlineData("\n\nredis.pcall('keys', ARGV[1])", "3 keyspace-scan")]
    [InlineData("redis.call('FLUSHALL')", "1 write", "1 keyspace-scan")]
    [InlineData("redis.call('SET', KEYS[1], 1)", "1 write")]
    [InlineData("local call = redis.call call('set', KEYS[1], 1)", "1 write")]
    [InlineData("local r = redis r.call('set', KEYS[1], 1)", "1 write")]
    [InlineData("pcall(redis.call, 'set', KEYS[1], 1)", "1 write")]
    [InlineData("local command = 'DEL' redis.call(command, KEYS[1])", "1 write")]
    [InlineData("redis.call(ARGV[1] == 'x' and 'GET' or 'DEL', KEYS[1])", "1 write")]
    [InlineData("redis.call('PUBLISH', 'c', 'm')", "1 write")]
    [InlineData("redis.call('PFCOUNT', KEYS[1])", "1 write")]
    [InlineData("redis.call('SORT', KEYS[1])", "1 write")]
    [InlineData("redis.call('CONFIG', 'GET', '*')", "1 forbidden-command")]
    [InlineData("redis.call('CONFIG', ARGV[1], '*')", "1 forbidden-command")]
    [InlineData("redis.call('CLIENT', 'LIST')", "1 forbidden-command")]
    [InlineData("redis.call('BLPOP', KEYS[1], 0)", "1 forbidden-command")]
    [InlineData("redis.call('SUBSCRIBE', 'c')", "1 forbidden-command")]
    [InlineData("redis.call('EVAL', 'return 1', 0)", "1 forbidden-command")]
    [InlineData("redis.call('DEBUG', 'SLEEP', 1)", "1 forbidden-command")]
    [InlineData("redis.call('WAIT', 1, 0)", "1 forbidden-command")]
    [InlineData("redis.call('XREAD', 'BLOCK', 0, 'STREAMS', KEYS[1], '$')", "1 blocking-command")]
    [InlineData("redis.call('LLENN', KEYS[1])", "1 unknown-command")]
    [InlineData("redis.call('OBJECT', 'SIZE', KEYS[1])", "1 unknown-command")]
    [InlineData("redis.call('xinfo stream', KEYS[1], 'full')", "1 unknown-command")]
    [InlineData("redis.call('CLUSTER SLOT-STATS', 'SLOTSRANGE', 0, 1)", "1 unknown-command")]
    [InlineData("redis.call('MEMORY USAGE', 'k')", "1 unknown-command")]
    [InlineData("redis.call('CONFIG GET', '*')", "1 unknown-command")]
    [InlineData("redis.call('GET')", "1 wrong-arity")]
    [InlineData("redis.call('GET', KEYS[1], 1)", "1 wrong-arity")]
    [InlineData("redis.call('GET', KEYS[1], 1, unpack(ARGV))", "1 wrong-arity")]
    [InlineData("redis.call('HGETALL', KEYS[1])", "1 whole-value")]
    [InlineData("redis.call('LRANGE', KEYS[1], 0, -1)", "1 whole-value")]
    [InlineData("redis.call('LRANGE', KEYS[1], '0', '-1')", "1 whole-value")]
    [InlineData("redis.call('XRANGE', KEYS[1], '-', '+')", "1 whole-value")]
    public void Lint_BadCommand_IsFound(string script, params string[] codes) => Assert.Equal(codes, Lint.Codes(script));

    [Theory]
    [InlineData("redis.call('INFO', 'memory') redis.call('DBSIZE') redis.call('TIME') redis.call('SLOWLOG', 'LEN')")]
    [InlineData("redis.call('LLEN', KEYS[1]) redis.call('MEMORY', 'USAGE', KEYS[1], 'SAMPLES', 5)")]
    [InlineData("redis.call('HMGET', KEYS[1], unpack(ARGV))")]
    [InlineData("redis.call(unpack(ARGV))")]
    [InlineData("redis.call(ARGV[1], KEYS[1])")]
    [InlineData("redis.call('XREAD', 'COUNT', 1, 'STREAMS', KEYS[1], '0')")]
    [InlineData("redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 10)")]
    [InlineData("redis.call('LRANGE', KEYS[1], 0, 99)")]
    [InlineData("if redis.call('HLEN', KEYS[1]) < 100 then redis.call('HGETALL', KEYS[1]) end")]
    [InlineData("redis.call('FT.SEARCH', 'index', 'query')")]
    [InlineData("redis.call('SORT_RO', KEYS[1])")]
    [InlineData("local redis = {call = function() end} redis.call('SET', 'a', 'b')")]
    [InlineData("local function call(command) return redis.call(command, KEYS[1]) end call('LLEN')")]
    public void Lint_GoodCommand_GivesNothing(string script) => Assert.Empty(Lint.Codes(script));

    [Fact]
    public void Lint_ScriptThatMayWrite_GivesNoWrites() =>
        Assert.Equal(["1 keyspace-scan"], Lint.Codes("redis.call('SET', KEYS[1], 1) redis.call('FLUSHALL')", mayWrite: true));

    [Theory]
    [InlineData("redis.call('LLENN', KEYS[1])", "LLENN: Redis 7.0 has no such command; did you mean LLEN?")]
    [InlineData("redis.call('GTE', KEYS[1])", "GTE: Redis 7.0 has no such command; did you mean GET?")]
    [InlineData("redis.call('Memory Usage', KEYS[1])", "MEMORY USAGE: in one word it is no command; write each word as an argument of its own")]
    [InlineData("redis.call('GET k')", "GET K: in one word it is no command; write each word as an argument of its own")]
    [InlineData("redis.call('GET ', KEYS[1])", "GET : Redis 7.0 has no such command; did you mean GET?")]
    [InlineData("redis.call('FROBNICATE')", "FROBNICATE: Redis 7.0 has no such command")]
    [InlineData("redis.call('GET')", "GET: it takes 1 argument, but this call has 0")]
    [InlineData("redis.call('HMGET', KEYS[1])", "HMGET: it takes at least 2 arguments, but this call has 1")]
    [InlineData("redis.call('SORT', KEYS[1])", "SORT: it writes, and EVAL_RO refuses it; call SORT_RO if it only reads, or set read_only: off for this script")]
    public void Lint_BadCommand_SaysWhatToDo(string script, string message) => Assert.Equal([message], Lint.Messages(script));

    [Theory]
    [InlineData("redis.call('SUNION', KEYS[1], KEYS[2])")]
    [InlineData("redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', '+inf')")]
    [InlineData("redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', 'INF', 'WITHSCORES')")]
    [InlineData("redis.call('ZREVRANGEBYSCORE', KEYS[1], '+inf', '-inf')")]
    [InlineData("redis.call('ZRANGEBYLEX', KEYS[1], '-', '+')")]
    [InlineData("redis.call('ZRANGE', KEYS[1], '-inf', '+inf', 'BYSCORE')")]
    public void Check_WholeRead_IsNoted(string script) => Assert.Equal(["1 whole-value"], Lint.Codes(script));

    [Theory]
    [InlineData("redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])")]
    [InlineData("redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', '+inf', 'LIMIT', 0, 10)")]
    [InlineData("redis.call('ZCARD', KEYS[1]) redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', '+inf')")]
    [InlineData("redis.call('ZRANGE', KEYS[1], 0, 10, 'BYSCORE')")]
    public void Check_ReadOfAPart_IsSilent(string script) => Assert.Empty(Lint.Codes(script));

    [Theory]
    [InlineData("redis.call('HTTL', KEYS[1], 'FIELDS', 1, 'f')", "HTTL: only Redis 7.4 and later have it, and on an older server the script fails")]
    [InlineData("redis.call('VSIM', KEYS[1], 'ELE', 'x')", "VSIM: only Redis 8.0 and later have it, and on an older server the script fails")]
    [InlineData("redis.call('CLUSTER', 'MYSHARDID')", "CLUSTER MYSHARDID: only Redis 7.2 and later have it, and on an older server the script fails")]
    [InlineData("redis.call('ARLEN', KEYS[1])", "ARLEN: only Redis 8.8 and later have it, and on an older server the script fails")]
    [InlineData("redis.call('HTTLL', KEYS[1])", "HTTLL: Redis 7.0 has no such command; did you mean HTTL?")]
    public void Check_CommandNewerThan70_IsNotedWithItsVersion(string script, string message) => Assert.Equal([message], Lint.Messages(script));

    [Fact]
    public void Check_NewerCommandThatWrites_IsAWriteToo()
    {
        Assert.Equal(["1 newer-command", "1 write"], Lint.Codes("redis.call('HEXPIRE', KEYS[1], 10, 'FIELDS', 1, 'f')"));
        Assert.Equal(["1 newer-command"], Lint.Codes("redis.call('HEXPIRE', KEYS[1], 10, 'FIELDS', 1, 'f')", mayWrite: true));
    }
}
