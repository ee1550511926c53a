using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ScriptGrid.EmbeddedRedis;
using ScriptGrid.EmbeddedRedis.Clients;
using ScriptGrid.EmbeddedRedis.Execution;
using ScriptGrid.EmbeddedRedis.Resp;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EmbeddedRedis.Server;

/// <summary>A fault of the embedded Redis itself costs at most the client whose command met it, and is told in one line.</summary>
public sealed class FaultTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<string> _faults = new();

    [Fact]
    public async Task Command_MeetsAFault_ClosesThatClientAlone()
    {
        var time = new BreakableTime();
        await using EmbeddedRedisServer server = await StartAsync(time);
        await using RawRespClient victim = await RawRespClient.ConnectAsync(server.EndPoint, 2);
        await using RawRespClient other = await RawRespClient.ConnectAsync(server.EndPoint, 2);

        time.BreakTimestamps();
        string failed = await victim.AskAsync("GET", "k");
        time.Mend();

        Assert.Equal("-ERR the embedded Redis failed at 'get': InvalidOperationException: the clock is broken\r\n", failed);
        await Assert.ThrowsAnyAsync<IOException>(() => victim.AskAsync("PING"));
        Assert.Equal("+PONG\r\n", await other.AskAsync("PING"));
        Assert.Contains("the embedded Redis failed at 'get': InvalidOperationException: the clock is broken", _faults);
    }

    [Fact]
    public async Task ScriptLog_Throws_IsToldAndTheScriptGoesOn()
    {
        await using EmbeddedRedisServer server = await EmbeddedRedisServer.StartAsync(
            new EmbeddedRedisOptions { FaultLog = _faults.Enqueue, ScriptLog = static (_, _) => throw new InvalidOperationException("no log") });
        await using RawRespClient client = await RawRespClient.ConnectAsync(server.EndPoint, 2);

        Assert.Equal(":7\r\n", await client.AskAsync("EVAL", "redis.log(1, 'x') return 7", "0"));

        Assert.Equal("+PONG\r\n", await client.AskAsync("PING"));
        Assert.Equal("the log of scripts failed: InvalidOperationException: no log", Assert.Single(_faults));
    }

    [Fact]
    public async Task Housekeeping_MeetsAFault_IsToldAndGoesOn()
    {
        var time = new BreakableTime();
        await using EmbeddedRedisServer server = await StartAsync(time);
        await server.ExecuteAsync("CONFIG", "SET", "timeout", "1000");

        time.BreakNow();
        await UntilAsync(() => _faults.Any(static line => line == "the embedded Redis failed: InvalidOperationException: the clock is broken"));
        time.Mend();

        Assert.Equal("+PONG\r\n", Encoding.Latin1.GetString(await server.ExecuteAsync("PING")));
    }

    [Theory]
    [InlineData("parse")]
    [InlineData("reply")]
    [InlineData("end")]
    public async Task Connection_MeetsAFault_EndsWhileTheExecutorGoesOn(string stage)
    {
        var executor = new Executor("faults");
        executor.Start();
        using Socket listener = Listen();
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndPoint!);
        var budget = new BufferBudget(1 << 20);
        var connection = new Connection(await listener.AcceptAsync(), executor.Queue, new RespReply(new ErrorStatistics(), budget), budget)
        {
            Failed = fault => _faults.Enqueue(fault.Message),
            Closed = Throwing(stage == "end"),
        };
        connection.Sent = _ => Throwing(stage == "reply")();
        connection.Received = _ =>
        {
            Throwing(stage == "parse")();
            connection.Reply.Status("OK");
            connection.Flush();
            connection.Close();
        };

        executor.Queue.Post(connection.Receive);
        await client.SendAsync("x"u8.ToArray());

        await UntilAsync(() => !_faults.IsEmpty && connection.IsClosed);
        Assert.All(_faults, static fault => Assert.Equal("a bug", fault));
        var done = new TaskCompletionSource();
        executor.Queue.Post(done.SetResult);
        await done.Task.WaitAsync(Limit);
        executor.Stop();
        await executor.Ended.WaitAsync(Limit);
    }

    [Fact]
    public async Task Executor_CannotGoOn_EndsWithWhatWentWrong()
    {
        var executor = new Executor("faults") { Failed = static fault => throw fault };
        bool isTidied = false;
        executor.AtEnd = () => isTidied = true;
        executor.Start();

        executor.Queue.Post(static () => throw new InvalidOperationException("a bug"));

        InvalidOperationException fault = await Assert.ThrowsAsync<InvalidOperationException>(() => executor.Ended.WaitAsync(Limit));
        Assert.Equal("a bug", fault.Message);
        await UntilAsync(() => Volatile.Read(ref isTidied));
    }

    private Task<EmbeddedRedisServer> StartAsync(TimeProvider time) =>
        EmbeddedRedisServer.StartAsync(new EmbeddedRedisOptions { TimeProvider = time, FaultLog = _faults.Enqueue });

    private static Action Throwing(bool throws) => throws ? static () => throw new InvalidOperationException("a bug") : static () => { };

    private static Socket Listen()
    {
        var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        return listener;
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var expired = new CancellationTokenSource(Limit);
        while (!holds())
        {
            expired.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>The system's time, which a test breaks.</summary>
    private sealed class BreakableTime : TimeProvider
    {
        private bool _hasTimestamps = true;
        private bool _hasNow = true;

        internal void BreakTimestamps() => Volatile.Write(ref _hasTimestamps, false);

        internal void BreakNow() => Volatile.Write(ref _hasNow, false);

        internal void Mend()
        {
            Volatile.Write(ref _hasTimestamps, true);
            Volatile.Write(ref _hasNow, true);
        }

        public override long GetTimestamp() => Volatile.Read(ref _hasTimestamps) ? base.GetTimestamp() : throw Broken();

        public override DateTimeOffset GetUtcNow() => Volatile.Read(ref _hasNow) ? base.GetUtcNow() : throw Broken();

        private static InvalidOperationException Broken() => new("the clock is broken");
    }
}
