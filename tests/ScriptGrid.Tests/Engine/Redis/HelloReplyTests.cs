using System.Text;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Tests.Engine.Redis;

public sealed class HelloReplyTests
{
    [Theory]
    [InlineData("%2\r\n$5\r\nproto\r\n:3\r\n$4\r\nmode\r\n$7\r\ncluster\r\n", true)]
    [InlineData("*4\r\n$5\r\nproto\r\n:2\r\n$4\r\nmode\r\n$7\r\ncluster\r\n", true)]
    [InlineData("%1\r\n$4\r\nmode\r\n$10\r\nstandalone\r\n", false)]
    [InlineData("%1\r\n$4\r\nrole\r\n$7\r\ncluster\r\n", false)]
    [InlineData("+OK\r\n", false)]
    public void IsClusterNode_AnswerToHello_IsWhatItsModeSays(string reply, bool expected) =>
        Assert.Equal(expected, HelloReply.IsClusterNode(Encoding.UTF8.GetBytes(reply)));
}
