using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EmbeddedRedis.Commands;

/// <summary>How many changes commands of groups count as, as with Redis: replicas get no command that counts as none.</summary>
public sealed class StreamGroupDifferentialTests(ServerPair servers) : IClassFixture<ServerPair>
{
    [Theory]
    [InlineData(false, "XACK s g 2-1")]
    [InlineData(true, "XACK s g 1-1 2-1")]
    [InlineData(false, "XGROUP DELCONSUMER s g nobody")]
    [InlineData(true, "XGROUP DELCONSUMER s g ann")]
    [InlineData(false, "XCLAIM s g bob 0 2-1")]
    [InlineData(false, "XCLAIM s g bob 100000 1-1")]
    [InlineData(true, "XCLAIM s g bob 0 1-1")]
    [InlineData(true, "XCLAIM s g bob 0 3-1")]
    [InlineData(true, "XCLAIM s g bob 0 2-1 LASTID 9-1")]
    [InlineData(true, "XAUTOCLAIM s g bob 100000 -")]
    [InlineData(false, "XAUTOCLAIM s g bob 0 9-1")]
    [InlineData(true, "XAUTOCLAIM s g bob 0 3-1")]
    [InlineData(true, "XAUTOCLAIM s g bob 0 -")]
    public async Task Calls_ThatTakeNothing_AreNoChanges(bool changes, string call)
    {
        foreach (EndPoint server in new[] { servers.Real, servers.Embedded.EndPoint })
        {
            await using RawRespClient client = await RawRespClient.ConnectAsync(server, 2);
            string[] replies = await client.AskAllAsync(
            [
                ["FLUSHALL"],
                ["XADD", "s", "1-1", "a", "b"],
                ["XADD", "s", "3-1", "a", "b"],
                ["XGROUP", "CREATE", "s", "g", "0"],
                ["XREADGROUP", "GROUP", "g", "ann", "STREAMS", "s", ">"],
                ["XDEL", "s", "3-1"],
                ["XADD", "s", "4-1", "a", "b"],
                ["INFO", "persistence"],
                call.Split(' '),
                ["INFO", "persistence"],
            ]);

            Assert.Equal(changes, Changes(replies[^1]) > Changes(replies[^3]));
        }
    }

    private static long Changes(string info) =>
        long.Parse(Regex.Match(info, "rdb_changes_since_last_save:([0-9]+)").Groups[1].Value, CultureInfo.InvariantCulture);
}
