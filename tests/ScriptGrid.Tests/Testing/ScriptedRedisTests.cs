using System.Net;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Testing;

public sealed class ScriptedRedisTests
{
    [Fact]
    public async Task Answer_Drip_ArrivesWhole()
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static command => Resp.Array(Resp.Bulk(command[1]), Resp.Integer(7)));
        server.Drip = TimeSpan.FromMilliseconds(1);
        await using RespClient client = await RespClient.ConnectAsync(IPEndPoint.Parse(server.Address));

        object? reply = await client.CommandAsync("ECHO", "schön");

        Assert.Equal(["schön", 7L], Assert.IsType<object?[]>(reply));
        Assert.Equal(["ECHO", "schön"], Assert.Single(server.Commands));
    }

    [Fact]
    public async Task Answer_HangUp_ClosesTheConnectionOnly()
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static _ => ScriptedRedis.HangUp);
        await using RespClient first = await RespClient.ConnectAsync(IPEndPoint.Parse(server.Address));
        await Assert.ThrowsAnyAsync<IOException>(() => first.CommandAsync("PING"));

        server.Answer = static _ => Resp.Status("PONG");
        await using RespClient second = await RespClient.ConnectAsync(IPEndPoint.Parse(server.Address));

        Assert.Equal("PONG", await second.CommandAsync("PING"));
        Assert.Equal(2, server.ConnectionsAccepted);
    }
}
