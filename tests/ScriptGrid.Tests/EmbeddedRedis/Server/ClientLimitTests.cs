using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using ScriptGrid.EmbeddedRedis;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EmbeddedRedis.Server;

/// <summary>Clients that do not read, or that take too much, are closed.</summary>
public class ClientLimitTests
{
    private const int MessageBytes = 1_000_000;

    [Fact]
    public async Task Subscriber_DoesNotRead_IsClosedAtTheHardLimit()
    {
        await using EmbeddedRedisServer server = await EmbeddedRedisServer.StartAsync(new EmbeddedRedisOptions());
        using TcpClient subscriber = await SubscribeAsync(server);

        int published = 0;
        while (await ExecuteAsync(server, "PUBLISH", "c", new string('x', MessageBytes)) == ":1\r\n")
        {
            published++;
        }

        // 32 MiB wait at most, and what the network has taken.
        Assert.InRange(published, 32, 60);
        Assert.DoesNotContain("flags=P", await ExecuteAsync(server, "CLIENT", "LIST"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subscriber_DoesNotReadForAMinute_IsClosedAtTheSoftLimit()
    {
        var time = new ManualTime();
        await using EmbeddedRedisServer server = await EmbeddedRedisServer.StartAsync(new EmbeddedRedisOptions { TimeProvider = time });
        using TcpClient subscriber = await SubscribeAsync(server);
        while (!Regex.IsMatch(await ExecuteAsync(server, "CLIENT", "LIST"), "omem=[0-9]{8} "))
        {
            await ExecuteAsync(server, "PUBLISH", "c", new string('x', MessageBytes)); // Until ten megabytes wait.
        }

        time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(":1\r\n", await ExecuteAsync(server, "PUBLISH", "c", "x"));

        time.Advance(TimeSpan.FromSeconds(3));
        using var expired = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (await ExecuteAsync(server, "PUBSUB", "NUMSUB", "c") != "*2\r\n$1\r\nc\r\n:0\r\n")
        {
            expired.Token.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromMilliseconds(100));
        }
    }

    [Fact]
    public async Task Clients_TakeMoreThanTheyMay_TheLargestGoesUnlessItIsExempt()
    {
        await using EmbeddedRedisServer server = await EmbeddedRedisServer.StartAsync(new EmbeddedRedisOptions());
        await using RawRespClient exempt = await RawRespClient.ConnectAsync(server.EndPoint, 2);
        await using RawRespClient large = await RawRespClient.ConnectAsync(server.EndPoint, 2);
        await using RawRespClient small = await RawRespClient.ConnectAsync(server.EndPoint, 2);
        await exempt.AskAsync("CLIENT", "NO-EVICT", "ON");
        await exempt.AskAllAsync([["MULTI"], ["SET", "k", new string('x', 3 * MessageBytes)]]);
        await large.AskAllAsync([["MULTI"], ["SET", "k", new string('x', 2 * MessageBytes)]]);

        Assert.Equal("+OK\r\n", await ExecuteAsync(server, "CONFIG", "SET", "maxmemory-clients", "4mb"));

        Assert.Equal("+PONG\r\n", await small.AskAsync("PING"));
        Assert.Equal("*1\r\n+OK\r\n", await exempt.AskAsync("EXEC"));
        await Assert.ThrowsAnyAsync<IOException>(() => large.AskAsync("EXEC"));
        Assert.Contains("evicted_clients:1\r\n", await ExecuteAsync(server, "INFO", "stats"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_SendsMoreThanItMay_IsClosed()
    {
        await using EmbeddedRedisServer server = await EmbeddedRedisServer.StartAsync(new EmbeddedRedisOptions());
        await ExecuteAsync(server, "CONFIG", "SET", "client-query-buffer-limit", "1mb");
        await using RawRespClient client = await RawRespClient.ConnectAsync(server.EndPoint, 2);

        Assert.Equal("+OK\r\n", await client.AskAsync("SET", "k", new string('x', MessageBytes)));
        await Assert.ThrowsAnyAsync<IOException>(() => client.AskAsync("SET", "k", new string('x', 5 * MessageBytes)));
    }

    [Fact]
    public async Task TrackedKeys_MoreThanMayBe_AreForgottenAndTold()
    {
        await using EmbeddedRedisServer server = await EmbeddedRedisServer.StartAsync(new EmbeddedRedisOptions());
        await using RawRespClient client = await RawRespClient.ConnectAsync(server.EndPoint, 3);
        await client.AskAllAsync([["CLIENT", "TRACKING", "ON"], ["MGET", "a", "b", "c"]]);
        Assert.Contains("tracking_total_keys:3\r\ntracking_total_items:3\r\n", await ExecuteAsync(server, "INFO", "stats"), StringComparison.Ordinal);

        await ExecuteAsync(server, "CONFIG", "SET", "tracking-table-max-keys", "2");
        using var expired = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!(await ExecuteAsync(server, "INFO", "stats")).Contains("tracking_total_keys:2\r\n", StringComparison.Ordinal))
        {
            expired.Token.ThrowIfCancellationRequested();
        }

        Assert.StartsWith(">2\r\n$10\r\ninvalidate\r\n*1\r\n$1\r\n", await client.AskAsync("PING"), StringComparison.Ordinal);
        Assert.Contains("tracking_clients:1\r\n", await ExecuteAsync(server, "INFO", "clients"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task IdleClient_IsClosedButNotReplicasAndThoseThatWait()
    {
        var time = new ManualTime();
        await using EmbeddedRedisServer server = await EmbeddedRedisServer.StartAsync(new EmbeddedRedisOptions { TimeProvider = time });
        await using RawRespClient idle = await RawRespClient.ConnectAsync(server.EndPoint, 2);
        using TcpClient replica = await SendAsync(server, "PSYNC ? -1\r\n");
        await ExecuteAsync(server, "CONFIG", "SET", "timeout", "10");
        await ExecuteAsync(server, "CLIENT", "PAUSE", "1000000", "WRITE");
        using TcpClient held = await SendAsync(server, "SET k v\r\n");
        await UntilListedAsync(server, "flags=b .* cmd=set ");
        await UntilListedAsync(server, "flags=S ");

        time.Advance(TimeSpan.FromSeconds(20));
        await UntilListedAsync(server, "cmd=hello", isListed: false);

        Assert.Matches("flags=S ", await ExecuteAsync(server, "CLIENT", "LIST"));
        await ExecuteAsync(server, "CLIENT", "UNPAUSE");
        byte[] reply = new byte["+OK\r\n".Length];
        await held.GetStream().ReadExactlyAsync(reply);
        Assert.Equal("+OK\r\n", Encoding.ASCII.GetString(reply));
        await Assert.ThrowsAnyAsync<IOException>(() => idle.AskAsync("PING"));
    }

    [Fact]
    public async Task ClientThatOnlyListens_IsSentSomething_IsNotIdle()
    {
        var time = new ManualTime();
        await using EmbeddedRedisServer server = await EmbeddedRedisServer.StartAsync(new EmbeddedRedisOptions { TimeProvider = time });
        await ExecuteAsync(server, "CONFIG", "SET", "timeout", "10");
        await using RawRespClient idle = await RawRespClient.ConnectAsync(server.EndPoint, 2);
        using TcpClient listener = await SendAsync(server, "HELLO 3\r\nCLIENT TRACKING ON BCAST\r\n");
        await UntilListedAsync(server, "flags=tB ");

        time.Advance(TimeSpan.FromSeconds(6));
        await ExecuteAsync(server, "SET", "k", "v");
        await UntilListedAsync(server, "idle=0 flags=tB ");
        time.Advance(TimeSpan.FromSeconds(6));
        await UntilListedAsync(server, "cmd=hello", isListed: false);

        Assert.Contains("idle=6 flags=tB ", await ExecuteAsync(server, "CLIENT", "LIST"), StringComparison.Ordinal);
        Assert.Contains("idle=0 ", await ExecuteAsync(server, "CLIENT", "INFO"), StringComparison.Ordinal);
    }

    private static async Task UntilListedAsync(EmbeddedRedisServer server, string pattern, bool isListed = true)
    {
        using var expired = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (Regex.IsMatch(await ExecuteAsync(server, "CLIENT", "LIST"), pattern) != isListed)
        {
            expired.Token.ThrowIfCancellationRequested();
        }
    }

    private static async Task<TcpClient> SendAsync(EmbeddedRedisServer server, string text)
    {
        var client = new TcpClient();
        await client.ConnectAsync(server.EndPoint);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));
        return client;
    }

    private static async Task<TcpClient> SubscribeAsync(EmbeddedRedisServer server)
    {
        TcpClient client = await SendAsync(server, "SUBSCRIBE c\r\n");
        await client.GetStream().ReadExactlyAsync(new byte["*3\r\n$9\r\nsubscribe\r\n$1\r\nc\r\n:1\r\n".Length]);
        return client;
    }

    private static async Task<string> ExecuteAsync(EmbeddedRedisServer server, params string[] words) =>
        Encoding.UTF8.GetString(await server.ExecuteAsync(words));
}
