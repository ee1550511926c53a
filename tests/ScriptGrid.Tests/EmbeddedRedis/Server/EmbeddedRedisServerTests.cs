using System.Net;
using System.Net.Sockets;
using System.Text;
using ScriptGrid.EmbeddedRedis;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EmbeddedRedis.Server;

public class EmbeddedRedisServerTests
{
    [Fact]
    public async Task StartAsync_PortZero_ListensOnAFreePort()
    {
        await using EmbeddedRedisServer server = await StartAsync();
        await using RawRespClient client = await RawRespClient.ConnectAsync(server.EndPoint, 2);

        Assert.NotEqual(0, server.EndPoint.Port);
        Assert.Equal("+PONG\r\n", await client.AskAsync("PING"));
    }

    [Fact]
    public async Task StartAsync_PortInUse_SaysSo()
    {
        await using EmbeddedRedisServer server = await StartAsync();

        var e = await Assert.ThrowsAsync<EmbeddedRedisException>(() => EmbeddedRedisServer.StartAsync(new EmbeddedRedisOptions { Port = server.EndPoint.Port }));

        Assert.Equal($"cannot listen on {server.EndPoint}: the address is already in use", e.Message);
    }

    [Fact]
    public async Task ExecuteAsync_Commands_ReplyAsRespAndShareOneSession()
    {
        await using EmbeddedRedisServer server = await EmbeddedRedisServer.StartAsync(new EmbeddedRedisOptions { Password = "secret" });

        Assert.Equal("+OK\r\n", await ExecuteAsync(server, "SELECT", "3"));
        Assert.Equal("+OK\r\n", await ExecuteAsync(server, "SET", "k", "v"));
        Assert.Equal("$1\r\nv\r\n", await ExecuteAsync(server, "GET", "k"));
        Assert.Equal("*-1\r\n", await ExecuteAsync(server, "BLPOP", "none", "0"));
        Assert.StartsWith("-ERR unknown command 'nope'", await ExecuteAsync(server, "nope"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExecuteAsync_ServerEnded_Throws()
    {
        EmbeddedRedisServer server = await StartAsync();
        await server.DisposeAsync();

        await Assert.ThrowsAsync<EmbeddedRedisException>(() => server.ExecuteAsync("PING"));
    }

    [Fact]
    public async Task Password_NotGiven_IsAskedFor()
    {
        await using EmbeddedRedisServer server = await EmbeddedRedisServer.StartAsync(new EmbeddedRedisOptions { Password = "secret" });
        await using RawRespClient client = await RawRespClient.ConnectAsync(server.EndPoint, 2);

        Assert.Equal("-NOAUTH Authentication required.\r\n", await client.AskAsync("PING"));
        Assert.Equal("-WRONGPASS invalid username-password pair or user is disabled.\r\n", await client.AskAsync("AUTH", "wrong"));
        Assert.Equal("+OK\r\n", await client.AskAsync("AUTH", "secret"));
        Assert.Equal("+PONG\r\n", await client.AskAsync("PING"));
    }

    [Fact]
    public async Task Pipeline_ManyCommands_AllAnsweredInOrder()
    {
        await using EmbeddedRedisServer server = await StartAsync();
        await using RawRespClient client = await RawRespClient.ConnectAsync(server.EndPoint, 2);

        string[] replies = await client.AskAllAsync([.. Enumerable.Range(0, 20_000).Select(static i => (string[])["ECHO", $"{i}"])]);

        Assert.Equal(Enumerable.Range(0, 20_000).Select(static i => $"${$"{i}".Length}\r\n{i}\r\n"), replies);
    }

    [Fact]
    public async Task LargeValue_SetAndGet_ComesBackWhole()
    {
        await using EmbeddedRedisServer server = await StartAsync();
        await using RawRespClient client = await RawRespClient.ConnectAsync(server.EndPoint, 2);
        string value = new('x', 20_000_000);

        Assert.Equal("+OK\r\n", await client.AskAsync("SET", "k", value));
        Assert.Equal($"$20000000\r\n{value}\r\n", await client.AskAsync("GET", "k"));
    }

    [Fact]
    public async Task ClientThatDoesNotRead_HoldsNobodyUpAndIsAnsweredLater()
    {
        await using EmbeddedRedisServer server = await StartAsync();
        await ExecuteAsync(server, "SET", "k", new string('x', 1_000_000));
        using var slow = new TcpClient();
        await slow.ConnectAsync(server.EndPoint);
        await slow.GetStream().WriteAsync(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("GET k\r\n", 100))));
        await using RawRespClient other = await RawRespClient.ConnectAsync(server.EndPoint, 2);

        Assert.Equal("+PONG\r\n", await other.AskAsync("PING"));

        byte[] replies = new byte[100 * (1_000_000 + "$1000000\r\n\r\n".Length)];
        await slow.GetStream().ReadExactlyAsync(replies);
        Assert.Equal("+PONG\r\n", await other.AskAsync("PING"));
    }

    [Fact]
    public async Task MaxClients_OneMore_IsSentAway()
    {
        await using EmbeddedRedisServer server = await StartAsync();
        await using RawRespClient first = await RawRespClient.ConnectAsync(server.EndPoint, 2);
        await ExecuteAsync(server, "CONFIG", "SET", "maxclients", "1");

        Assert.Equal("-ERR max number of clients reached\r\n", await ReadToEndAsync(server.EndPoint, ""));
    }

    [Fact]
    public async Task BrokenProtocol_IsToldAndClosed()
    {
        await using EmbeddedRedisServer server = await StartAsync();

        Assert.Equal("-ERR Protocol error: expected '$', got ':'\r\n", await ReadToEndAsync(server.EndPoint, "*1\r\n:1\r\n"));
        Assert.Equal("+PONG\r\n-ERR Protocol error: unbalanced quotes in request\r\n", await ReadToEndAsync(server.EndPoint, "ping\r\n'x\r\n"));
    }

    [Fact]
    public async Task Quit_Sent_IsAnsweredAndClosed()
    {
        await using EmbeddedRedisServer server = await StartAsync();

        Assert.Equal("+OK\r\n", await ReadToEndAsync(server.EndPoint, "QUIT\r\n"));
    }

    [Fact]
    public async Task Shutdown_ByAClient_EndsTheServer()
    {
        await using EmbeddedRedisServer server = await StartAsync();

        Assert.Equal("", await ReadToEndAsync(server.EndPoint, "SHUTDOWN NOSAVE\r\n"));

        await server.Completion.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task DisposeAsync_Connections_AreClosed()
    {
        EmbeddedRedisServer server = await StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(server.EndPoint);
        await client.GetStream().WriteAsync("PING\r\n"u8.ToArray());
        byte[] pong = new byte["+PONG\r\n".Length];
        await client.GetStream().ReadExactlyAsync(pong);

        await server.DisposeAsync();

        Assert.Equal(0, await client.GetStream().ReadAsync(new byte[1]));
    }

    private static Task<EmbeddedRedisServer> StartAsync() => EmbeddedRedisServer.StartAsync(new EmbeddedRedisOptions());

    private static async Task<string> ExecuteAsync(EmbeddedRedisServer server, params string[] words) =>
        Encoding.UTF8.GetString(await server.ExecuteAsync(words));

    private static async Task<string> ReadToEndAsync(IPEndPoint address, string bytes)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(bytes));
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadToEndAsync();
    }
}
