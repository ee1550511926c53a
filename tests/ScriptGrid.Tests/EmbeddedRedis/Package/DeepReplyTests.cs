using System.Text;
using ScriptGrid.EmbeddedRedis;

namespace ScriptGrid.Tests.EmbeddedRedis.Package;

/// <summary>Replies that nest deeper than the caller's stack end in exceptions, not in the end of the process.</summary>
public sealed class DeepReplyTests
{
    private const int Depth = 200_000;
    private const int StackBytes = 256 * 1024;

    [Theory]
    [InlineData("*1\r\n")]
    [InlineData("|1\r\n+a\r\n")]
    public void Read_DeeperThanTheStack_IsRefused(string level)
    {
        byte[] reply = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(level, Depth)) + ":1\r\n");

        EmbeddedRedisException refused = Assert.IsType<EmbeddedRedisException>(OnSmallStack(() => new ReplyReader(reply).Read()));

        Assert.Equal("The reply is nested too deeply to be read on this thread.", refused.Message);
    }

    [Fact]
    public void Read_NotDeeperThanTheStack_IsRead() =>
        Assert.Null(OnSmallStack(static () => new ReplyReader(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("*1\r\n", 100)) + ":1\r\n")).Read().ToString()));

    [Fact]
    public void ToString_DeeperThanTheStack_Throws() =>
        Assert.IsType<InsufficientExecutionStackException>(OnSmallStack(static () => Deep().ToString()));

    [Fact]
    public void Equals_DeeperThanTheStack_Throws() =>
        Assert.IsType<InsufficientExecutionStackException>(OnSmallStack(static () => Deep().Equals(Deep())));

    private static RedisReply Deep()
    {
        RedisReply reply = RedisReply.Of(1);
        for (int i = 0; i < Depth; i++)
        {
            reply = RedisReply.Of(RedisReplyKind.Array, [reply]);
        }

        return reply;
    }

    private static Exception? OnSmallStack(Action run)
    {
        Exception? thrown = null;
        var thread = new Thread(() => thrown = Record.Exception(run), StackBytes);
        thread.Start();
        thread.Join();
        return thrown;
    }
}
