using ScriptGrid.Cluster;

namespace ScriptGrid.ClusterTests;

public sealed class BriefTests
{
    [Theory]
    [InlineData("Connection refused (127.0.0.1:6379)", "Connection refused (127.0.0.1:6379)")]
    [InlineData("Forwarding failed: tried to forward message\n   at Orleans.Runtime.X()\n   at Y()", "Forwarding failed: tried to forward message")]
    [InlineData(
        "Exception while sending message: Orleans.Runtime.Messaging.ConnectionFailedException: Unable to connect to S127.0.0.1:24233:155006747, will retry after 82.0254ms\n   at X",
        "Unable to connect to S127.0.0.1:24233:155006747")]
    [InlineData("\r\nsecond\r\nthird", "second")]
    [InlineData("It was late; the store, at 10.0.0.1: 6379, did not answer", "It was late; the store, at 10.0.0.1: 6379, did not answer")]
    [InlineData(
        "No connection is active/available to service this operation: HGETALL; It was not possible to connect to the redis server(s)., mc: 1/1/0, mgr: 10 of 10 available, v: 2.8",
        "No connection is active/available to service this operation: HGETALL; It was not possible to connect to the redis server(s).")]
    public void Of_Message_IsItsFirstLineWithoutFigures(string message, string brief) => Assert.Equal(brief, Brief.Of(message));

    [Fact]
    public void Of_LongLine_IsCut() => Assert.Equal(301, Brief.Of(new string('a', 5000)).Length);
}
