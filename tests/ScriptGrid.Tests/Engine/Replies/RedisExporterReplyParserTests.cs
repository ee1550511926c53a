using System.Text;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Tests.Engine.Replies;

/// <summary>What RESP2 brings, judged as redis_exporter judges it; the conformance table has more, through a server.</summary>
public sealed class RedisExporterReplyParserTests
{
    [Theory]
    [InlineData("*2\r\n$1\r\na\r\n$5\r\n0x1p4\r\n", "a=16")]
    [InlineData("*4\r\n$1\r\na\r\n$5\r\n1_000\r\n$1\r\nb\r\n$3\r\nNaN\r\n", "a=1000 b=NaN")]
    [InlineData("*4\r\n$1\r\na\r\n$1\r\n1\r\n$1\r\na\r\n$1\r\n2\r\n", "a=2")]
    public void Parse_StringsOnly_GivesValuesAsGoReadsThem(string reply, string expected) =>
        Assert.Equal(new JudgedReply(1, null, null, expected), JudgedReply.ByRedisExporter(Encoding.UTF8.GetBytes(reply)));

    [Fact]
    public void Parse_EmptyArray_IsEmpty() => Assert.Equal(new JudgedReply(2, null, null, ""), JudgedReply.ByRedisExporter("*0\r\n"u8));

    [Theory]
    [InlineData("*4\r\n$1\r\na\r\n:1\r\n$1\r\nb\r\n$1\r\n2\r\n", "an element is not a string (redis_exporter accepts arrays of strings only)")]
    [InlineData("*4\r\n$1\r\na\r\n+1\r\n$1\r\nb\r\n$1\r\n2\r\n", "an element is not a string (redis_exporter accepts arrays of strings only)")]
    [InlineData("*2\r\n$1\r\na\r\n$-1\r\n", "an element is not a string (redis_exporter accepts arrays of strings only)")]
    [InlineData("*1\r\n$1\r\na\r\n", "the array has 1 elements, an odd number")]
    [InlineData(":1\r\n", "the script returned no array (redis_exporter accepts arrays of strings only)")]
    [InlineData("$1\r\n1\r\n", "the script returned no array (redis_exporter accepts arrays of strings only)")]
    [InlineData("$-1\r\n", "the script returned no array (redis_exporter accepts arrays of strings only)")]
    [InlineData("*-1\r\n", "the script returned no array (redis_exporter accepts arrays of strings only)")]
    public void Parse_AnythingElse_FailsWithoutValues(string reply, string message) =>
        Assert.Equal(new JudgedReply(0, FailureReason.Reply, message, ""), JudgedReply.ByRedisExporter(Encoding.UTF8.GetBytes(reply)));

    [Theory]
    [InlineData("abc")]
    [InlineData("")]
    [InlineData("0x10")]
    [InlineData("-nan")]
    [InlineData("1e309")]
    public void Parse_StringThatIsNoNumber_FailsAndKeepsTheGoodPairs(string text)
    {
        string reply = $"*4\r\n$1\r\na\r\n${text.Length}\r\n{text}\r\n$1\r\nb\r\n$1\r\n2\r\n";

        Assert.Equal(
            new JudgedReply(0, FailureReason.Reply, "the value of key \"a\" is not a number", "b=2"),
            JudgedReply.ByRedisExporter(Encoding.UTF8.GetBytes(reply)));
    }

    [Fact]
    public void Parse_Error_FailsWithItsReason() =>
        Assert.Equal(FailureReason.Busy, JudgedReply.ByRedisExporter("-BUSY Redis is busy running a script.\r\n"u8).Reason);
}
