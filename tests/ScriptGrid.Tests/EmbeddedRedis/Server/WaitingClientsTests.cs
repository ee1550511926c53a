using System.Net.Sockets;
using System.Text;
using ScriptGrid.EmbeddedRedis;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EmbeddedRedis.Server;

public class WaitingClientsTests
{
    [Fact]
    public async Task BlPop_PushedByAnother_IsServedWhoWaitedLongest()
    {
        await using EmbeddedRedisServer server = await StartAsync();
        await using RawRespClient first = await RawRespClient.ConnectAsync(server.EndPoint, 2);
        await using RawRespClient second = await RawRespClient.ConnectAsync(server.EndPoint, 2);
        Task<string[]> one = first.AskAllAsync([["BLPOP", "l", "other", "0"], ["PING"]]);
        await WaitUntilBlockedAsync(server, 1);
        Task<string> two = second.AskAsync("BLPOP", "l", "0");
        await WaitUntilBlockedAsync(server, 2);

        Assert.Equal(":2\r\n", await ExecuteAsync(server, "RPUSH", "l", "a", "b"));

        Assert.Equal(["*2\r\n$1\r\nl\r\n$1\r\na\r\n", "+PONG\r\n"], await one);
        Assert.Equal("*2\r\n$1\r\nl\r\n$1\r\nb\r\n", await two);
        Assert.Equal(":0\r\n", await ExecuteAsync(server, "EXISTS", "l"));
    }

    [Fact]
    public async Task BlPop_PushedAndTakenInAScript_WaitsOn()
    {
        await using EmbeddedRedisServer server = await StartAsync();
        await using RawRespClient client = await RawRespClient.ConnectAsync(server.EndPoint, 2);
        Task<string> popped = client.AskAsync("BLPOP", "l", "0");
        await WaitUntilBlockedAsync(server, 1);

        await ExecuteAsync(server, "EVAL", "redis.call('lpush', 'l', 'a') return redis.call('lpop', 'l')", "0");
        await ExecuteAsync(server, "EVAL", "redis.call('lpush', 'l', 'b') redis.call('lpush', 'l', 'c')", "0");

        Assert.Equal("*2\r\n$1\r\nl\r\n$1\r\nc\r\n", await popped);
    }

    [Fact]
    public async Task BlPop_AfterReplySkip_StaysSilentOnceServed()
    {
        await using EmbeddedRedisServer server = await StartAsync();
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(server.EndPoint);
        await client.SendAsync("CLIENT REPLY SKIP\r\nBLPOP l 0\r\nPING\r\n"u8.ToArray());
        await WaitUntilBlockedAsync(server, 1);

        await ExecuteAsync(server, "RPUSH", "l", "a");

        byte[] received = new byte[100];
        int count = await client.ReceiveAsync(received);
        Assert.Equal("+PONG\r\n", Encoding.ASCII.GetString(received, 0, count));
    }

    [Theory]
    [InlineData("*2\r\n$1\r\nl\r\n*1\r\n$1\r\na\r\n", "BLMPOP", "0", "2", "x", "l", "LEFT")]
    [InlineData("$1\r\na\r\n", "BLMOVE", "l", "m", "LEFT", "LEFT", "0")]
    [InlineData("$1\r\na\r\n", "BRPOPLPUSH", "l", "m", "0")]
    [InlineData("*2\r\n$1\r\nl\r\n$1\r\na\r\n", "BRPOP", "x", "l", "0")]
    public async Task BlockingCommand_PushedLater_RepliesAsAtOnce(string expected, params string[] command)
    {
        await using EmbeddedRedisServer server = await StartAsync();
        await using RawRespClient client = await RawRespClient.ConnectAsync(server.EndPoint, 2);
        Task<string> popped = client.AskAsync(command);
        await WaitUntilBlockedAsync(server, 1);

        await ExecuteAsync(server, "RPUSH", "l", "a");

        Assert.Equal(expected, await popped);
    }

