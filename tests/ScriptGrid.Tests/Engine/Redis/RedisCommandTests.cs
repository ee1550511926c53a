using System.Text;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Tests.Engine.Redis;

public sealed class RedisCommandTests
{
    [Theory]
    [InlineData("*1\r\n$4\r\nPING\r\n", "PING")]
    [InlineData("*2\r\n$3\r\nGET\r\n$0\r\n\r\n", "GET", "")]
    [InlineData("*2\r\n$3\r\nGET\r\n$7\r\nschön!\r\n", "GET", "schön!")]
    [InlineData("*3\r\n$3\r\nSET\r\n$4\r\na\r\nb\r\n$1\r\n1\r\n", "SET", "a\r\nb", "1")]
    public void Encode_Text_IsAnArrayOfBulkStringsWithLengthsInBytes(string expected, params string[] arguments) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(RedisCommand.Encode(arguments)));

    [Fact]
    public void Encode_BinaryArgument_IsSentAsItIs() =>
        Assert.Equal(
            [.. "*2\r\n$4\r\nECHO\r\n$3\r\n"u8, 0xff, 0x00, 0x0a, .. "\r\n"u8],
            RedisCommand.Encode(["ECHO"u8.ToArray(), new byte[] { 0xff, 0x00, 0x0a }]));
}
