namespace ScriptGrid.Tests.EmbeddedRedis.Linting;

public sealed class ReturnRulesTests
{
    private const string Numbers = "local n, m = redis.call('LLEN', KEYS[1]), redis.call('LLEN', KEYS[2]) ";

    [Theory]
    [InlineData("return {'n', 1}")]
    [InlineData("return {'n', n}")]
    [InlineData("return {'n', n + m}")]
    [InlineData("return {'n', #KEYS}")]
    [InlineData("return {'n', n > m}")]
    [InlineData("return {'n', n > m and 1 or 0}")]
    [InlineData("return {'n', tonumber(ARGV[1])}")]
    [InlineData("return {'n', math.floor(n / m)}")]
    [InlineData("local r = {} r[#r + 1] = 'n' r[#r + 1] = n return r")]
    [InlineData("local r = {} table.insert(r, 'n') table.insert(r, n) return r")]
    [InlineData("local function result() return {'n', n} end return result()")]
    [InlineData("return n > 0 and {'n', n} or {}")]
    public void Lint_ValueThatIsNoString_IsFound(string script)
    {
        Assert.Equal(["1 non-string-value"], Lint.Codes(Numbers + script));
        Assert.Empty(Lint.Codes(Numbers + script, stringsOnly: false));
    }

    [Theory]
    [InlineData("return {'half', 0.5}")]
    [InlineData("return {'ratio', n / m}")]
    [InlineData("return {{'ratio', n / m}}")]
    [InlineData("return n / m")]
    [InlineData("return {'ratio', m > 0 and n / m or 0}")]
    [InlineData("local ratio = n / m return {'ratio', ratio}")]
    [InlineData("local ratio = 0 if m > 0 then ratio = n / m end return {'ratio', ratio}")]
    [InlineData("local r = {} r[#r + 1] = 'ratio' r[#r + 1] = n / m * 100 return r")]
    [InlineData("return {'root', math.sqrt(n)}")]
    public void Lint_FractionAsNumber_IsFound(string script) =>
        Assert.Equal(["1 fraction-as-number"], Lint.Codes(Numbers + script, stringsOnly: false));

    [Theory]
    [InlineData("return {'a', nil, 'b', '1'}", "1 nil-in-result")]
    [InlineData("return {mail = '3'}", "1 named-result")]
    public void Lint_ResultThatGetsLost_IsFound(string script, string code) => Assert.Equal([code], Lint.Codes(script));

    [Theory]
    [InlineData("return {'n', tostring(n), 'm', string.format('%d', m), 'r', n .. ''}")]
    [InlineData("return {'ratio', string.format('%.17g', n / m)}")]
    [InlineData("return {'x', redis.call('GET', KEYS[1])}")]
    [InlineData("return {'x', ARGV[1], 'y', KEYS[1]}")]
    [InlineData("return n")]
    [InlineData("return 42")]
    [InlineData("return {}")]
    [InlineData("return {ok = 'fine'}")]
    [InlineData("return {err = 'bad'}")]
    [InlineData("redis.setresp(3) return {double = n / m}")]
    [InlineData("redis.setresp(3) return {map = {n = n}}")]
    [InlineData("local function inner() return {1, 2, 0.5} end inner() return {}")]
    [InlineData("local t = {} t[1] = 0.5 t.x = 1 return {'x', tostring(t[1])}")]
    [InlineData("local r = {} for _, key in ipairs(KEYS) do r[#r + 1] = key r[#r + 1] = redis.call('GET', key) end return r")]
    [InlineData("local r = {} local function tell(name, value) r[#r + 1] = name r[#r + 1] = string.format('%d', value) end tell('n', n) return r")]
    public void Lint_GoodResult_GivesNothing(string script) => Assert.Empty(Lint.Codes(Numbers + script));

    [Theory]
    [InlineData("return {'n', math.floor(n / m)}")]
    [InlineData("return {'n', (n - n % m) / m}")]
    [InlineData("local x = n / m x = math.floor(x) return {'n', x}")]
    [InlineData("return {'n', 10 / 5}")]
    [InlineData("return {'n', n * 2 + m}")]
    public void Lint_WholeNumber_IsNoFraction(string script) => Assert.Empty(Lint.Codes(Numbers + script, stringsOnly: false));
}
