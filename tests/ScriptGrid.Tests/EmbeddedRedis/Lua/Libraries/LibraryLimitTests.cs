namespace ScriptGrid.Tests.EmbeddedRedis.Lua.Libraries;

/// <summary>Snippets about the libraries' limits, with what redis-server 7.0.15 answers.</summary>
public sealed class LibraryLimitTests
{
    [Theory]
    [InlineData("(pcall(struct.unpack, ('b'):rep(7997), ('a'):rep(7997)))", "true")]
    [InlineData("struct.unpack(('b'):rep(7998), ('a'):rep(7998))", "error: user_script:1: stack overflow (too many results)")]
    [InlineData("(pcall(string.byte, ('a'):rep(7997), 1, -1))", "true")]
    [InlineData("string.byte(('a'):rep(7998), 1, -1)", "error: user_script:1: stack overflow (string slice too long)")]
    [InlineData("(pcall(cmsgpack.unpack, ('\\1'):rep(7998)))", "true")]
    [InlineData("cmsgpack.unpack(('\\145'):rep(9000))", "error: user_script:1: stack overflow (in function mp_decode_to_lua_array)")]
    [InlineData("cmsgpack.unpack(('\\129\\161a'):rep(9000))", "error: user_script:1: stack overflow (too many return values at once; use unpack_one or unpack_limit instead.)")]
    [InlineData("cmsgpack.unpack(('\\129'):rep(9000))", "error: user_script:1: stack overflow (too many return values at once; use unpack_one or unpack_limit instead.)")]
    [InlineData("(function() local t = {} for i = 1, 20 do t = {t} end return cmsgpack.pack(t) end)()", "\\x91\\x91\\x91\\x91\\x91\\x91\\x91\\x91\\x91\\x91\\x91\\x91\\x91\\x91\\x91\\x91\\xC0")]
    [InlineData("(function() local t = {} t[1] = t return #cmsgpack.pack(t) end)()", "17")]
    [InlineData("(function() local t = {} for i = 1, 999 do t = {t} end return #cjson.encode(t) end)()", "2000")]
    [InlineData("(function() local t = {} t.x = t return cjson.encode(t) end)()", "error: user_script:1: Cannot serialise, excessive nesting (1001)")]
    [InlineData("#cjson.decode(('['):rep(1000) .. (']'):rep(1000))", "1")]
    [InlineData("cjson.decode(('['):rep(1001))", "error: user_script:1: Found too many nested data structures (1001) at character 1001")]
    [InlineData("string.find(('a'):rep(50000), ('a?'):rep(50000))", "1 | 50000")]
    [InlineData("#string.format('%99.99f', -1e308)", "410")]
    public void Library_AtItsLimit_RefusesAsRedisDoes(string expression, string expected) => Assert.Equal(expected, Snippet.Evaluate(expression));
}
