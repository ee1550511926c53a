using System.Text;
using ScriptGrid.EmbeddedRedis.Linting;
using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.Tests.EmbeddedRedis.Lua.Syntax;

public sealed class LuaParserTests
{
    [Theory]
    [InlineData("1 + 2 * 3", "(1 + (2 * 3))")]
    [InlineData("1 - 2 - 3", "((1 - 2) - 3)")]
    [InlineData("2 ^ 3 ^ 4", "(2 ^ (3 ^ 4))")]
    [InlineData("-2 ^ 2", "(-(2 ^ 2))")]
    [InlineData("2 ^ -3", "(2 ^ (-3))")]
    [InlineData("not a == b", "((not a) == b)")]
    [InlineData("a .. b .. c", "(a .. (b .. c))")]
    [InlineData("a .. 1 + 2 .. b", "(a .. ((1 + 2) .. b))")]
    [InlineData("a or b and c", "(a or (b and c))")]
    [InlineData("a and b or c and d", "((a and b) or (c and d))")]
    [InlineData("a < b == c > d", "(((a < b) == c) > d)")]
    [InlineData("-a * b", "((-a) * b)")]
    [InlineData("#a + 1", "((#a) + 1)")]
    [InlineData("not not a", "(not (not a))")]
    [InlineData("a % b * c / d", "(((a % b) * c) / d)")]
    public void Parse_Operators_BindAsInLua(string bare, string explicitly) =>
        Assert.Equal(Operators(bare), Operators(explicitly));

    [Theory]
    [InlineData("'a\\065\\10\\q\\\\\\\"\\a'", "a\u0041\nq\\\"\a")]
    [InlineData("\"a\\\nb\"", "a\nb")]
    [InlineData("\"a\\\r\nb\"", "a\nb")]
    [InlineData("[[\r\n\n\ra]]", "\na")]
    [InlineData("[==[]]]=]]==]", "]]]=]")]
    [InlineData("'\\0\\00\\0001'", "\0\0\01")]
    public void Parse_String_HasItsBytes(string literal, string expected) =>
        Assert.Equal(expected, Assert.IsType<StringExpression>(Returned("return " + literal)).Value.ToString());

    [Theory]
    [InlineData("0x10", 16)]
    [InlineData("0xA", 10)]
    [InlineData("3.", 3)]
    [InlineData(".5e1", 5)]
    [InlineData("1e-2", 0.01)]
    [InlineData("0xffffffffffffffffff", 4722366482869645213695.0)]
    [InlineData("1e999", double.PositiveInfinity)]
    [InlineData("0x1p4", 16)]
    public void Parse_Number_HasItsValue(string literal, double expected) =>
        Assert.Equal(expected, Assert.IsType<NumberExpression>(Returned("return " + literal)).Value);

    [Theory]
    [InlineData("local a; return a", false)]
    [InlineData("local a; return function() return a end", true)]
    [InlineData("local a; do local a; return function() return a end end", true)]
    [InlineData("local a; return function() local a; return a end", false)]
    public void Parse_Local_IsCapturedByInnerFunctionsAlone(string script, bool isCaptured) =>
        Assert.Equal(isCaptured, Nodes(script).OfType<NameExpression>().Single().Variable!.IsCaptured);

    [Theory]
    [InlineData("local a = a")]
    [InlineData("do local a end return a")]
    [InlineData("for a = 1, 2 do end return a")]
    [InlineData("for a in a do end")]
    [InlineData("repeat local b until true return a")]
    [InlineData("return function(x) return a end")]
    public void Parse_NameOutOfSight_IsGlobal(string script) =>
        Assert.Null(Nodes(script).OfType<NameExpression>().Single(name => name.Name.ToString() == "a").Variable);

    [Fact]
    public void Parse_RepeatCondition_SeesLocalsOfBody() =>
        Assert.NotNull(Nodes("repeat local a until a").OfType<NameExpression>().Single().Variable);

    [Fact]
    public void Parse_VarargFunction_HasArg()
    {
        var function = Nodes("return function(a, ...) return arg end").OfType<FunctionBody>().Last();

        Assert.Equal((true, false, 1), (function.IsVararg, function.UsesVarargs, function.Parameters.Count));
        Assert.Same(function.ArgTable, Nodes(function).OfType<NameExpression>().Single().Variable);
    }

    // Lines that Redis 7.0.15 gives for the error of each: those of the last token that was passed when the instruction was made.
    [Theory]
    [InlineData("local a\nreturn 1\n+\na\n", typeof(BinaryExpression), 4)]
    [InlineData("local a\nreturn a\n.x\n+ 1", typeof(IndexExpression), 4)]
    [InlineData("return {\nfoo\n,\n}", typeof(NameExpression), 4)]
    [InlineData("return\n-\n{}\n", typeof(UnaryExpression), 3)]
    [InlineData("local f\nf(\n1\n)\n", typeof(CallExpression), 2)]
    [InlineData("local f\nf\n'x'\n", typeof(CallExpression), 3)]
    [InlineData("local a\nreturn a\n:foo\n{\n}", typeof(MethodCallExpression), 4)]
    [InlineData("local a\na.x =\n1\n", typeof(IndexExpression), 3)]
    [InlineData("for i=\nnil,\n2\n\ndo\nend", typeof(NumericForStatement), 5)]
    [InlineData("for i\nin\nnil\n\ndo\nend", typeof(GenericForStatement), 3)]
    public void Parse_Node_HasTheLineOfItsError(string script, Type node, int line) =>
        Assert.Equal(line, Nodes(script).First(candidate => candidate.GetType() == node).Line);

    [Fact]
    public void Parse_MethodCall_KnowsTheLineOfItsName() =>
        Assert.Equal(3, Nodes("local a\nreturn a\n:foo\n{\n}").OfType<MethodCallExpression>().Single().NameLine);

    [Fact]
    public void Parse_NameInConstructor_KnowsItsOwnLine() =>
        Assert.Equal((4, 2), Nodes("return {\nfoo\n\n}").OfType<NameExpression>().Select(name => (name.Line, name.SourceLine)).Single());

    [Fact]
    public void Parse_LongChains_NeedNoDepth()
    {
        string[] scripts =
        [
            "return 1" + string.Concat(Enumerable.Repeat(" + 1", 200_000)),
            "return a" + string.Concat(Enumerable.Repeat(".b", 200_000)),
            "return a" + string.Concat(Enumerable.Repeat("()", 200_000)),
            "if a then " + string.Concat(Enumerable.Repeat("elseif a then ", 100_000)) + "end",
        ];

        Assert.All(scripts, script => Assert.NotNull(LuaParser.Parse(Encoding.UTF8.GetBytes(script), "user_script")));
    }

    private static string Operators(string expression) =>
        string.Join('\n', Nodes("return " + expression)
            .Where(node => node is not ParenthesizedExpression)
            .Select(node => (node as BinaryExpression)?.Operator.ToString() ?? (node as UnaryExpression)?.Operator.ToString() ?? node.GetType().Name));

    private static Expression Returned(string script) => Nodes(script).OfType<ReturnStatement>().Single().Values[0];

    private static IEnumerable<Node> Nodes(string script) => Nodes(LuaParser.Parse(Encoding.Latin1.GetBytes(script), "user_script"));

    private static IEnumerable<Node> Nodes(Node root) => SyntaxNodes.Within(root);
}
