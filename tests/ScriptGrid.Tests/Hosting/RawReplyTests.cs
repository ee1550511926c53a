using System.Text;
using ScriptGrid.Hosting;

namespace ScriptGrid.Tests.Hosting;

public sealed class RawReplyTests
{
    [Theory]
    [InlineData("$5\r\na\"b\\c\r\n", "\"a\\\"b\\\\c\"\n")]
    [InlineData("$6\r\nÿ\u0001x\u001b\n\r\n", "\"ÿ\\x01x\\x1b\\n\"\n")]
    [InlineData("$6\r\n\u202ea\t\a\r\n", "\"\\xe2\\x80\\xaea\\t\\a\"\n")]
    [InlineData("+fine\u001b[31m\r\n", "fine\\x1b[31m\n")]
    [InlineData("-ERR \u001b[2J\r\n", "(error) ERR \\x1b[2J\n")]
    public void Format_WhatIsNotSafeToShow_IsEscaped(string reply, string expected) => Assert.Equal(expected, RawReply.Format(Encoding.UTF8.GetBytes(reply)));

    [Fact]
    public void Format_BytesThatAreNoText_AreEscapedOnce() => Assert.Equal("\"\\xff\\xfex\"\n", RawReply.Format([.. "$3\r\n"u8, 0xff, 0xfe, (byte)'x', .. "\r\n"u8]));
}
