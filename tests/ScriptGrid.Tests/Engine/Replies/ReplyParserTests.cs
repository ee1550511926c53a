using System.Globalization;
using System.Text;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Tests.Engine.Replies;

/// <summary>Each row is a reply as it comes over the wire.</summary>
public sealed class ReplyParserTests
{
    [Theory]
    [InlineData("*4\r\n$1\r\na\r\n$2\r\n11\r\n$1\r\nb\r\n:12\r\n", "a=11 b=12")]
    [InlineData("*2\r\n:7\r\n:1\r\n", "7=1")]
    [InlineData("*2\r\n+key\r\n:1\r\n", "key=1")]
    [InlineData("*2\r\n$0\r\n\r\n:1\r\n", "=1")]
    [InlineData("*2\r\n$1\r\na\r\n=5\r\ntxt:7\r\n", "a=7")]
    [InlineData("*2\r\n*2\r\n+a\r\n:1\r\n*2\r\n+b\r\n,1.5\r\n", "a=1 b=1.5")]
    [InlineData("%2\r\n$1\r\na\r\n,-inf\r\n$1\r\nb\r\n#t\r\n", "a=-Inf b=1")]
    [InlineData("%3\r\n+a\r\n,nan\r\n+b\r\n#f\r\n+c\r\n(123456789012345678\r\n", "a=NaN b=0 c=1.2345678901234568E+17")]
    [InlineData("*4\r\n+a\r\n:1\r\n+a\r\n:2\r\n", "a=2")]
    [InlineData("*6\r\n+a\r\n:1\r\n+b\r\n:2\r\n+a\r\n:3\r\n", "a=3 b=2")]
    [InlineData(":42\r\n", "value=42")]
    [InlineData("$4\r\n42.5\r\n", "value=42.5")]
    [InlineData(",0.1\r\n", "value=0.1")]
    [InlineData("(42\r\n", "value=42")]
    [InlineData("#t\r\n", "value=1")]
    public void Parse_GoodReply_GivesItsValues(string reply, string expected)
    {
        JudgedReply judged = JudgedReply.Default(Encoding.UTF8.GetBytes(reply));

        Assert.Equal(new JudgedReply(1, null, null, expected), judged);
    }

    [Theory]
    [InlineData("*0\r\n")]
    [InlineData("%0\r\n")]
    [InlineData("_\r\n")]
    [InlineData("$-1\r\n")]
    [InlineData("*-1\r\n")]
    [InlineData("#f\r\n")]
    [InlineData("+OK\r\n")]
    public void Parse_ReplyWithoutValues_IsEmpty(string reply) =>
        Assert.Equal(new JudgedReply(2, null, null, ""), JudgedReply.Default(Encoding.UTF8.GetBytes(reply)));

    [Theory]
    [InlineData("*4\r\n+a\r\n+x\r\n+b\r\n:2\r\n", "b=2", "the value of key \"a\" is the string \"x\", not a number")]
    [InlineData("*4\r\n+a\r\n_\r\n+b\r\n:2\r\n", "b=2", "the value of key \"a\" is nil, not a number")]
    [InlineData("*4\r\n+a\r\n*2\r\n:1\r\n:2\r\n+b\r\n:2\r\n", "b=2", "the value of key \"a\" is an array, not a number")]
    [InlineData("%2\r\n+a\r\n%1\r\n:1\r\n:2\r\n+b\r\n:2\r\n", "b=2", "the value of key \"a\" is a map, not a number")]
    [InlineData("*4\r\n+a\r\n$5\r\n1e309\r\n+b\r\n:2\r\n", "b=2", "the value of key \"a\" is the string \"1e309\", not a number")]
    [InlineData("*4\r\n*1\r\n:1\r\n:1\r\n+b\r\n:2\r\n", "b=2", "a key is an array; keys must be strings or integers")]
    [InlineData("*4\r\n#t\r\n:1\r\n+b\r\n:2\r\n", "b=2", "a key is a boolean; keys must be strings or integers")]
    [InlineData("*4\r\n,1.5\r\n:1\r\n+b\r\n:2\r\n", "b=2", "a key is the number 1.5; keys must be strings or integers")]
    [InlineData("*2\r\n*2\r\n+a\r\n+x\r\n*2\r\n+b\r\n:2\r\n", "b=2", "the value of key \"a\" is the string \"x\", not a number")]
    [InlineData("*2\r\n*2\r\n+a\r\n:1\r\n*3\r\n+b\r\n:2\r\n:3\r\n", "", "a key is an array; keys must be strings or integers")]
    [InlineData("*3\r\n+a\r\n:1\r\n+b\r\n", "", "the array has 3 elements, an odd number; keys and values must alternate (a nil in Lua ends an array)")]
    [InlineData("$3\r\nabc\r\n", "", "the script returned the string \"abc\"; it must return pairs of keys and numbers, or one number")]
    [InlineData("~2\r\n+a\r\n:1\r\n", "", "the script returned a set; it must return pairs of keys and numbers, or one number")]
    public void Parse_BadPartOfAReply_FailsWithReplyAndKeepsGoodPairs(string reply, string expected, string message)
    {
        JudgedReply judged = JudgedReply.Default(Encoding.UTF8.GetBytes(reply));

        Assert.Equal(new JudgedReply(0, FailureReason.Reply, message, expected), judged);
    }

    [Theory]
    [InlineData("-MY own\r\n", FailureReason.Script, "")]
    [InlineData("*4\r\n+a\r\n-WRONGTYPE no\r\n+b\r\n:2\r\n", FailureReason.Script, "b=2")]
    [InlineData("*4\r\n+a\r\n-OOM no\r\n+b\r\n:2\r\n", FailureReason.Oom, "b=2")]
    [InlineData("*4\r\n-OOM no\r\n+a\r\n+b\r\n:2\r\n", FailureReason.Oom, "b=2")]
    [InlineData("*1\r\n-OOM no\r\n", FailureReason.Oom, "")]
    [InlineData("*1\r\n*2\r\n+a\r\n!6\r\nOOM no\r\n", FailureReason.Oom, "")]
    public void Parse_ErrorWithinAReply_FailsWithTheErrorsReason(string reply, FailureReason reason, string expected)
    {
        JudgedReply judged = JudgedReply.Default(Encoding.UTF8.GetBytes(reply));

        Assert.Equal((0, reason, expected), (judged.Result, judged.Reason, judged.Values));
    }

    [Fact]
    public void Parse_TenThousandKeysTwice_KeepsTheLastOfEachInTheFirstOnesPlace()
    {
        const int count = 10_000;
        IEnumerable<string> pairs = Enumerable.Range(0, 2 * count).Select(static i => $"+key{i % count}\r\n:{i}\r\n");

        JudgedReply judged = JudgedReply.Default(Encoding.ASCII.GetBytes($"*{4 * count}\r\n{string.Concat(pairs)}"));

        Assert.Equal(1, judged.Result);
        Assert.Equal(
            JudgedReply.Join(Enumerable.Range(0, count).Select(static i =>
                KeyValuePair.Create($"key{i}", (i + count).ToString(CultureInfo.InvariantCulture)))),
            judged.Values);
    }

    [Fact]
    public void Parse_KeysOfDifferentBytes_StayApart()
    {
        byte[] reply = [.. "*4\r\n$1\r\n"u8, 0xff, .. "\r\n:1\r\n$1\r\n"u8, 0xfe, .. "\r\n:2\r\n"u8];

        Assert.Equal(@"\xff=1 \xfe=2", JudgedReply.Default(reply).Values);
    }
}
