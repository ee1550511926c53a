using System.Text;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Tests.Engine.Redis;

public sealed class RoleReplyTests
{
    [Theory]
    [InlineData("*3\r\n$6\r\nmaster\r\n:0\r\n*0\r\n", ServerRole.Master)]
    [InlineData("*5\r\n$5\r\nslave\r\n$9\r\n127.0.0.1\r\n:6379\r\n$9\r\nconnected\r\n:14\r\n", ServerRole.Replica)]
    [InlineData("$36\r\n# Replication\r\nrole:master\r\nslaves:0\r\n\r\n", ServerRole.Master)]
    [InlineData("=40\r\ntxt:# Replication\r\nrole:slave\r\nmaster_a:b\r\n\r\n", ServerRole.Replica)]
    [InlineData("$13\r\nrole:replica\n\r\n", null)]
    [InlineData("$12\r\nrole:replica\r\n", ServerRole.Replica)]
    public void Read_WhatServersAnswer_GivesTheRole(string reply, ServerRole? expected) =>
        Assert.Equal(expected, RoleReply.Read(Encoding.ASCII.GetBytes(reply)).Role);

    [Theory]
    [InlineData("*2\r\n$8\r\nsentinel\r\n*0\r\n", "it is \"sentinel\", neither master nor replica")]
    [InlineData("*0\r\n", "the answer names no role")]
    [InlineData("$14\r\n# Replication\n\r\n", "the answer names no role")]
    [InlineData("_\r\n", "the answer names no role")]
    [InlineData("+OK\r\n", "the answer names no role")]
    public void Read_NoRole_SaysWhatCame(string reply, string message)
    {
        RoleReading reading = RoleReply.Read(Encoding.ASCII.GetBytes(reply));

        Assert.Null(reading.Role);
        Assert.Equal(new Failure(FailureReason.Unsupported, message), reading.Failure);
        Assert.True(reading.IsRefused);
    }
}
