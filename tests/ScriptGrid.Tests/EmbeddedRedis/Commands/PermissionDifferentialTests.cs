using System.Text;
using ScriptGrid.EmbeddedRedis;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EmbeddedRedis.Commands;

/// <summary>What clients may do after passwords and permissions have changed, as with Redis.</summary>
public sealed class PermissionDifferentialTests(ServerPair servers) : IClassFixture<ServerPair>
{
    [Theory]
    [InlineData("&a*", "SUBSCRIBE ab", "resetchannels &b*", "PUBLISH ab m", ":0\r\n")]
    [InlineData("&a*", "SUBSCRIBE ab", "resetchannels &ab", "PUBLISH ab m", ":1\r\n")]
    [InlineData("&a*", "SSUBSCRIBE ab", "resetchannels &b*", "SPUBLISH ab m", ":0\r\n")]
    [InlineData("&a*", "PSUBSCRIBE a*", "resetchannels &a* &b", "PUBLISH ab m", ":1\r\n")]
    [InlineData("&a* &b", "PSUBSCRIBE a*", "resetchannels &b (&a* +@all)", "PUBLISH ab m", ":1\r\n")]
    [InlineData("allchannels", "PSUBSCRIBE a*", "resetchannels &a**", "PUBLISH ab m", ":0\r\n")]
    [InlineData("allchannels", "PSUBSCRIBE a*", "resetchannels &a*", "PUBLISH ab m", ":1\r\n")]
    [InlineData("allchannels", "SUBSCRIBE ab", "resetchannels", "PUBLISH ab m", ":0\r\n")]
    [InlineData("allchannels", "SUBSCRIBE ab", "resetchannels (allchannels +@all)", "PUBLISH ab m", ":1\r\n")]
    [InlineData("&ab", "SUBSCRIBE ab", "-subscribe", "PUBLISH ab m", ":1\r\n")]
    [InlineData("&ab", "SUBSCRIBE ab", "reset", "PUBLISH ab m", ":0\r\n")]
    public async Task SetUser_ChannelsOfASubscriber_DisconnectAsRedis(string before, string subscribe, string after, string publish, string receivers)
    {
        string[][] steps =
        [
            ["ACL", "DELUSER", "u"],
            ["ACL", "SETUSER", "u", "on", ">p", "+@all", "allkeys", .. before.Split(' ')],
            ["@2", "AUTH", "u", "p"],
            ["@2", .. subscribe.Split(' ')],
            ["ACL", "SETUSER", "u", .. after.Split(' ')],
            publish.Split(' '),
        ];

        Assert.Equal(receivers, await LastOfBothAsync(steps));
    }

    [Fact]
    public async Task SetUser_OwnChannels_DisconnectAfterTheReply()
    {
        await using RawRespClient client = await RawRespClient.ConnectAsync(servers.Embedded.EndPoint, 3);
        await client.AskAllAsync([["ACL", "SETUSER", "own", "on", ">p", "+@all", "allchannels"], ["AUTH", "own", "p"], ["SUBSCRIBE", "c"]]);

        Assert.Equal("+OK\r\n", await client.AskAsync("ACL", "SETUSER", "own", "resetchannels"));
        await Assert.ThrowsAnyAsync<IOException>(() => client.AskAsync("PING"));
    }

    [Fact]
    public async Task Exec_PermissionsChangedSinceQueueing_RefusesAsRedis()
    {
        string[][] steps =
        [
            ["ACL", "SETUSER", "x", "reset", "on", ">p", "+@all", "allkeys", "allchannels"],
            ["@2", "AUTH", "x", "p"],
            ["@2", "MULTI"],
            ["@2", "SET", "k", "1"],
            ["@2", "GET", "z"],
            ["@2", "PUBLISH", "c", "1"],
            ["@2", "CONFIG", "GET", "maxmemory"],
            ["ACL", "SETUSER", "x", "resetkeys", "~z", "resetchannels", "-config|get"],
            ["ACL", "LOG", "RESET"],
            ["CONFIG", "RESETSTAT"],
            ["@2", "EXEC"],
        ];

        Assert.Contains("This command is no longer allowed for the following reason: no permission to touch the specified keys", await LastOfBothAsync(steps), StringComparison.Ordinal);
        Assert.Contains("errorstat_NOPERM:count=3\r\n", await LastOfBothAsync([.. steps, ["INFO", "errorstats"]]), StringComparison.Ordinal);
        string log = Encoding.Latin1.GetString(await servers.Embedded.ExecuteAsync("ACL", "LOG"));
        Assert.Equal(3, log.Split("$7\r\ncontext\r\n$5\r\nmulti\r\n").Length - 1);
    }