    [Theory]
    [InlineData("*3\r\n$1\r\nz\r\n$1\r\na\r\n$3\r\n1.5\r\n", "BZPOPMIN", "x", "z", "0")]
    [InlineData("*2\r\n$1\r\nz\r\n*1\r\n*2\r\n$1\r\na\r\n$3\r\n1.5\r\n", "BZMPOP", "0", "1", "z", "MAX")]
    public async Task BlockingCommand_AddedLater_RepliesAsAtOnce(string expected, params string[] command)
    {
        await using EmbeddedRedisServer server = await StartAsync();
        await using RawRespClient client = await RawRespClient.ConnectAsync(server.EndPoint, 2);
        Task<string> popped = client.AskAsync(command);
        await WaitUntilBlockedAsync(server, 1);

        await ExecuteAsync(server, "ZADD", "z", "1.5", "a");

        Assert.Equal(expected, await popped);
    }

    [Theory]
    [InlineData("XREAD", "BLOCK", "0", "STREAMS", "s", "$")]
    [InlineData("XREADGROUP", "GROUP", "g", "c", "BLOCK", "0", "STREAMS", "s", ">")]
    public async Task XRead_AddedLater_GivesTheEntry(params string[] command)
    {
        await using EmbeddedRedisServer server = await StartAsync();
        await using RawRespClient client = await RawRespClient.ConnectAsync(server.EndPoint, 2);
        await ExecuteAsync(server, "XADD", "s", "1-1", "f", "old");
        await ExecuteAsync(server, "XGROUP", "CREATE", "s", "g", "$");
        Task<string> read = client.AskAsync(command);
        await WaitUntilBlockedAsync(server, 1);

        await ExecuteAsync(server, "XADD", "s", "2-1", "f", "new");

        Assert.Equal("*1\r\n*2\r\n$1\r\ns\r\n*1\r\n*2\r\n$3\r\n2-1\r\n*2\r\n$1\r\nf\r\n$3\r\nnew\r\n", await read);
    }

    [Fact]
    public async Task XReadGroup_GroupGoes_FailsAndIsCountedAsFailed()
    {
        await using EmbeddedRedisServer server = await StartAsync();
        await using RawRespClient client = await RawRespClient.ConnectAsync(server.EndPoint, 2);
        await ExecuteAsync(server, "XGROUP", "CREATE", "s", "g", "$", "MKSTREAM");
        Task<string> read = client.AskAsync("XREADGROUP", "GROUP", "g", "c", "BLOCK", "0", "STREAMS", "s", ">");
        await WaitUntilBlockedAsync(server, 1);

        await ExecuteAsync(server, "XGROUP", "DESTROY", "s", "g");

        Assert.StartsWith("-NOGROUP", await read, StringComparison.Ordinal);
        string info = await ExecuteAsync(server, "INFO", "commandstats");
        Assert.Matches("cmdstat_xreadgroup:calls=1,.*,failed_calls=1\r\n", info);
        Assert.Matches(@"cmdstat_xgroup\|destroy:calls=1,.*,failed_calls=0", info);
    }

    [Fact]
    public async Task BlPop_TimeIsOver_RepliesNull()
    {
        await using EmbeddedRedisServer server = await StartAsync();
        await using RawRespClient client = await RawRespClient.ConnectAsync(server.EndPoint, 3);

        Assert.Equal("_\r\n", await client.AskAsync("BLPOP", "l", "0.01"));
        Assert.Equal(":0\r\n", await client.AskAsync("WAIT", "1", "10"));
    }

    [Fact]
    public async Task ClientUnblock_WaitingClient_ComesBack()
    {
        await using EmbeddedRedisServer server = await StartAsync();
        await using RawRespClient client = await RawRespClient.ConnectAsync(server.EndPoint, 2);
        string id = (await client.AskAsync("CLIENT", "ID"))[1..^2];
        Task<string> popped = client.AskAsync("BLPOP", "l", "0");
        await WaitUntilBlockedAsync(server, 1);

        Assert.Equal(":1\r\n", await ExecuteAsync(server, "CLIENT", "UNBLOCK", id, "ERROR"));

        Assert.Equal("-UNBLOCKED client unblocked via CLIENT UNBLOCK\r\n", await popped);
        Assert.Equal(":0\r\n", await ExecuteAsync(server, "CLIENT", "UNBLOCK", id));
    }

    [Fact]
    public async Task WaitingClient_Leaves_IsForgotten()
    {
        await using EmbeddedRedisServer server = await StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(server.EndPoint);
        await client.GetStream().WriteAsync("BLPOP l 0\r\n"u8.ToArray());
        await WaitUntilBlockedAsync(server, 1);

        client.Close();
        await WaitUntilBlockedAsync(server, 0);

        Assert.Equal(":1\r\n", await ExecuteAsync(server, "RPUSH", "l", "a"));
        Assert.Equal(":1\r\n", await ExecuteAsync(server, "LLEN", "l"));
    }

