using System.Net.Sockets;
using System.Text;
using ScriptGrid.EmbeddedRedis;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EmbeddedRedis.Server;

/// <summary>What clients send and how they go, where the server's thread waits for sockets itself and where .NET's threads do.</summary>
public sealed class SocketWaitTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static TheoryData<bool> Ways { get; } = [true, false];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Commands_ManyAtOnceAndThenTheEnd_AreAllAnswered(bool waitsForSockets)
    {
        const int Count = 20_000;
        await using EmbeddedRedisServer redis = Start(waitsForSockets);
        using Socket client = await ConnectAsync(redis);

        Task sending = SendAsync(client, string.Concat(Enumerable.Repeat("PING\r\n", Count)));
        string replies = await ReadToEndAsync(client);
        await sending;

        Assert.Equal(Count * "+PONG\r\n".Length, replies.Length);
        await UntilAloneAsync(redis);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Command_LargeAndInPieces_IsPutTogether(bool waitsForSockets)
    {
        const int Size = 5_000_000;
        await using EmbeddedRedisServer redis = Start(waitsForSockets);
        using Socket client = await ConnectAsync(redis);

        await client.SendAsync(Encoding.ASCII.GetBytes($"*3\r\n$3\r\nSET\r\n$1\r\nk\r\n${Size}\r\n"));
        for (int sent = 0; sent < Size; sent += Size / 50)
        {
            await client.SendAsync(new byte[Size / 50]);
            await Task.Yield();
        }

        await SendAsync(client, "\r\n");

        Assert.Equal("+OK\r\n", await ReadToEndAsync(client));
        Assert.Equal(Size, redis.Snapshot()["k"].Bytes.Length);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Clients_ComeAndGo_LeaveNothingBehind(bool waitsForSockets)
    {
        await using EmbeddedRedisServer redis = Start(waitsForSockets);
        for (int i = 0; i < 300; i++)
        {
            using Socket client = await ConnectAsync(redis);
            await client.SendAsync("PING\r\n"u8.ToArray());
            if (i % 3 > 0)
            {
                Assert.Equal(7, await client.ReceiveAsync(new byte[7]).WaitAsync(Limit));
            }

            if (i % 3 == 1)
            {
                client.LingerState = new LingerOption(true, 0); // It goes with a reset.
            }
        }

        await UntilAloneAsync(redis);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Client_WhileAScriptRunsForTooLong_IsServed(bool waitsForSockets)
    {
        await using EmbeddedRedisServer redis = Start(waitsForSockets);
        redis.Execute("CONFIG", "SET", "busy-reply-threshold", 10);
        await using RespClient endless = await RespClient.ConnectAsync(redis.EndPoint);
        await using RespClient other = await RespClient.ConnectAsync(redis.EndPoint);
        Task<object?> script = endless.CommandAsync("EVAL", "while true do end", "0");

        await Repeat.UntilAsync(
            async () => (await Record.ExceptionAsync(() => other.CommandAsync("PING")))?.Message ?? "",
            static answer => answer.StartsWith("BUSY", StringComparison.Ordinal));
        Assert.Equal("OK", await other.CommandAsync("SCRIPT", "KILL"));

        RespException killed = await Assert.ThrowsAsync<RespException>(() => script);
        Assert.Contains("Script killed by user", killed.Message, StringComparison.Ordinal);
        Assert.Equal("PONG", await endless.CommandAsync("PING"));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Server_EndsWhileClientsWait_ClosesTheirConnections(bool waitsForSockets)
    {
        EmbeddedRedisServer redis = Start(waitsForSockets);
        using Socket idle = await ConnectAsync(redis);
        using Socket blocked = await ConnectAsync(redis);
        await blocked.SendAsync("BLPOP q 0\r\n"u8.ToArray());
        await Repeat.UntilAsync(() => Task.FromResult(redis.Execute("INFO", "clients").AsText()!), static info => info.Contains("blocked_clients:1", StringComparison.Ordinal));

        await redis.DisposeAsync();

        Assert.Equal(0, await idle.ReceiveAsync(new byte[1]).WaitAsync(Limit));
        Assert.Equal(0, await blocked.ReceiveAsync(new byte[1]).WaitAsync(Limit));
    }

    private static EmbeddedRedisServer Start(bool waitsForSockets) => EmbeddedRedisServer.Start(new EmbeddedRedisOptions { WaitsForSockets = waitsForSockets });

    private static async Task<Socket> ConnectAsync(EmbeddedRedisServer redis)
    {
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await client.ConnectAsync(redis.EndPoint);
        return client;
    }

    private static async Task SendAsync(Socket client, string text)
    {
        await client.SendAsync(Encoding.ASCII.GetBytes(text));
        client.Shutdown(SocketShutdown.Send);
    }

    private static async Task<string> ReadToEndAsync(Socket client)
    {
        var text = new StringBuilder();
        byte[] buffer = new byte[4096];
        while (await client.ReceiveAsync(buffer).WaitAsync(Limit) is var count and > 0)
        {
            text.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        return text.ToString();
    }

    private static Task<string> UntilAloneAsync(EmbeddedRedisServer redis) => Repeat.UntilAsync(
        () => Task.FromResult(redis.Execute("INFO", "clients").AsText()!), static info => info.Contains("connected_clients:0", StringComparison.Ordinal));
}
