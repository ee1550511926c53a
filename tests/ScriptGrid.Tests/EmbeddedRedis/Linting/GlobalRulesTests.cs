namespace ScriptGrid.Tests.EmbeddedRedis.Linting;

public sealed class GlobalRulesTests
{
    [Theory]
    [InlineData("total = 1", "1 undeclared-global")]
    [InlineData("local a, b = 1\nb, c = 2, 3", "2 undeclared-global")]
    [InlineData("total = 0 \n total = total + 1", "1 undeclared-global", "2 undeclared-global")]
    [InlineData("function helper() end", "1 undeclared-global")]
    [InlineData("local x = {\ncount\n}", "2 undeclared-global")]
    [InlineData("print('x')", "1 undeclared-global")]
    [InlineData("local now = os.time()", "1 undeclared-global")]
    [InlineData("local x = table.unpack({1})", "1 unknown-function")]
    [InlineData("local m = math m.round(1.5)", "1 unknown-function")]
    [InlineData("redis.cal('PING')", "1 unknown-function")]
    public void Lint_NameThatRedisLacks_IsFound(string script, params string[] codes) => Assert.Equal(codes, Lint.Codes(script));

    [Theory]
    [InlineData("local helper function helper() return helper end")]
    [InlineData("local t = {} function t.f() end function t:g() return self end")]
    [InlineData("local unpack = table.unpack or unpack")]
    [InlineData("return tostring(#KEYS + #ARGV), cjson.encode({}), bit.band(1, 2), cmsgpack.pack(1), struct.pack('i', 1)")]
    [InlineData("local v = _VERSION .. type(_G) .. tostring(select('#', pcall(loadstring, 'x'))) return redis.sha1hex(v)")]
    [InlineData("local f = function(...) return arg end return f()")]
    [InlineData("redis.log(redis.LOG_WARNING, 'x') redis.setresp(3) redis.set_repl(redis.REPL_NONE) redis.replicate_commands()")]
    public void Lint_NameThatRedisHas_GivesNothing(string script) => Assert.Empty(Lint.Codes(script));

    [Theory]
    [InlineData("return KEYS[1]:trim()")]
    [InlineData("return ('x'):split(',')")]
    [InlineData("local text = 'a' .. ARGV[1] return text:trim()")]
    [InlineData("return tostring(1):trim()")]
    [InlineData("for _, key in ipairs(KEYS) do key:trim() end")]
    [InlineData("return redis.call('GET', KEYS[1]):trim()")]
    [InlineData("local text = redis.call('HGET', KEYS[1], 'f') return text:trim()")]
    public void Check_MethodThatStringsLack_IsFound(string script) => Assert.Equal(["1 unknown-function"], Lint.Codes(script));

    [Theory]
    [InlineData("return KEYS[1]:upper()")]
    [InlineData("return ('x'):rep(3):sub(1, 2)")]
    [InlineData("local own = {} function own:trim() end return own:trim()")]
    [InlineData("local own = setmetatable({}, {}) return own:trim()")]
    [InlineData("local reply = redis.call('EVALSHA', ARGV[1]) return reply:trim()", "1 forbidden-command")]
    [InlineData("for i, key in ipairs({}) do key:trim() end")]
    public void Check_MethodThatThereMayBe_IsSilent(string script, params string[] others) => Assert.Equal(others, Lint.Codes(script));
}
