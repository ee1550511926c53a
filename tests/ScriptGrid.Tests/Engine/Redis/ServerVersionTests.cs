using System.Text;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Tests.Engine.Redis;

public sealed class ServerVersionTests
{
    [Theory]
    [InlineData("%2\r\n$6\r\nserver\r\n$5\r\nredis\r\n$7\r\nversion\r\n$6\r\n7.0.15\r\n", "7.0.15")]
    [InlineData("*4\r\n$6\r\nserver\r\n$6\r\nvalkey\r\n$7\r\nversion\r\n$5\r\n8.1.0\r\n", "8.1.0")]
    [InlineData("%2\r\n$5\r\nproto\r\n:3\r\n$7\r\nversion\r\n$7\r\n255.1.0\r\n", "255.1.0")]
    [InlineData("%1\r\n$7\r\nversion\r\n$7\r\n256.1.0\r\n", null)]
    [InlineData("%1\r\n$7\r\nversion\r\n$8\r\ndf-v1.20\r\n", null)]
    [InlineData("%1\r\n$7\r\nversion\r\n$3\r\n7.0\r\n", null)]
    [InlineData("%1\r\n$7\r\nversion\r\n*1\r\n$5\r\n1.2.3\r\n", null)]
    [InlineData("%2\r\n$7\r\nmodules\r\n*1\r\n:1\r\n$7\r\nversion\r\n$5\r\n1.2.3\r\n", null)]
    [InlineData("+OK\r\n", null)]
    public void Read_AnswerToHello_GivesTheVersion(string reply, string? expected) =>
        Assert.Equal(expected, ServerVersion.Read(Encoding.UTF8.GetBytes(reply))?.ToString());
}
