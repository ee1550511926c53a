using System.Text;
using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.Tests.EmbeddedRedis.Lua.Syntax;

public sealed class RoundTripTests
{
    public static TheoryData<string> Scripts =>
    [
        "return 1 + 2 * 3 - 4 / 5 % 6 ^ 7 ^ -8, -2 ^ 2, not a == b, a .. b .. c, a or b and c, a < b == c, #a .. -b",
        "local a <close>"[..7] + ", b = ..., 1 local function f(x, ...) return arg, x, a end",
        "local function f(...) local n = select('#', ...) return function() return n, arg end end return f",
        "t.a.b['c'][1]:m(1, {2})'x'[[y]].z = 3, (f()), {f(), (f())}",
        "x, y.z, y[1] = y, x",
        "for i = 1, 10 do for j = i, 0, -1 do if i == j then break elseif i > j then x() else y() end end end",
        "for k, v in pairs(t), nil, 1 do while k do repeat local z = v until z; do return end end end",
        "function a.b.c:d(self2, ...) return self, self2, ... end function a.b() end function c() return c end",
        "local x = 1 local x = x + 1 do local x = x end return function() x = x end, x",
        "return {1, 2; 3, a = 1, ['b'] = 2, [c] = d, e, f()}, 'a\\0\\255\\n\\\n', 0x1F, 1e308, 1e400, .5, 3., [==[\n]]]==]",
    ];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Parse_PrintedTree_GivesTheSameTree(string script) => AssertRoundTrip(Parse(script));

    [Fact]
    public void Parse_PrintedTreeOfContrib_GivesTheSameTree() =>
        Assert.All(
            Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "contrib"), "*.lua", SearchOption.AllDirectories),
            file => AssertRoundTrip(LuaParser.Parse(File.ReadAllBytes(file), "user_script")));

    private static void AssertRoundTrip(FunctionBody tree) =>
        Assert.Equal(SyntaxShape.Of(tree), SyntaxShape.Of(Parse(SyntaxPrinter.Print(tree))));

    private static FunctionBody Parse(string script) => LuaParser.Parse(Encoding.Latin1.GetBytes(script), "user_script");
}
