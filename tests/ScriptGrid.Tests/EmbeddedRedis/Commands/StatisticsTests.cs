using System.Text;
using ScriptGrid.EmbeddedRedis;
using ScriptGrid.Testing;
using ScriptGrid.Tests.EmbeddedRedis.Replication;

namespace ScriptGrid.Tests.EmbeddedRedis.Commands;

public class StatisticsTests
{
    [Fact]
    public async Task Info_CommandsThatRanFailedAndWereRefused_AreCounted()
    {
        await using EmbeddedRedisServer server = await EmbeddedRedisServer.StartAsync(new EmbeddedRedisOptions());
        await ExecuteAsync(server, "SET", "s", "x");
        await ExecuteAsync(server, "LPUSH", "s", "x");
        await ExecuteAsync(server, "GET");
        await ExecuteAsync(server, "NOPE");
        await ExecuteAsync(server, "CONFIG", "GET", "port");

        string info = await ExecuteAsync(server, "INFO", "commandstats", "errorstats", "stats");

        Assert.Matches("cmdstat_set:calls=1,usec=[0-9]+,usec_per_call=[0-9.]+,rejected_calls=0,failed_calls=0\r\n", info);
        Assert.Matches("cmdstat_lpush:calls=1,.*,rejected_calls=0,failed_calls=1\r\n", info);
        Assert.Matches("cmdstat_get:calls=0,.*,rejected_calls=1,failed_calls=0\r\n", info);
        Assert.Matches(@"cmdstat_config\|get:calls=1,", info);
        Assert.Contains("errorstat_ERR:count=2\r\nerrorstat_WRONGTYPE:count=1\r\n", info, StringComparison.Ordinal);
        Assert.Contains("total_error_replies:3\r\n", info, StringComparison.Ordinal);
        Assert.Contains("total_commands_processed:3\r\n", info, StringComparison.Ordinal);

        await ExecuteAsync(server, "CONFIG", "RESETSTAT");
        Assert.DoesNotContain("cmdstat_set", await ExecuteAsync(server, "INFO", "everything"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResetStat_OfReplicas_BeginsAnew()
    {
        await using EmbeddedRedisServer server = await EmbeddedRedisServer.StartAsync();
        await using (RawRespClient refused = await RawRespClient.ConnectAsync(server.EndPoint, 2))
        {
            await refused.AskAsync("PSYNC", new string('0', 40), "5");
        }

        await using ReplicationStream stream = await ReplicationStream.AttachAsync(server.EndPoint);
        await ExecuteAsync(server, "SET", "k", "v");
        string[] figures = ["sync_full:", "sync_partial_err:", "total_net_repl_output_bytes:"];
        string before = await ExecuteAsync(server, "INFO", "stats");
        string offset = await ExecuteAsync(server, "INFO", "replication");

        await ExecuteAsync(server, "CONFIG", "RESETSTAT");

        string after = await ExecuteAsync(server, "INFO", "stats");
        Assert.All(figures, figure => Assert.DoesNotContain(figure + "0\r\n", before, StringComparison.Ordinal));
        Assert.All(figures, figure => Assert.Contains(figure + "0\r\n", after, StringComparison.Ordinal));
        Assert.DoesNotContain("master_repl_offset:0\r\n", offset, StringComparison.Ordinal);
        Assert.DoesNotContain("master_repl_offset:0\r\n", await ExecuteAsync(server, "INFO", "replication"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Info_ErrorsInScripts_AreCountedOnce()
    {
        await using EmbeddedRedisServer server = await EmbeddedRedisServer.StartAsync(new EmbeddedRedisOptions());
        await ExecuteAsync(server, "SET", "s", "x");
        await ExecuteAsync(server, "EVAL", "return redis.call('lpush', 's', 'x')", "0");
        await ExecuteAsync(server, "EVAL", "redis.pcall('lpush', 's', 'x') return 1", "0");

        string info = await ExecuteAsync(server, "INFO", "commandstats", "errorstats");

        Assert.Matches("cmdstat_lpush:calls=2,.*,rejected_calls=0,failed_calls=2\r\n", info);
        Assert.Matches("cmdstat_eval:calls=2,.*,rejected_calls=0,failed_calls=1\r\n", info);
        Assert.Contains("# Errorstats\r\nerrorstat_WRONGTYPE:count=2\r\n", info, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Server|Clients|Memory|Persistence|Stats|Replication|CPU|Modules|Errorstats|Cluster|Keyspace")]
    [InlineData("everything", "Server|Clients|Memory|Persistence|Stats|Replication|CPU|Modules|Commandstats|Errorstats|Latencystats|Cluster|Keyspace")]
    [InlineData("server keyspace", "Server|Keyspace")]
    [InlineData("nothing", "")]
    public async Task Info_Sections_AreThoseAskedFor(string sections, string titles)
    {
        await using EmbeddedRedisServer server = await EmbeddedRedisServer.StartAsync(new EmbeddedRedisOptions());

        string info = await ExecuteAsync(server, ["INFO", .. sections.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal(titles, string.Join('|', info.Split("\r\n").Where(static line => line.StartsWith("# ", StringComparison.Ordinal)).Select(static line => line[2..])));
    }

    private static async Task<string> ExecuteAsync(EmbeddedRedisServer server, params string[] words) =>
        Encoding.UTF8.GetString(await server.ExecuteAsync(words));
}
