using System.Text;
using ScriptGrid.Client;
using ScriptGrid.Cluster.Calls;

namespace ScriptGrid.ClusterTests.Calls;

public sealed class ReplyTreeTests
{
    [Theory]
    [InlineData("$-1\r\n", ScriptReplyKind.Nil, "nil")]
    [InlineData("*-1\r\n", ScriptReplyKind.Nil, "nil")]
    [InlineData("_\r\n", ScriptReplyKind.Nil, "nil")]
    [InlineData(":-42\r\n", ScriptReplyKind.Integer, "-42")]
    [InlineData("$3\r\na b\r\n", ScriptReplyKind.Text, "\"a b\"")]
    [InlineData("=7\r\ntxt:a b\r\n", ScriptReplyKind.Text, "\"a b\"")]
    [InlineData("+OK\r\n", ScriptReplyKind.Status, "OK")]
    [InlineData(",0.75\r\n", ScriptReplyKind.Double, "0.75")]
    [InlineData(",0\r\n", ScriptReplyKind.Double, "0")]
    [InlineData(",-inf\r\n", ScriptReplyKind.Double, "-Infinity")]
    [InlineData(",nan\r\n", ScriptReplyKind.Double, "NaN")]
    [InlineData("#t\r\n", ScriptReplyKind.Boolean, "true")]
    [InlineData("(123456789012345678901234567890\r\n", ScriptReplyKind.BigNumber, "123456789012345678901234567890")]
    [InlineData("*0\r\n", ScriptReplyKind.Array, "[]")]
    [InlineData("*3\r\n:1\r\n*2\r\n$1\r\nx\r\n_\r\n-ERR no\r\n", ScriptReplyKind.Array, "[1, [\"x\", nil], ERR no]")]
    [InlineData("~1\r\n:1\r\n", ScriptReplyKind.Array, "[1]")]
    [InlineData("%2\r\n$1\r\na\r\n:1\r\n$1\r\nb\r\n*1\r\n:2\r\n", ScriptReplyKind.Map, "{\"a\": 1, \"b\": [2]}")]
    public void Read_Reply_GivesItsTree(string resp, ScriptReplyKind kind, string text)
    {
        ScriptReply reply = ReplyTree.Read(Encoding.UTF8.GetBytes(resp));

        Assert.Equal((kind, text), (reply.Kind, reply.ToString()));
    }

    [Fact]
    public void Read_Binary_KeepsEachByte() =>
        Assert.Equal([0, 255, 13, 10], ReplyTree.Read([.. "$4\r\n"u8, 0, 255, 13, 10, .. "\r\n"u8]).Bytes.ToArray());
}