    [Fact]
    public async Task ClientPause_All_HoldsUnpauseToo()
    {
        await using EmbeddedRedisServer server = await StartAsync();
        await using RawRespClient client = await RawRespClient.ConnectAsync(server.EndPoint, 2);
        await ExecuteAsync(server, "CLIENT", "PAUSE", "100000", "ALL");

        Task<string[]> held = client.AskAllAsync([["CLIENT", "UNPAUSE"], ["PING"]]);
        Assert.Equal("$-1\r\n", await ExecuteAsync(server, "GET", "k"));
        Assert.False(held.IsCompleted);
        await ExecuteAsync(server, "CLIENT", "UNPAUSE");
        Assert.Equal(["+OK\r\n", "+PONG\r\n"], await held);
    }

    [Fact]
    public async Task ClientPause_Writes_WaitUntilItEnds()
    {
        await using EmbeddedRedisServer server = await StartAsync();
        await using RawRespClient client = await RawRespClient.ConnectAsync(server.EndPoint, 2);
        await ExecuteAsync(server, "CLIENT", "PAUSE", "100000", "WRITE");

        Assert.Equal("$-1\r\n", await client.AskAsync("GET", "k"));
        Task<string[]> written = client.AskAllAsync([["SET", "k", "v"], ["GET", "k"]]);
        Assert.Equal("$-1\r\n", await ExecuteAsync(server, "GET", "k"));
        await ExecuteAsync(server, "CLIENT", "UNPAUSE");

        Assert.Equal(["+OK\r\n", "$1\r\nv\r\n"], await written);
    }

    [Fact]
    public async Task Publish_Subscribers_GetTheMessage()
    {
        await using EmbeddedRedisServer server = await StartAsync();
        await using RawRespClient plain = await RawRespClient.ConnectAsync(server.EndPoint, 2);
        await using RawRespClient modern = await RawRespClient.ConnectAsync(server.EndPoint, 3);
        Assert.Equal("*3\r\n$9\r\nsubscribe\r\n$1\r\nc\r\n:1\r\n", await plain.AskAsync("SUBSCRIBE", "c"));
        Assert.Equal(">3\r\n$10\r\npsubscribe\r\n$2\r\nc*\r\n:1\r\n", await modern.AskAsync("PSUBSCRIBE", "c*"));

        Assert.Equal(":2\r\n", await ExecuteAsync(server, "PUBLISH", "c", "hello"));

        Assert.Equal("*3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$5\r\nhello\r\n", await plain.AskAsync("PING"));
        Assert.Equal(">4\r\n$8\r\npmessage\r\n$2\r\nc*\r\n$1\r\nc\r\n$5\r\nhello\r\n", await modern.AskAsync("PING"));
    }

    [Fact]
    public async Task Watch_KeyChangedByAnother_FailsExec()
    {
        await using EmbeddedRedisServer server = await StartAsync();
        await using RawRespClient client = await RawRespClient.ConnectAsync(server.EndPoint, 2);
        await client.AskAsync("WATCH", "k");
        await ExecuteAsync(server, "SET", "k", "v");

        Assert.Equal(["+OK\r\n", "+QUEUED\r\n", "*-1\r\n"], await client.AskAllAsync([["MULTI"], ["GET", "k"], ["EXEC"]]));
        Assert.Equal(["+OK\r\n", "+QUEUED\r\n", "*1\r\n$1\r\nv\r\n"], await client.AskAllAsync([["MULTI"], ["GET", "k"], ["EXEC"]]));
    }

    private static Task<EmbeddedRedisServer> StartAsync() => EmbeddedRedisServer.StartAsync(new EmbeddedRedisOptions());

    private static async Task<string> ExecuteAsync(EmbeddedRedisServer server, params string[] words) =>
        Encoding.UTF8.GetString(await server.ExecuteAsync(words));

    private static async Task WaitUntilBlockedAsync(EmbeddedRedisServer server, int clients)
    {
        using var expired = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!(await ExecuteAsync(server, "INFO", "clients")).Contains($"blocked_clients:{clients}\r\n", StringComparison.Ordinal))
        {
            expired.Token.ThrowIfCancellationRequested();
        }
    }
}
