using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using ScriptGrid.EmbeddedRedis;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EmbeddedRedis.Server;

/// <summary>What clients may ask without taking the machine or the server. Alone, since some of it takes much of the machine.</summary>
[Collection(TimedTests.Name)]
public sealed class HostileClientsTests : IAsyncLifetime
{
    private const int BufferBytes = 8 << 20;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<string> _faults = new();
    private EmbeddedRedisServer? _server;

    public async Task InitializeAsync() => _server = await EmbeddedRedisServer.StartAsync(
        new EmbeddedRedisOptions { ScriptMemoryBytes = 64 << 20, BufferMemoryBytes = BufferBytes, FaultLog = _faults.Enqueue });

    public async Task DisposeAsync() => await _server!.DisposeAsync();

    [Fact]
    public async Task Clients_PromiseMuchAndSendLittle_AreServedOn()
    {
        var clients = new List<Socket>();
        for (int i = 0; i < 20; i++)
        {
            clients.Add(await ConnectAsync());
            await clients[i].SendAsync("*2\r\n$4\r\nECHO\r\n$536870912\r\nxxxx"u8.ToArray());
        }

        Assert.Equal("+PONG\r\n", await RunAsync("PING"));
        clients.ForEach(static client => client.Dispose());
        Assert.Empty(_faults);
    }

    [Theory]
    [InlineData("2147483646")]
    [InlineData("2147483648")]
    [InlineData("4294967295")]
    public async Task Header_LongerThanAnyArray_IsAProtocolError(string length)
    {
        Assert.Equal("+OK\r\n", await RunAsync("CONFIG", "SET", "proto-max-bulk-len", "4294967296"));
        using Socket client = await ConnectAsync();

        Assert.Equal("-ERR Protocol error: invalid bulk length\r\n", await AskToTheEndAsync(client, $"*1\r\n${length}\r\nabc"));
        Assert.Equal("+PONG\r\n", await RunAsync("PING"));
    }

    [Fact]
    public async Task Request_LargerThanTheServerMayHold_ClosesThatClient()
    {
        using Socket client = await ConnectAsync();

        await Record.ExceptionAsync(() => AskToTheEndAsync(client, $"*2\r\n$4\r\nECHO\r\n${2 * BufferBytes}\r\n" + new string('x', 2 * BufferBytes)));

        Assert.Contains("its request exceeds the limit", Assert.Single(_faults), StringComparison.Ordinal);
        Assert.Equal("+PONG\r\n", await RunAsync("PING"));
    }

