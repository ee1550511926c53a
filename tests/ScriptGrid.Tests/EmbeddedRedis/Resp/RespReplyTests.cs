using System.Text;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.Tests.EmbeddedRedis.Resp;

public class RespReplyTests
{
    private static readonly Dictionary<string, Action<IReply>> Pieces = new()
    {
        ["status"] = static reply => reply.Status("OK"),
        ["error"] = static reply => reply.Error("ERR two\r\nlines"),
        ["integer"] = static reply => reply.Integer(long.MinValue),
        ["bulk"] = static reply => reply.Bulk("a\r\nb"u8),
        ["empty"] = static reply => reply.Bulk([]),
        ["null"] = static reply => reply.Null(),
        ["null array"] = static reply => reply.NullArray(),
        ["array"] = static reply => reply.Array(2),
        ["map"] = static reply => reply.Map(2),
        ["set"] = static reply => reply.Set(2),
        ["double"] = static reply => reply.Double(0.5),
        ["true"] = static reply => reply.Boolean(true),
        ["false"] = static reply => reply.Boolean(false),
        ["big number"] = static reply => reply.BigNumber("12345678901234567890"),
        ["verbatim"] = static reply => reply.Verbatim("txt", "ab"u8),
        ["attribute"] = static reply => reply.Attribute(1),
    };

    [Theory]
    [InlineData("status", "+OK\r\n", "+OK\r\n")]
    [InlineData("error", "-ERR two  lines\r\n", "-ERR two  lines\r\n")]
    [InlineData("integer", ":-9223372036854775808\r\n", ":-9223372036854775808\r\n")]
    [InlineData("bulk", "$4\r\na\r\nb\r\n", "$4\r\na\r\nb\r\n")]
    [InlineData("empty", "$0\r\n\r\n", "$0\r\n\r\n")]
    [InlineData("null", "$-1\r\n", "_\r\n")]
    [InlineData("null array", "*-1\r\n", "_\r\n")]
    [InlineData("array", "*2\r\n", "*2\r\n")]
    [InlineData("map", "*4\r\n", "%2\r\n")]
    [InlineData("set", "*2\r\n", "~2\r\n")]
    [InlineData("double", "$3\r\n0.5\r\n", ",0.5\r\n")]
    [InlineData("true", ":1\r\n", "#t\r\n")]
    [InlineData("false", ":0\r\n", "#f\r\n")]
    [InlineData("big number", "$20\r\n12345678901234567890\r\n", "(12345678901234567890\r\n")]
    [InlineData("verbatim", "$2\r\nab\r\n", "=6\r\ntxt:ab\r\n")]
    [InlineData("attribute", "|1\r\n", "|1\r\n")]
    public void Write_EachPiece_IsThatOfTheProtocol(string piece, string resp2, string resp3)
    {
        Assert.Equal(resp2, Write(2, Pieces[piece]));
        Assert.Equal(resp3, Write(3, Pieces[piece]));
    }

    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(1.0, "1")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(0.1, "0.10000000000000001")]
    [InlineData(3.141, "3.141")]
    [InlineData(1e15, "1000000000000000")]
    [InlineData(1e16, "10000000000000000")]
    [InlineData(1e17, "1e+17")]
    [InlineData(1e30, "1e+30")]
    [InlineData(1e-4, "0.0001")]
    [InlineData(1e-7, "9.9999999999999995e-08")]
    [InlineData(1.7976931348623157e308, "1.7976931348623157e+308")]
    [InlineData(4.9406564584124654e-324, "4.9406564584124654e-324")]
    [InlineData(123456789.123456789, "123456789.12345679")]
    [InlineData(double.PositiveInfinity, "inf")]
    [InlineData(double.NegativeInfinity, "-inf")]
    public void Format_Double_HasSeventeenDigits(double value, string text)
    {
        Assert.Equal(text, RespDouble.Format(value));
    }

    [Fact]
    public void Error_Written_IsCountedOnceUnderItsCode()
    {
        var statistics = new ErrorStatistics();
        var reply = new RespReply(statistics, new BufferBudget(1 << 20));

        reply.Error("WRONGTYPE of value");
        reply.CountedError("ERR known already");

        Assert.Equal(1, statistics.Replies);
        Assert.Equal(("WRONGTYPE", 1L), statistics.ByCode.Select(static pair => (pair.Key, pair.Value)).Single());
        Assert.True(statistics.TakeFailed());
        Assert.False(statistics.TakeFailed());
    }

    private static string Write(int protocol, Action<IReply> write)
    {
        var reply = new RespReply(new ErrorStatistics(), new BufferBudget(1 << 20)) { Protocol = protocol };
        write(reply);
        return Encoding.Latin1.GetString(reply.Output.Written);
    }
}
