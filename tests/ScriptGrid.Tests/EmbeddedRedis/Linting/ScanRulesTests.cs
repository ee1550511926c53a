namespace ScriptGrid.Tests.EmbeddedRedis.Linting;

public sealed class ScanRulesTests
{
    private const string Page = "local page = redis.call('SCAN', cursor, 'COUNT', 100) cursor = page[1] ";

    [Theory]
    [InlineData("repeat " + Page + "until cursor == '0'")]
    [InlineData("repeat " + Page + "until tonumber(cursor) == 0")]
    [InlineData("repeat " + Page + "until '0' == cursor")]
    [InlineData("repeat " + Page + "until not (cursor ~= '0')")]
    [InlineData("while cursor ~= '0' do " + Page + "end")]
    [InlineData("local first = true while cursor ~= '0' or first do first = false " + Page + "end")]
    [InlineData("while true do " + Page + "if cursor == '0' then break end end")]
    [InlineData("while true do " + Page + "if cursor ~= '0' then n = n + 1 else break end end")]
    [InlineData("while true do " + Page + "if cursor == '0' then return {'n', tostring(n)} end end")]
    [InlineData("local done = false repeat " + Page + "if cursor == '0' then done = true end until done")]
    [InlineData("local done = false while not done do " + Page + "done = cursor == '0' end")]
    [InlineData("local more = true while more do " + Page + "more = cursor ~= '0' end")]
    [InlineData("local function next_page() " + Page + "return page end repeat for _ in ipairs(next_page()[2]) do n = n + 1 end until cursor == '0'")]
    [InlineData("repeat " + Page + "for _, key in ipairs(page[2]) do if n > 3 then break end end until cursor == '0'")]
    public void Lint_ScanWithoutBound_IsFound(string script) =>
        Assert.Equal(["1 unbounded-scan"], Lint.Codes("local n, cursor = 0, '0' " + script));

    [Theory]
    [InlineData("repeat " + Page + "n = n + 100 until cursor == '0' or n >= 10000")]
    [InlineData("while cursor ~= '0' and n < 10 do n = n + 1 " + Page + "end")]
    [InlineData("repeat " + Page + "n = n + 1 if n > 100 then break end until cursor == '0'")]
    [InlineData("repeat " + Page + "n = n + 1 if n > 100 then error('too many keys') end until cursor == '0'")]
    [InlineData("while true do " + Page + "n = n + 1 if cursor == '0' or n > 10 then break end end")]
    [InlineData("local done = false repeat " + Page + "n = n + 1 if cursor == '0' or n > 5 then done = true end until done")]
    [InlineData("local done = false repeat " + Page + "n = n + 1 done = cursor == '0' or n > 5 until done")]
    [InlineData("for i = 1, 10 do " + Page + "if cursor == '0' then break end end")]
    [InlineData(Page)]
    public void Lint_ScanWithBound_GivesNothing(string script) =>
        Assert.Empty(Lint.Codes("local n, cursor = 0, '0' " + script));

    [Theory]
    [InlineData("local n = '0' repeat local r = redis.call('SSCAN', KEYS[1], n) n = r[1] until n == '0'")]
    [InlineData("local n = '0' repeat local r = redis.call('HSCAN', KEYS[1], n) n = r[1] until n == '0'")]
    [InlineData("local n = '0' repeat local r = redis.call('ZSCAN', KEYS[1], n) n = r[1] until n == '0'")]
    [InlineData("redis.call('HLEN', KEYS[2]) local n = '0' repeat local r = redis.call('ZSCAN', KEYS[1], n) n = r[1] until n == '0'")]
    public void Check_LoopOverAWholeValue_IsFound(string script) => Assert.Equal(["1 unbounded-scan"], Lint.Codes(script));

    [Theory]
    [InlineData("local n, seen = '0', 0 repeat local r = redis.call('SSCAN', KEYS[1], n) n = r[1] seen = seen + #r[2] until n == '0' or seen > 1000")]
    [InlineData("if redis.call('HLEN', KEYS[1]) > 1000 then return {} end local n = '0' repeat local r = redis.call('HSCAN', KEYS[1], n) n = r[1] until n == '0'")]
    [InlineData("return redis.call('ZSCAN', KEYS[1], 0)[1]")]
    public void Check_LoopWithABoundOrAfterTheSize_IsSilent(string script) => Assert.Empty(Lint.Codes(script));
}