    [Theory]
    [InlineData("MGET", "s", "s", "s", "s", "s")]
    [InlineData("EVAL", "local s = string.rep('x', 2^21) return {s, s, s, s, s}", "0")]
    [InlineData("EVAL", "local s = redis.call('GET', 's') return {s, {s, {s, s, s}}}", "0")]
    [InlineData("SRANDMEMBER", "m", "-100000000")]
    public async Task Reply_LargerThanTheServerMayHold_IsAnErrorAndMemoryComesBack(params string[] command)
    {
        await RunAsync("SETRANGE", "s", "2097151", "x");
        await RunAsync("SADD", "m", "a");
        await using RawRespClient client = await RawRespClient.ConnectAsync(_server!.EndPoint, 2);

        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(
                $"-ERR the reply exceeds the limit of {BufferBytes} bytes for all replies and requests of this server\r\n",
                await client.AskAsync(command));
            Assert.StartsWith("$2097152\r\n", await client.AskAsync("GET", "s"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("return loadstring('local a=1 ' .. string.rep('a=1 ', 3000000)) ~= nil")]
    [InlineData("local n = 0 return load(function() n = n + 1 return n < 3000 and string.rep('a=1 ', 1000) or nil end) ~= nil")]
    [InlineData("redis.call('SADD', 's', 'a') return #redis.call('SRANDMEMBER', 's', -100000000)")]
    [InlineData("for i = 1, 100 do redis.call('SETRANGE', 'k' .. i, 20000000, 'x') end")]
    [InlineData("for i = 1, 1000 do redis.call('APPEND', 'k', string.rep('x', 1000000)) end")]
    [InlineData("local t = {} for i = 1, 1e9 do t[i] = 'x' .. i end")]
    [InlineData("local s = 'x' while true do s = s .. s end")]
    [InlineData("local s = string.rep('x', 1000000) local t = {} for i = 1, 1e9 do t[i] = s:upper() end")]
    [InlineData("return cjson.decode('[' .. string.rep('[],', 3000000) .. '[]]')")]
    [InlineData("local t = 'x' for i = 1, 15 do t = {t, t, t, t, t, t, t, t} end return cmsgpack.pack(t)")]
    [InlineData("return #string.gsub(string.rep('x', 100000), 'x', string.rep('y', 100000))")]
    public async Task Script_MoreMemoryThanItMayHold_FailsAndMemoryComesBack(string script)
    {
        string failed = await RunAsync("EVAL", script, "0");

        Assert.Matches("^-.*(not enough memory|exceeds the limit)", failed);
        Assert.Equal("+OK\r\n", await RunAsync("FLUSHALL"));
        Assert.Equal(":10000000\r\n", await RunAsync("EVAL", "return #string.rep('x', 10000000)", "0"));
    }

    [Fact]
    public async Task Eval_SourceThatNeedsTooMuchMemory_IsRefused() =>
        Assert.Contains(
            "not enough memory",
            await RunAsync("EVAL", "local a=1 " + string.Concat(Enumerable.Repeat("a=1 ", 1_500_000)), "0"),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("error(string.rep('x', 2^23))")]
    [InlineData("return {err = string.rep('x', 2^23)}")]
    [InlineData("return redis.error_reply(string.rep('x', 2^23))")]
    [InlineData("return redis.status_reply(string.rep('x', 2^23))")]
    public async Task Script_TextLongerThanAnyMessage_IsCutOff(string script)
    {
        string reply = await RunAsync("EVAL", script, "0");

        Assert.Contains("xxx", reply, StringComparison.Ordinal);
        Assert.InRange(reply.Length, 1 << 20, (1 << 20) + 200);
    }

    [Theory]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nSET k 1\r\n")]
    [InlineData("PING\r\nhost: 127.0.0.1\r\nSET k 1\r\n")]
    [InlineData("*1\r\n$5\r\nHost:\r\n*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\n1\r\n")]
    public async Task Browser_SpeaksHttp_IsClosedBeforeWhatFollows(string request)
    {
        using Socket client = await ConnectAsync();

        await Record.ExceptionAsync(() => AskToTheEndAsync(client, request));

        Assert.Equal("$-1\r\n", await RunAsync("GET", "k"));
    }

    [Theory]
    [InlineData("CLIENT", "PAUSE", "9223372036854775807", "WRITE")]
    [InlineData("CLIENT", "PAUSE", "4294967295", "WRITE")]
    [InlineData("CONFIG", "SET", "timeout", "2147483647")]
    [InlineData("CONFIG", "SET", "busy-reply-threshold", "9223372036854775807")]
    public async Task Number_BeyondWhatTimersTake_IsTaken(params string[] command)
    {
        Assert.Equal("+OK\r\n", await RunAsync(command));
        Assert.Equal("+OK\r\n", await RunAsync("CLIENT", "UNPAUSE"));
        Assert.Empty(_faults);
    }

    [Theory]
    [InlineData("BLPOP", "k", "4000000000000")]
    [InlineData("XREAD", "BLOCK", "9223372036854775807", "STREAMS", "k", "$")]
    [InlineData("WAIT", "1", "9223372036854775807")]
    public async Task Wait_LongerThanTimersTake_GoesOn(params string[] command)
    {
        await using RawRespClient client = await RawRespClient.ConnectAsync(_server!.EndPoint, 2);
        string id = (await client.AskAsync("CLIENT", "ID"))[1..].TrimEnd();

        Task<string> wait = client.AskAsync(command);
        while (await RunAsync("CLIENT", "UNBLOCK", id, "ERROR") != ":1\r\n")
        {
            Assert.False(wait.IsCompleted);
        }

        Assert.StartsWith("-UNBLOCKED", await wait, StringComparison.Ordinal);
    }

    private async Task<string> RunAsync(params string[] words) => Encoding.Latin1.GetString(await _server!.ExecuteAsync(words));

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(_server!.EndPoint);
        return socket;
    }

    /// <summary>Sends, and reads until the other side closes.</summary>
    private static async Task<string> AskToTheEndAsync(Socket socket, string request)
    {
        using var expired = new CancellationTokenSource(Limit);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), expired.Token);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync(expired.Token);
    }
}
