using System.Text;
using ScriptGrid.Client;

namespace ScriptGrid.ClusterTests.Clients;

public sealed class ScriptReplyTests
{
    [Theory]
    [InlineData(ScriptReplyKind.Text, "42", 42L, 42d)]
    [InlineData(ScriptReplyKind.Text, "4.5", null, 4.5)]
    [InlineData(ScriptReplyKind.Text, "many", null, null)]
    [InlineData(ScriptReplyKind.Text, "inf", null, double.PositiveInfinity)]
    [InlineData(ScriptReplyKind.Text, "+inf", null, double.PositiveInfinity)]
    [InlineData(ScriptReplyKind.Text, "-inf", null, double.NegativeInfinity)]
    [InlineData(ScriptReplyKind.Text, "nan", null, double.NaN)]
    [InlineData(ScriptReplyKind.Text, "-nan", null, double.NaN)]
    [InlineData(ScriptReplyKind.Text, "info", null, null)]
    [InlineData(ScriptReplyKind.Status, "1", null, null)]
    [InlineData(ScriptReplyKind.BigNumber, "7", 7L, 7d)]
    public void AsLong_AsDouble_Text_ReadsANumberOrNothing(ScriptReplyKind kind, string text, long? whole, double? number)
    {
        var reply = new ScriptReply { Kind = kind, Bytes = Encoding.UTF8.GetBytes(text) };

        Assert.Equal((whole, number, text), (reply.AsLong(), reply.AsDouble(), reply.AsText()));
    }

    [Fact]
    public void Indexer_NamesAndValuesByTurns_FindsTheValue()
    {
        ScriptReply reply = List(Text("acquired"), Integer(1), Text("wait_ms"), Integer(0), Text("odd"));

        Assert.Equal((true, 0L), (reply["acquired"].AsBool(), reply["wait_ms"].AsLong()));
        Assert.True(reply["odd"].IsNil);
        Assert.True(reply["none"].IsNil);
        Assert.True(Integer(1)["acquired"].IsNil);
    }

    [Fact]
    public void Equals_TreesOfTheSameValues_AreEqual()
    {
        Assert.Equal(List(Text("a"), Integer(1)), List(Text("a"), Integer(1)));
        Assert.NotEqual(List(Text("a"), Integer(1)), List(Text("a"), Integer(2)));
        Assert.NotEqual(Text("1"), Integer(1));
    }

    [Fact]
    public void ScriptArgument_TextNumbersAndBytes_AreSentAsRedisTakesThem()
    {
        ScriptArgument[] arguments = ["schön", 30_000, -0.5, new byte[] { 0, 255 }];

        Assert.Equal(["schön"u8.ToArray(), "30000"u8.ToArray(), "-0.5"u8.ToArray(), [0, 255]], arguments.Select(static argument => argument.Bytes.ToArray()));
        Assert.Equal((ScriptArgument)"1", (ScriptArgument)1);
    }

    private static ScriptReply Text(string text) => new() { Kind = ScriptReplyKind.Text, Bytes = Encoding.UTF8.GetBytes(text) };

    private static ScriptReply Integer(long value) => new() { Kind = ScriptReplyKind.Integer, Integer = value };

    private static ScriptReply List(params ScriptReply[] items) => new() { Kind = ScriptReplyKind.Array, Items = [.. items] };
}
