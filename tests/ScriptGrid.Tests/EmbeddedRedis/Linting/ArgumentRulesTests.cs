namespace ScriptGrid.Tests.EmbeddedRedis.Linting;

public sealed class ArgumentRulesTests
{
    [Theory]
    [InlineData("redis.call()")]
    [InlineData("redis.pcall()")]
    [InlineData("pcall(redis.call)")]
    [InlineData("redis.call('GET', nil)")]
    [InlineData("redis.call('GET', true)")]
    [InlineData("redis.call('GET', {})")]
    [InlineData("redis.call('GET', KEYS)")]
    [InlineData("redis.call('GET', function() end)")]
    [InlineData("redis.call('GET', KEYS[1] == ARGV[1])")]
    [InlineData("redis.call('GET', not KEYS[1])")]
    [InlineData("local missing redis.call('GET', missing)")]
    [InlineData("local options = {'NX'} redis.call('GET', options)")]
    [InlineData("local function f() end redis.call('GET', f)")]
    public void Check_ArgumentThatRedisRefuses_IsFound(string script) => Assert.Contains("1 bad-argument", Lint.Codes(script));

    [Theory]
    [InlineData("redis.call('GET', KEYS[1])")]
    [InlineData("redis.call(unpack(ARGV))")]
    [InlineData("redis.call('GET', ARGV[1] == '1' and KEYS[1] or KEYS[2])")]
    [InlineData("local name if ARGV[1] then name = ARGV[1] end redis.call('GET', name)")]
    [InlineData("local name = false for _, key in ipairs(KEYS) do name = key end redis.call('GET', name)")]
    [InlineData("local key local function choose() key = KEYS[1] end choose() redis.call('GET', key)")]
    [InlineData("redis.call('GETRANGE', KEYS[1], 0, 1.5)")]
    [InlineData("local call = function(...) return redis.call(...) end call('GET', KEYS[1])")]
    public void Check_ArgumentThatMayBeRight_IsSilent(string script) => Assert.DoesNotContain("1 bad-argument", Lint.Codes(script));

    [Theory]
    [InlineData("redis.call('HSET', KEYS[1], 'a', 1, 'b')")]
    [InlineData("redis.call('HMSET', KEYS[1], 'a', 1, 'b')")]
    [InlineData("redis.call('MSET', KEYS[1], 1, KEYS[2])")]
    [InlineData("redis.call('MSETNX', KEYS[1], 1, KEYS[2])")]
    [InlineData("redis.call('ZADD', KEYS[1], 1, 'a', 2)")]
    [InlineData("redis.call('ZADD', KEYS[1], 'NX', 'ch', 1, 'a', 2)")]
    [InlineData("redis.call('GEOADD', KEYS[1], 13.4, 52.5, 'Berlin', 2.3)")]
    [InlineData("redis.call('XADD', KEYS[1], '*', 'a', 1, 'b')")]
    [InlineData("redis.call('XADD', KEYS[1], 'NOMKSTREAM', 'MAXLEN', '~', 100, 'LIMIT', 10, '*', 'a', 1, 'b')")]
    [InlineData("redis.call('XADD', KEYS[1], 'MINID', 5, '5-1', 'a', 1, 'b')")]
    [InlineData("redis.call('ZADD', KEYS[1], tonumber(ARGV[1]), 'a', 2)")]
    public void Check_OddNumberOfPairs_IsFound(string script) => Assert.Equal(["1 wrong-arity"], Lint.Codes(script, mayWrite: true));

    [Theory]
    [InlineData("redis.call('HSET', KEYS[1], 'a', 1, 'b', 2)")]
    [InlineData("redis.call('HSET', KEYS[1], 'a', 1, unpack(ARGV))")]
    [InlineData("redis.call('MSET', KEYS[1], 1, KEYS[2], tostring(2))")]
    [InlineData("redis.call('ZADD', KEYS[1], 'GT', 1, 'a')")]
    [InlineData("redis.call('ZADD', KEYS[1], ARGV[1], ARGV[2], ARGV[3])")]
    [InlineData("redis.call('ZADD', KEYS[1], 'INCR', 1, 'a')")]
    [InlineData("redis.call('GEOADD', KEYS[1], 'XX', 13.4, 52.5, 'Berlin')")]
    [InlineData("redis.call('XADD', KEYS[1], 'MAXLEN', '~', 100, '*', 'a', 1)")]
    [InlineData("redis.call('XADD', KEYS[1], ARGV[1], 'a', 1, 'b')")]
    [InlineData("redis.call('XADD', KEYS[1], '*', 'a', 1)")]
    [InlineData("redis.call('XADD', KEYS[1], 'MAXLEN', '=', ARGV[1], 'LIMIT', ARGV[2], '*', 'a', 1)")]
    [InlineData("redis.call('XADD', KEYS[1], 'MAXLEN', ARGV[1], ARGV[2], '*', 'a', 1)")]
    public void Check_PairsThatMayBeWhole_AreSilent(string script) => Assert.Empty(Lint.Codes(script, mayWrite: true));
}
