using System.Text;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Tests.Engine.Redis;

/// <summary>Which of the bytes that come are the reply to what was asked.</summary>
public sealed class ReplyBufferTests
{
    private const string Push = ">2\r\n+invalidate\r\n*0\r\n";
    private const string Attribute = "|1\r\n+ttl\r\n:3600\r\n";
    private const string Pair = "*2\r\n$1\r\na\r\n:1\r\n";

    [Theory]
    [InlineData(Push + Pair, Pair)]
    [InlineData(Pair + Push, Pair)]
    [InlineData(Attribute + Pair, Pair)]
    [InlineData(Push + Attribute + Push + Pair + Attribute + Push + Push, Pair)]
    [InlineData(">0\r\n>0\r\n|0\r\n+OK\r\n>0\r\n", "+OK\r\n")]
    [InlineData("*1\r\n" + Attribute + "*1\r\n" + Push + ":1\r\n", "*1\r\n" + Attribute + "*1\r\n" + Push + ":1\r\n")]
    public void Received_ServerSaysThingsAside_FindsTheReplyHoweverItIsSplit(string answer, string reply)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(answer);
        for (int split = 0; split < bytes.Length; split++)
        {
            ReplyBuffer buffer = Begin();
            bool isDone = split > 0 && Receive(buffer, bytes.AsSpan(0, split), out _);
            Failure? failure = null;
            if (!isDone)
            {
                Assert.True(Receive(buffer, bytes.AsSpan(split), out failure), $"split at {split}");
            }

            Assert.Null(failure);
            Assert.Equal(reply, Encoding.ASCII.GetString(buffer.Reply));
        }
    }

    [Theory]
    [InlineData(Pair + Pair)]
    [InlineData(Pair + "+")]
    [InlineData("+OK\r\n" + Push + "+OK\r\n")]
    [InlineData("+OK\r\n-ERR no\r\n")]
    public void Received_MoreThanTheReply_FailsWithProtocol(string answer)
    {
        Assert.True(Receive(Begin(), Encoding.ASCII.GetBytes(answer), out Failure? failure));

        Assert.Equal(FailureReason.Protocol, failure?.Reason);
        Assert.True(failure!.IsConnectionLost);
    }

    [Theory]
    [InlineData("+OK\r\n")]
    [InlineData(Push + ":1\r\n")]
    [InlineData("$10\r\nabc")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n")]
    public void Received_BeforeItAsked_FailsWithProtocol(string answer)
    {
        Assert.True(Receive(Begin(), Encoding.ASCII.GetBytes(answer), out Failure? failure, isAsked: false));

        Assert.Equal(FailureReason.Protocol, failure?.Reason);
        Assert.True(failure!.IsConnectionLost);
    }

    [Fact]
    public void Received_PushMessagesBeforeItAsked_ArePassedOverAndGoOnBeforeTheReply()
    {
        ReplyBuffer buffer = Begin();

        Assert.False(Receive(buffer, Encoding.ASCII.GetBytes(Push + Push[..7]), out _, isAsked: false));
        Assert.True(Receive(buffer, Encoding.ASCII.GetBytes(Push[7..] + Pair), out Failure? failure));

        Assert.Null(failure);
        Assert.Equal(Pair, Encoding.ASCII.GetString(buffer.Reply));
    }

    [Theory]
    [InlineData("-DENIED Redis is running in protected mode\r\n", FailureReason.Denied)]
    [InlineData("-ERR max number of clients reached\r\n", FailureReason.Connection)]
    [InlineData("-LOADING Redis is loa", FailureReason.Loading)]
    public void Received_ErrorBeforeItAsked_FailsInTheServersWords(string greeting, FailureReason reason)
    {
        Assert.True(Receive(Begin(), Encoding.ASCII.GetBytes(greeting), out Failure? failure, isAsked: false));

        Assert.Equal(reason, failure?.Reason);
        Assert.Equal(greeting.Trim('-', '\r', '\n'), failure!.Message);
        Assert.True(failure.IsConnectionLost);
    }

    [Theory]
    [InlineData(">0\r\n", true)]
    [InlineData(">0\r\n", false)]
    [InlineData(Attribute, true)]
    [InlineData(Push, false)]
    public void Received_SaidAsideWithoutEnd_FailsWithLimit(string aside, bool isAsked)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(aside);
        ReplyBuffer buffer = Begin(maxBytes: 10_000);
        int received = 0;
        Failure? failure;
        while (!Receive(buffer, bytes, out failure, isAsked))
        {
            received += bytes.Length;
            Assert.True(received <= 10_000);
        }

        Assert.Equal(FailureReason.Limit, failure?.Reason);
        Assert.Equal("the reply and the push messages with it are larger than max_reply_bytes (10000)", failure!.Message);
    }

    [Fact]
    public void Received_ReplyThenPushMessagesWithoutEnd_FailsWithLimit()
    {
        ReplyBuffer buffer = Begin(maxBytes: 10_000);
        bool isDone = Receive(buffer, Encoding.ASCII.GetBytes(Pair + ">1\r\n"), out Failure? failure);
        for (int i = 0; !isDone && i < 10_000; i++)
        {
            isDone = Receive(buffer, ":1\r\n>1\r\n"u8, out failure);
        }

        Assert.Equal(FailureReason.Limit, failure?.Reason);
    }

    [Theory]
    [InlineData("\u0015\u0003\u0003\u0000\u0002\u0002\u0046", FailureReason.Tls, "the server speaks TLS on this port: write rediss://, or tls for its group")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", FailureReason.Protocol, "the server speaks HTTP, not RESP: is it a Redis?")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", FailureReason.Protocol, "what the server sent is not RESP: is it a Redis?")]
    public void Received_AnotherProtocol_IsNamedWhereItIsKnown(string answer, FailureReason reason, string message)
    {
        Assert.True(Receive(Begin(), Encoding.Latin1.GetBytes(answer), out Failure? failure));

        Assert.Equal(reason, failure?.Reason);
        Assert.Equal(message, failure!.Message);
        Assert.True(failure.IsConnectionLost);
    }

    private static ReplyBuffer Begin(int maxBytes = 1024)
    {
        var buffer = new ReplyBuffer();
        buffer.Begin(maxBytes);
        return buffer;
    }

    private static bool Receive(ReplyBuffer buffer, ReadOnlySpan<byte> bytes, out Failure? failure, bool isAsked = true)
    {
        bool isDone;
        do
        {
            int count = Math.Min(bytes.Length, buffer.Room.Length);
            bytes[..count].CopyTo(buffer.Room.Span);
            bytes = bytes[count..];
            isDone = buffer.Received(count, isAsked, out failure);
        }
        while (!isDone && !bytes.IsEmpty);
        return isDone;
    }
}
