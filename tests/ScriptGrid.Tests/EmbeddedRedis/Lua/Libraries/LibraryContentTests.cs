namespace ScriptGrid.Tests.EmbeddedRedis.Lua.Libraries;

/// <summary>The names that redis-server 7.0.15 has in each library.</summary>
public sealed class LibraryContentTests
{
    [Theory]
    [InlineData("string", "byte char dump find format gfind gmatch gsub len lower match rep reverse sub upper")]
    [InlineData("table", "concat foreach foreachi getn insert maxn remove setn sort")]
    [InlineData("math", "abs acos asin atan atan2 ceil cos cosh deg exp floor fmod frexp huge ldexp log log10 max min mod modf pi pow rad random randomseed sin sinh sqrt tan tanh")]
    [InlineData("cjson", "_NAME _VERSION decode decode_invalid_numbers decode_max_depth encode encode_invalid_numbers encode_keep_buffer encode_max_depth encode_number_precision encode_sparse_array new null")]
    [InlineData("cmsgpack", "_COPYRIGHT _DESCRIPTION _NAME _VERSION pack unpack unpack_limit unpack_one")]
    [InlineData("struct", "pack size unpack")]
    [InlineData("bit", "arshift band bnot bor bswap bxor lshift rol ror rshift tobit tohex")]
    public void Library_Opened_HasTheNamesOfRedis(string library, string expected) => Assert.Equal(
        expected,
        Snippet.Run(Snippet.Open(), $"local k = {{}} for name in pairs({library}) do k[#k + 1] = name end table.sort(k) return table.concat(k, ' ')"));

    [Theory]
    [InlineData("cjson._NAME .. ' ' .. cjson._VERSION", "cjson 2.1.0")]
    [InlineData("cmsgpack._NAME .. ' ' .. cmsgpack._VERSION", "cmsgpack lua-cmsgpack 0.4.0")]
    [InlineData("tostring(cjson.null)", "userdata: (nil)")]
    [InlineData("cjson.null == cjson.new().null and cjson.null == cjson.decode('null')", "true")]
    public void Constant_OfALibrary_IsThatOfRedis(string expression, string expected) => Assert.Equal(expected, Snippet.Evaluate(expression));

    [Theory]
    [InlineData("table.insert(string, 1)")]
    [InlineData("table.insert(bit, 1, 'x')")]
    [InlineData("rawset(math, 'x', 1)")]
    public void Library_ThatIsProtected_RefusesWrites(string script) =>
        Assert.Equal("error: Attempt to modify a readonly table", Snippet.Run(Snippet.Open(), script));
}
