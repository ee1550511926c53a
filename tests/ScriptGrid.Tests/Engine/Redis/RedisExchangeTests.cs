using System.Globalization;
using System.Text;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Redis;

/// <summary>
/// What comes of servers that answer late, oddly or not at all: where epoll waits for sockets, and where .NET does, each with TLS and without.
/// </summary>
public abstract class RedisExchangeTests : IDisposable
{
    private readonly Lazy<TestCertificates> _certificates = new();

    private protected abstract bool IsPolled { get; }

    private protected abstract bool IsTls { get; }

    private TestCertificates? Certificates => IsTls ? _certificates.Value : null;

    public void Dispose()
    {
        if (_certificates.IsValueCreated)
        {
            _certificates.Value.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(1_000_000)]
    [InlineData(20_000_000)]
    public async Task ExecuteAsync_ReplyOfAnySize_ArrivesWhole(int size)
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync(Certificates);
        using RedisSession session = await OpenAsync($"redis://{server.Address}");

        Assert.Null(await session.AskAsync("ECHO", new string('x', size)));
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"${size}\r\n{new string('x', size)}\r\n"), session.Reply);

        Assert.Null(await session.AskAsync("PING"));
        Assert.Equal("+PONG\r\n", session.Reply);
    }

    [Fact]
    public async Task ExecuteAsync_ReplyDrippedByteByByte_ArrivesWhole()
    {
        byte[] reply = Resp.Array(Resp.Bulk("a"), Resp.Integer(1), Resp.Array(Resp.Bulk("b\r\nc"), Resp.Status("d")));
        await using ScriptedRedis server = ScriptedRedis.Start(_ => reply, Certificates);
        server.Drip = TimeSpan.FromMilliseconds(1);

        using RedisSession session = await OpenAsync($"redis://{server.Address}");

        Assert.Null(await session.AskAsync("PING"));
        Assert.Equal(Encoding.UTF8.GetString(reply), session.Reply);
    }

    [Theory]
    [InlineData(">2\r\n+invalidate\r\n*0\r\n+PONG\r\n")]
    [InlineData("+PONG\r\n>1\r\n+again\r\n")]
    public async Task ExecuteAsync_PushMessagesAroundTheReply_ArePassedOver(string answer)
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static _ => Resp.Ok, Certificates);
        using RedisSession session = await OpenAsync($"redis://{server.Address}");
        server.Answer = _ => Encoding.ASCII.GetBytes(answer);

        Assert.Null(await session.AskAsync("PING"));

        Assert.Equal("+PONG\r\n", session.Reply);
    }

    [Fact]
    public async Task ExecuteAsync_PushMessagesSinceTheLastReply_ArePassedOver()
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static _ => Resp.Ok, Certificates);
        using RedisSession session = await OpenAsync($"redis://{server.Address}");
        for (int i = 0; i < 1000; i++)
        {
            await server.SendAsync(">2\r\n+invalidate\r\n*0\r\n"u8.ToArray());
        }

        Assert.Null(await session.AskAsync("PING"));

        Assert.Equal("+OK\r\n", session.Reply);
    }

    [Fact]
    public async Task ExecuteAsync_ReplySinceTheLastReply_IsTakenForNoOther()
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static _ => Resp.Ok, Certificates);
        using RedisSession session = await OpenAsync($"redis://{server.Address}");
        await server.SendAsync(Resp.Integer(1));

        Failure? failure = await session.AskAsync("PING");

        Assert.Equal(FailureReason.Protocol, failure?.Reason);
        Assert.Equal("the server sent something before it was asked", failure!.Message);
    }

    [Theory]
    [InlineData(">0\r\n")]
    [InlineData("|1\r\n+a\r\n+b\r\n")]
    [InlineData("*1\r\n")]
    public async Task ExecuteAsync_ServerThatNeverEnds_FailsWithLimit(string endless)
    {
        byte[] flood = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(endless, 100_000)));
        await using ScriptedRedis server = ScriptedRedis.Start(command => command[0] == "PING" ? flood : Resp.Ok, Certificates);
        using RedisSession session = await OpenAsync($"redis://{server.Address}");

        Failure? failure = await session.AskAsync(200_000, "PING");

        Assert.Equal(FailureReason.Limit, failure?.Reason);
        Assert.True(failure!.IsConnectionLost);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("+PONG\r\n+PONG\r\n")]
    [InlineData("$3\r\ntoo long\r\n")]
    public async Task ExecuteAsync_Garbage_FailsWithProtocol(string answer)
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static _ => Resp.Ok, Certificates);
        using RedisSession session = await OpenAsync($"redis://{server.Address}");
        server.Answer = _ => Encoding.ASCII.GetBytes(answer);

        Failure? failure = await session.AskAsync("PING");

        Assert.Equal(FailureReason.Protocol, failure?.Reason);
        Assert.True(failure!.IsConnectionLost);
    }

    [Theory]
    [InlineData("$1000001\r\n")]
    [InlineData("*2000000000\r\n")]
    public async Task ExecuteAsync_ReplyBeyondTheLimit_FailsWithLimit(string answer)
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static _ => Resp.Ok, Certificates);
        using RedisSession session = await OpenAsync($"redis://{server.Address}");
        server.Answer = _ => Encoding.ASCII.GetBytes(answer);

        Failure? failure = await session.AskAsync(1_000_000, "PING");

        Assert.Equal(FailureReason.Limit, failure?.Reason);
        Assert.Equal("the reply is larger than max_reply_bytes (1000000)", failure!.Message);
    }

    [Fact]
    public async Task ExecuteAsync_ServerCloses_FailsWithConnectionAndTellsWhetherItWasAsked()
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static _ => Resp.Ok, Certificates);
        using RedisSession session = await OpenAsync($"redis://{server.Address}");
        server.Answer = static _ => ScriptedRedis.HangUp;

        Failure? asked = await session.AskAsync("PING");
        Failure? unasked = await session.AskAsync("PING");

        Assert.Equal((FailureReason.Connection, true, false), (asked!.Reason, asked.IsConnectionLost, asked.IsUnasked));
        Assert.Equal((FailureReason.Connection, true, true), (unasked!.Reason, unasked.IsConnectionLost, unasked.IsUnasked));
    }

    [Fact]
    public async Task Dispose_WhileAReplyIsAwaited_EndsTheWait()
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static command => command[0] == "PING" ? null : Resp.Ok, Certificates);
        using RedisSession session = await OpenAsync($"redis://{server.Address}");

        Task<Failure?> ping = session.AskAsync("PING");
        Assert.False(ping.IsCompleted);
        session.Connection.Dispose();

        Assert.Equal(FailureReason.Connection, (await ping)?.Reason);
    }

    private Task<RedisSession> OpenAsync(string target) => RedisSession.OpenAsync(
        target, Certificates is { } certificates ? new TlsSettings { CaFile = certificates.CaFile } : null, isPolled: IsPolled);
}

/// <inheritdoc/>
public sealed class PolledRedisExchangeTests : RedisExchangeTests
{
    private protected override bool IsPolled => true;

    private protected override bool IsTls => false;
}

/// <inheritdoc/>
public sealed class AsyncRedisExchangeTests : RedisExchangeTests
{
    private protected override bool IsPolled => false;

    private protected override bool IsTls => false;
}

/// <inheritdoc/>
public sealed class PolledTlsExchangeTests : RedisExchangeTests
{
    private protected override bool IsPolled => true;

    private protected override bool IsTls => true;
}

/// <inheritdoc/>
public sealed class AsyncTlsExchangeTests : RedisExchangeTests
{
    private protected override bool IsPolled => false;

    private protected override bool IsTls => true;
}
