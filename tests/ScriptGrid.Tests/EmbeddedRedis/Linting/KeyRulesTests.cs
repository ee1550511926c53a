namespace ScriptGrid.Tests.EmbeddedRedis.Linting;

public sealed class KeyRulesTests
{
    [Theory]
    [InlineData("redis.call('LLEN', 'queue')")]
    [InlineData("redis.call('LLEN', ARGV[1])")]
    [InlineData("redis.call('LLEN', 'queue:' .. ARGV[1])")]
    [InlineData("local key = 'queue' redis.call('LLEN', key)")]
    [InlineData("local key = ARGV[1] or 'queue' redis.call('LLEN', key)")]
    [InlineData("redis.call('LLEN', string.format('queue:%s', ARGV[1]))")]
    [InlineData("for i = 1, 3 do redis.call('LLEN', 'queue:' .. i) end")]
    [InlineData("for _, key in ipairs({'a', 'b'}) do redis.call('LLEN', key) end")]
    [InlineData("for _, key in ipairs(ARGV) do redis.call('LLEN', key) end")]
    [InlineData("local keys = {'a', 'b'} for i = 1, #keys do redis.call('LLEN', keys[i]) end")]
    [InlineData("redis.call('MEMORY', 'USAGE', 'big')")]
    [InlineData("redis.call('SINTERCARD', 2, KEYS[1], 'b')")]
    [InlineData("redis.call('MGET', KEYS[1], 'b')")]
    public void Lint_FixedKey_IsFound(string script) => Assert.Equal(["1 undeclared-key"], Lint.Codes(script));

    [Theory]
    [InlineData("redis.call('LLEN', KEYS[1])")]
    [InlineData("local key = KEYS[1] redis.call('LLEN', key)")]
    [InlineData("redis.call('LLEN', KEYS[1] .. ':queue')")]
    [InlineData("for _, key in ipairs(KEYS) do redis.call('LLEN', key) end")]
    [InlineData("for i = 1, #KEYS do redis.call('LLEN', KEYS[i]) end")]
    [InlineData("for _, key in ipairs(redis.call('SCAN', '0')[2]) do redis.call('LLEN', key) end")]
    [InlineData("local page = redis.call('SCAN', '0') for _, key in ipairs(page[2]) do redis.call('LLEN', key) end")]
    [InlineData("local key = redis.call('RANDOMKEY') redis.call('LLEN', key)")]
    [InlineData("local keys = {} keys[#keys + 1] = KEYS[1] for _, key in ipairs(keys) do redis.call('LLEN', key) end")]
    [InlineData("local keys = {'a'} local function fill(t) t[1] = KEYS[1] end fill(keys) redis.call('LLEN', keys[1])")]
    [InlineData("local function length(key) return redis.call('LLEN', key) end length(KEYS[1])")]
    [InlineData("local key = 'queue' key = redis.call('GET', KEYS[1]) redis.call('LLEN', key)")]
    [InlineData("redis.call('PING', 'text') redis.call('ECHO', 'text')")]
    public void Lint_KeyOfKeysOrOfRedis_GivesNothing(string script) => Assert.Empty(Lint.Codes(script));

    [Theory]
    [InlineData("redis.call('XREAD', 'COUNT', 1, 'STREAMS', 'events', 0)")]
    [InlineData("redis.call('XREAD', 'streams', KEYS[1], 'events', 0, 0)")]
    [InlineData("redis.call('GET', cjson.decode(ARGV[1]).key)")]
    [InlineData("local args = cmsgpack.unpack(ARGV[1]) redis.call('GET', args[1])")]
    [InlineData("local args = cjson.decode(ARGV[1]) redis.call('GET', 'p:' .. args.user.id)")]
    [InlineData("for _, key in ipairs(cjson.decode(ARGV[1])) do redis.call('GET', key) end")]
    [InlineData("for _, item in ipairs(cjson.decode(ARGV[1])) do redis.call('GET', item.key) end")]
    public void Check_KeyBehindStreamsOrFromDecodedArguments_IsFound(string script)
    {
        Assert.Equal(["1 undeclared-key"], Lint.Codes(script));
        Assert.Empty(Lint.Codes(script, forCluster: false));
    }

    [Theory]
    [InlineData("redis.call('XREAD', 'COUNT', 1, 'STREAMS', KEYS[1], '$')")]
    [InlineData("redis.call('XREAD', 'COUNT', 1, 'STREAMS', unpack(ARGV))")]
    [InlineData("redis.call('GET', cjson.decode(redis.call('GET', KEYS[1])).key)")]
    [InlineData("local args = {} args = cjson.decode(redis.call('GET', KEYS[1])) redis.call('GET', args.key)")]
    public void Check_KeyFromKeysOrRedis_IsSilent(string script) => Assert.Empty(Lint.Codes(script));
}