    [Theory]
    [InlineData("CONFIG SET requirepass p", "CONFIG SET requirepass ")]
    [InlineData("ACL SETUSER default off", "ACL SETUSER default on")]
    [InlineData("ACL SETUSER default resetpass", "ACL SETUSER default nopass")]
    public async Task Login_NoLongerNeeded_LetsEarlierClientsIn(string locks, string opens)
    {
        string[][] steps = [["PING"], locks.Split(' '), ["@2", "PING"], opens.Split(' ')];

        Assert.StartsWith("-NOAUTH", await LastOfBothAsync([.. steps, ["@2", "HELLO"]]), StringComparison.Ordinal);
        Assert.Equal("+PONG\r\n", await LastOfBothAsync([.. steps, ["@2", "PING"]]));
    }

    [Fact]
    public async Task RequirePass_SameAsBefore_LeavesTheRulesOfTheUser()
    {
        string[][] steps = [["PING"], ["ACL", "SETUSER", "default", ">q"], ["CONFIG", "SET", "requirepass", ""], ["@2", "PING"], ["ACL", "SETUSER", "default", "nopass"]];

        Assert.Equal("-NOAUTH Authentication required.\r\n", await LastOfBothAsync(steps[..^1], undo: steps[^1]));
    }

    [Fact]
    public async Task DryRun_NamesWithAZeroByte_RepliesAsRedis()
    {
        string[][] commands =
        [
            ["u", "get\0x", "a"], ["u\0", "get", "a"], ["u\0x", "get", "a"], ["n\0o", "get", "a"], ["u", "f\0o", "a"], ["u", "config\0|get", "b"], ["u", "config", "ge\0t", "b"],
            ["u", "get", "a\0b"], ["u", "get", "b\0c"], ["u", "set", "b\0c", "d"], ["u", "get", "a", "b\0"],
        ];

        string differences = await servers.CompareAsync(
            2, [((string?)null, (string[])["ACL", "SETUSER", "u", "reset", "on", "+get", "~a"]), .. commands.Select(static (words, i) => ((string?)$"{i}", (string[])["ACL", "DRYRUN", .. words]))]);

        Assert.True(differences.Length == 0, differences);
    }

    [Fact]
    public async Task Auth_BeforeLargeCommandsInOneWrite_LiftsTheLimits()
    {
        await using EmbeddedRedisServer server = await EmbeddedRedisServer.StartAsync(new EmbeddedRedisOptions { Password = "p" });
        await using RawRespClient client = await RawRespClient.ConnectAsync(server.EndPoint, 2);

        string[] replies = await client.AskAllAsync(
            [["AUTH", "p"], ["MSET", .. Enumerable.Repeat("k", 10)], ["SET", "k", new string('x', 20_000)], ["STRLEN", "k"]]);

        Assert.Equal(["+OK\r\n", "+OK\r\n", "+OK\r\n", ":20000\r\n"], replies);
    }

    [Fact]
    public async Task Password_NotAscii_IsTheSameBytesEverywhere()
    {
        await using EmbeddedRedisServer server = await EmbeddedRedisServer.StartAsync(new EmbeddedRedisOptions { Password = "ж" });
        await using RawRespClient client = await RawRespClient.ConnectAsync(server.EndPoint, 2);

        Assert.Equal("+OK\r\n", await client.AskAsync("AUTH", "ж"));
        Assert.Equal("*2\r\n$11\r\nrequirepass\r\n$2\r\n\u00d0\u00b6\r\n", await client.AskAsync("CONFIG", "GET", "requirepass"));
        Assert.Equal("+OK\r\n", await client.AskAsync("CONFIG", "SET", "requirepass", "ы"));
        Assert.Equal("+OK\r\n", await client.AskAsync("AUTH", "ы"));
        Assert.Equal("*2\r\n$11\r\nrequirepass\r\n$2\r\n\u00d1\u008b\r\n", await client.AskAsync("CONFIG", "GET", "requirepass"));
    }

    /// <summary>Like <see cref="LastOfBothAsync(string[][])"/>, but asks both one more command at the end, over connections from before the steps.</summary>
    private async Task<string> LastOfBothAsync(string[][] steps, string[] undo)
    {
        await using RawRespClient real = await RawRespClient.ConnectAsync(servers.Real, 2);
        await using RawRespClient embedded = await RawRespClient.ConnectAsync(servers.Embedded.EndPoint, 2);
        try
        {
            return await LastOfBothAsync(steps);
        }
        finally
        {
            await real.AskAsync(undo);
            await embedded.AskAsync(undo);
        }
    }

    /// <summary>Runs the steps on both servers. Returns the reply to the last one, which must be the same.</summary>
    private async Task<string> LastOfBothAsync(string[][] steps)
    {
        string expected = await Conversation.RunAsync(servers.Real, 2, steps);
        string actual = await Conversation.RunAsync(servers.Embedded.EndPoint, 2, steps);
        Assert.Equal(expected, actual);
        return actual;
    }
}
