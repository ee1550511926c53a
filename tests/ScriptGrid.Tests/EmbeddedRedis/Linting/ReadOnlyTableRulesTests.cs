namespace ScriptGrid.Tests.EmbeddedRedis.Linting;

public sealed class ReadOnlyTableRulesTests
{
    [Theory]
    [InlineData("redis.x = 1")]
    [InlineData("string.trim = function(s) end")]
    [InlineData("function string.trim(s) end")]
    [InlineData("function string:trim() end")]
    [InlineData("_G.x = 1")]
    [InlineData("_G['x'] = 1")]
    [InlineData("math.pi, cjson.x = 3, 1")]
    [InlineData("local lib = table lib.x = 1")]
    [InlineData("rawset(_G, 'x', 1)")]
    [InlineData("setmetatable(_G, {})")]
    [InlineData("table.insert(string, 1)")]
    public void Check_ChangeOfWhatRedisProtects_IsFound(string script) => Assert.Contains("1 read-only-table", Lint.Codes(script));

    [Theory]
    [InlineData("KEYS[1] = 'a' ARGV[1] = 'b' ARGV.x = 1 table.insert(ARGV, 'c')")]
    [InlineData("local string = {} string.trim = 1")]
    [InlineData("local own = {} own.x = 1 own.redis = {} own.redis.x = 1 rawset(own, 'x', 1)")]
    [InlineData("local own = {} function own.trim() end setmetatable(own, {})")]
    [InlineData("local pi = math.pi pi = pi + 1")]
    public void Check_ChangeOfWhatIsTheScripts_IsSilent(string script) => Assert.Empty(Lint.Codes(script));
}
