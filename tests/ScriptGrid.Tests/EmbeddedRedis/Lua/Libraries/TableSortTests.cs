namespace ScriptGrid.Tests.EmbeddedRedis.Lua.Libraries;

/// <summary>The order of elements and comparisons in table.sort, as redis-server 7.0.15 has them.</summary>
public sealed class TableSortTests
{
    private const string Trace = "local c = {} table.sort(t, function(a, b) c[#c + 1] = a .. '<' .. b return a < b end) return table.concat(c, ' ')";

    [Theory]
    [InlineData("{5,2,8,1,9,3,7}", "7<5 1<5 2<5 8<5 5<9 5<3 8<5 5<3 7<9 8<7 9<8 3<1 2<1 3<2")]
    [InlineData("{3,1,2,3,1,2}", "2<3 2<2 3<2 1<2 1<2 3<2 2<3 2<1 3<3 1<2 1<1 2<1")]
    [InlineData("{1}", "")]
    [InlineData("{}", "")]
    public void Sort_WithAFunction_ComparesInTheOrderOfLua(string table, string expected) =>
        Assert.Equal(expected, Snippet.Run(Snippet.Open(), $"local t = {table} {Trace}"));

    [Fact]
    public void Sort_OfEqualElements_LeavesThemWhereLuaDoes()
    {
        const string Script = """
            local t = {}
            for i = 1, 12 do t[i] = {k = i % 3, i = i} end
            table.sort(t, function(a, b) return a.k < b.k end)
            local o = {}
            for i, v in ipairs(t) do o[i] = v.k .. ':' .. v.i end
            return table.concat(o, ',')
            """;
        Assert.Equal("0:12,0:9,0:3,0:6,1:1,1:4,1:7,1:10,2:2,2:8,2:11,2:5", Snippet.Run(Snippet.Open(), Script));
    }

    [Theory]
    [InlineData("local n = 0 local t = {4,3,2,1,5,6} local ok, e = pcall(table.sort, t, function() n = n + 1 return n % 3 ~= 0 end) return e, table.concat(t, ','), n", "invalid order function for sorting | 2,3,5,1,6,4 | 11")]
    [InlineData("table.sort({1,1,1,1}, function(a, b) return a <= b end)", "error: user_script:1: attempt to compare nil with number")]
    [InlineData("local t = {'b', 'a', '\\0', 'ab', ''} table.sort(t) return table.concat(t, ',')", ",\\x00,a,ab,b")]
    [InlineData("local t = {0, -0, 3, -0, 0} table.sort(t) return table.concat(t, ',')", "0,0,0,0,3")]
    [InlineData("return pcall(table.sort, {0/0, 1, 0/0, 2})", "true")]
    public void Sort_OfOddities_DoesWhatRedisDoes(string script, string expected) =>
        Assert.Equal(expected, Snippet.Run(Snippet.Open(), script));

    [Fact]
    public void Sort_WithLessThanMetamethods_UsesThem()
    {
        const string Script = """
            local mt = {__lt = function(a, b) return a.v < b.v end}
            local t = {}
            for i = 1, 5 do t[i] = setmetatable({v = -i}, mt) end
            table.sort(t)
            return t[1].v, t[5].v
            """;
        Assert.Equal("-5 | -1", Snippet.Run(Snippet.Open(), Script));
    }

    [Fact]
    public void Sort_OfManyNumbers_SortsThem()
    {
        const string Script = """
            local t = {}
            for i = 1, 5000 do t[i] = (i * 7919) % 10007 + 1 end
            table.sort(t)
            for i = 2, #t do if t[i - 1] > t[i] then return i end end
            return 'sorted'
            """;
        Assert.Equal("sorted", Snippet.Run(Snippet.Open(), Script));
    }
}
