using System.Text;
using ScriptGrid.EmbeddedRedis;

namespace ScriptGrid.Tests.EmbeddedRedis.Scripting;

/// <summary>
/// Work within one call counts by what it costs, so that the end of a script's time, SCRIPT KILL and the end of the server reach it. Each of these scripts
/// would else take minutes between two looks at the clock.
/// </summary>
public sealed class LongWorkTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private EmbeddedRedisServer? _server;

    public async Task InitializeAsync() =>
        _server = await EmbeddedRedisServer.StartAsync(new EmbeddedRedisOptions { ScriptTimeLimit = TimeSpan.FromMilliseconds(50) });

    public async Task DisposeAsync() => await _server!.DisposeAsync();

    [Theory]
    [InlineData("redis.sha1hex(s)")]
    [InlineData("redis.error_reply(s)")]
    [InlineData("redis.pcall(s)")]
    [InlineData("redis.acl_check_cmd('get', s)")]
    [InlineData("__redis__err__handler(s)")]
    [InlineData("_G[s]()")]
    [InlineData("assert(false, s)")]
    [InlineData("collectgarbage(s)")]
    [InlineData("cjson.encode_keep_buffer(s)")]
    [InlineData("tonumber(digits, 2)")]
    [InlineData("loadstring('', s)")]
    [InlineData("struct.unpack('s', s .. '\\0')")]
    [InlineData("struct.unpack('c1000000', s)")]
    [InlineData("string.format('%.1s', s)")]
    [InlineData("ending:find('b', 1, true)")]
    [InlineData("('x'):find(s)")]
    [InlineData("s:upper()")]
    [InlineData("s:lower()")]
    [InlineData("(s .. '\\200'):upper()")]
    [InlineData("s:reverse()")]
    [InlineData("s:sub(2)")]
    [InlineData("string.rep(s, 2)")]
    [InlineData("s:find('b', 1, true)")]
    [InlineData("s:find(s .. 'b', 1, true)")]
    [InlineData("s:find('[' .. s .. ']')")]
    [InlineData("s:find('[' .. string.rep('b', 1e5) .. ']')")]
    [InlineData("s:match('.-b')")]
    [InlineData("s:gmatch(s)()")]
    [InlineData("s:gsub('()', string.rep('%%2', 1e5))")]
    [InlineData("s:gsub('x', '')")]
    [InlineData("string.format('%s%s', s, s)")]
    [InlineData("string.format(string.rep('%%', 1e6))")]
    [InlineData("tonumber(digits)")]
    [InlineData("tonumber(string.rep(' ', 1e6))")]
    [InlineData("return digits + 1")]
    [InlineData("return same == s")]
    [InlineData("return same < s")]
    [InlineData("local t = {} t[s .. 'x'] = 1")]
    [InlineData("return s .. s")]
    [InlineData("cjson.encode(s)")]
    [InlineData("cjson.encode(t)")]
    [InlineData("cjson.decode(json)")]
    [InlineData("cmsgpack.pack(t)")]
    [InlineData("cmsgpack.unpack(packed)")]
    [InlineData("struct.pack(string.rep('x', 1e6))")]
    [InlineData("struct.size(string.rep('x', 1e6))")]
    [InlineData("table.concat(t)")]
    [InlineData("table.insert(t, 1, 'x')")]
    [InlineData("table.remove(t, 1)")]
    [InlineData("table.sort(t)")]
    [InlineData("table.maxn(t)")]
    [InlineData("unpack(t, 1, 7000)")]
    [InlineData("s:byte(1, 7000)")]
    [InlineData("loadstring('local a = 1 ' .. string.rep('a = 1 ', 1e5))")]
    [InlineData("loadstring('--' .. s)")]
    [InlineData("load(function() return '  ' end)")]
    [InlineData("redis.call('SETRANGE', 'b', 1000000, 'x') redis.call('GET', 'b')")]
    [InlineData("redis.call('KEYS', '*')")]
    [InlineData("redis.call('KEYS', 'nothing*')")]
    [InlineData("redis.call('SORT', 'l', 'ALPHA')")]
    [InlineData("redis.call('SADD', 'm', unpack(t, 1, 7000))")]
    [InlineData("redis.call('ECHO', s)")]
    public async Task Script_ThatCallsLongWork_EndsWithItsTime(string work)
    {
        await _server!.ExecuteAsync("DEBUG", "POPULATE", "1000");
        string script = """
            local s = string.rep('x', 2^20)
            local same = string.rep('x', 2^20)
            local ending = s .. 'b'
            local digits = string.rep('1', 2^20)
            local t = {}
            for i = 1, 1e5 do t[i] = 'x' .. i % 7 end
            local json, packed = cjson.encode(t), cmsgpack.pack(t)
            for i = 1, 1000 do redis.call('SET', 'k' .. i, i) redis.call('RPUSH', 'l', i) end
            while true do pcall(function() WORK end) end
            """.Replace("WORK", work, StringComparison.Ordinal);

        string reply = Encoding.Latin1.GetString(await _server.ExecuteAsync("EVAL", script, "0").WaitAsync(Patience));

        Assert.StartsWith("-ERR Script stopped because it ran longer than the host's limit of 50 ms", reply, StringComparison.Ordinal);
    }
}
