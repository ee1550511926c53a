using System.Text;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Tests.Engine.Redis;

public sealed class RespFramerTests
{
    private const int Limit = 1024;

    public static TheoryData<string> Replies { get; } =
    [
        "+OK\r\n",
        "+\r\n",
        "-ERR something is wrong\r\n",
        ":-42\r\n",
        "_\r\n",
        "#t\r\n",
        "#f\r\n",
        ",3.25\r\n",
        ",-inf\r\n",
        "(3492890328409238509324850943850943825024385\r\n",
        "$0\r\n\r\n",
        "$5\r\nhello\r\n",
        "$4\r\n\r\n\r\n\r\n",
        "$-1\r\n",
        "=8\r\ntxt:text\r\n",
        "!7\r\nERR bad\r\n",
        "*0\r\n",
        "*-1\r\n",
        "%0\r\n",
        "*2\r\n$1\r\na\r\n:1\r\n",
        "~2\r\n+a\r\n+b\r\n",
        ">2\r\n+invalidate\r\n*0\r\n",
        ">0\r\n",
        "|1\r\n+ttl\r\n:3600\r\n",
        "*2\r\n|1\r\n+ttl\r\n:3600\r\n:1\r\n>2\r\n+a\r\n*1\r\n|0\r\n:9\r\n:2\r\n",
        "%1\r\n|0\r\n+a\r\n>0\r\n>-1\r\n:1\r\n",
        "%2\r\n+a\r\n:1\r\n+b\r\n*2\r\n:2\r\n:3\r\n",
        "*3\r\n*2\r\n+a\r\n,1.5\r\n*-1\r\n*1\r\n*1\r\n$2\r\nok\r\n",
    ];

    public static TheoryData<string> Garbage { get; } =
    [
        "HTTP/1.1 400 Bad Request\r\n\r\n",
        "\r\n",
        "?\r\n",
        "$x\r\n",
        "$\r\n",
        "$-2\r\n",
        "$1 \r\n",
        "$99999999999999999999\r\n",
        "*-7\r\n",
        "*1.5\r\n",
        "%one\r\n",
        "#maybe\r\n",
        "#\r\n",
        "$3\r\nabcde\r\n",
        "*2\r\n:1\r\nx\r\n",
    ];

    [Theory]
    [MemberData(nameof(Replies))]
    public void Advance_ReplyAndMore_EndsBehindTheReply(string reply)
    {
        var framer = default(RespFramer);

        Assert.Equal(FrameStatus.Complete, framer.Advance(Encoding.ASCII.GetBytes(reply + "+next\r\n"), Limit));
        Assert.Equal(reply.Length, framer.Length);
    }

    [Theory]
    [MemberData(nameof(Replies))]
    public void Advance_ReplyInTwoPieces_IsCompleteWithTheSecondOnly(string reply)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(reply);
        for (int split = 0; split < bytes.Length; split++)
        {
            var framer = default(RespFramer);

            Assert.Equal(FrameStatus.Incomplete, framer.Advance(bytes.AsSpan(0, split), Limit));
            Assert.Equal(FrameStatus.Complete, framer.Advance(bytes, Limit));
            Assert.Equal(bytes.Length, framer.Length);
        }
    }

    [Theory]
    [MemberData(nameof(Replies))]
    public void Advance_ReplyByteByByte_IsCompleteWithTheLastOnly(string reply)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(reply);
        var framer = default(RespFramer);
        for (int length = 1; length < bytes.Length; length++)
        {
            Assert.Equal(FrameStatus.Incomplete, framer.Advance(bytes.AsSpan(0, length), Limit));
        }

        Assert.Equal(FrameStatus.Complete, framer.Advance(bytes, Limit));
        Assert.Equal(bytes.Length, framer.Length);
    }

    [Theory]
    [MemberData(nameof(Garbage))]
    public void Advance_Garbage_IsInvalidHoweverItIsSplit(string garbage)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(garbage);
        for (int split = 0; split <= bytes.Length; split++)
        {
            var framer = default(RespFramer);
            FrameStatus first = framer.Advance(bytes.AsSpan(0, split), Limit);

            Assert.Contains(first, new[] { FrameStatus.Incomplete, FrameStatus.Invalid });
            Assert.Equal(FrameStatus.Invalid, first == FrameStatus.Invalid ? first : framer.Advance(bytes, Limit));
        }
    }

    [Theory]
    [InlineData("$1000\r\n")]
    [InlineData("$2147483647\r\n")]
    [InlineData("=2147483647\r\n")]
    [InlineData("!2147483647\r\n")]
    [InlineData("*301\r\n")]
    [InlineData("*2147483647\r\n")]
    [InlineData("%2147483647\r\n")]
    [InlineData("%151\r\n")]
    [InlineData("*2\r\n+a\r\n*2147483647\r\n")]
    public void Advance_PromiseBeyondTheLimit_IsTooLargeBeforeItComes(string header)
    {
        const int limit = 900;
        var framer = default(RespFramer);

        Assert.Equal(FrameStatus.TooLarge, framer.Advance(Encoding.ASCII.GetBytes(header), limit));
    }

    [Theory]
    [MemberData(nameof(Replies))]
    public void Advance_ReplyOfTheLimit_IsTakenAndOneByteMoreIsNot(string reply)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(reply);
        var within = default(RespFramer);
        var beyond = default(RespFramer);

        Assert.Equal(FrameStatus.Complete, within.Advance(bytes, bytes.Length));
        Assert.Equal(FrameStatus.TooLarge, beyond.Advance(bytes, bytes.Length - 1));
    }

    [Fact]
    public void Advance_LineWithoutEnd_IsTooLargeAtTheLimit()
    {
        byte[] line = Encoding.ASCII.GetBytes('+' + new string('a', Limit));
        var framer = default(RespFramer);

        Assert.Equal(FrameStatus.Incomplete, framer.Advance(line.AsSpan(0, Limit - 1), Limit));
        Assert.Equal(FrameStatus.TooLarge, framer.Advance(line.AsSpan(0, Limit), Limit));
    }

    [Theory]
    [InlineData(RespFramer.MaxDepth, nameof(FrameStatus.Complete))]
    [InlineData(RespFramer.MaxDepth + 1, nameof(FrameStatus.TooDeep))]
    public void Advance_NestedArrays_EndAtTheGreatestDepth(int depth, string expected)
    {
        byte[] reply = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("*1\r\n", depth)) + ":1\r\n");
        var framer = default(RespFramer);

        Assert.Equal(expected, framer.Advance(reply, Limit).ToString());
    }

    [Fact]
    public void Advance_DeepArraysSideBySide_DoNotAddUp()
    {
        string nested = string.Concat(Enumerable.Repeat("*1\r\n", RespFramer.MaxDepth - 1)) + ":1\r\n";
        byte[] reply = Encoding.ASCII.GetBytes($"*3\r\n{nested}{nested}{nested}");
        var framer = default(RespFramer);

        Assert.Equal(FrameStatus.Complete, framer.Advance(reply, Limit));
        Assert.Equal(reply.Length, framer.Length);
    }
}
