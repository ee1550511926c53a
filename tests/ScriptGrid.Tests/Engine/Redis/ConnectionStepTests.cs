using System.Net;
using System.Net.Sockets;
using System.Text;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Redis;

/// <summary>What took the time where a server is silent.</summary>
public sealed class ConnectionStepTests
{
    [Theory]
    [InlineData("FindingLogin", FailureReason.Auth, "no password within 0.5 s: the password program has not ended")]
    [InlineData("Resolving", FailureReason.Dns, "cannot resolve the host's name within 0.5 s")]
    [InlineData("Connecting", FailureReason.Timeout, "no connection within 0.5 s: the host does not answer")]
    [InlineData("TlsHandshake", FailureReason.Tls, "no TLS handshake within 0.5 s: the server accepted the connection but did not answer; is this a TLS port?")]
    [InlineData("LoggingIn", FailureReason.Timeout, "no log-in within 0.5 s: the server accepted the connection but did not answer")]
    [InlineData("ReadingLogIn", FailureReason.Timeout, "no log-in within 0.5 s: the server began its answer but did not complete it")]
    [InlineData("AwaitingReply", FailureReason.Timeout, "no reply within 0.5 s; the script may still run on the server")]
    [InlineData("ReadingReply", FailureReason.Timeout, "no complete reply within 0.5 s: the server began its reply but did not complete it")]
    public void TimedOut_Step_IsWhatTookTheTime(string step, FailureReason reason, string message)
    {
        Failure failure = Enum.Parse<ConnectionStep>(step).TimedOut(TimeSpan.FromMilliseconds(500));

        Assert.Equal((reason, message), (failure.Reason, failure.Message));
    }

    [Fact]
    public async Task Step_AnswerToTheLogInThatDoesNotEnd_IsWhatIsUnderWay()
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static _ => "%7\r\n+server"u8.ToArray());
        RedisUri uri = RedisUri.Parse($"redis://{server.Address}", out _)!;
        using var connection = new RedisConnection(uri.Address);

        Task<Failure?> opening = RedisHandshake.OpenAsync(
            connection, new TargetSpec { Address = uri.Address, Scripts = [] }, tls: null, new NameResolver(TimeProvider.System), resp3: true, new RedisExchange());
        await Repeat.UntilAsync(() => Task.FromResult(connection.Step), static step => step == ConnectionStep.ReadingLogIn);

        connection.Dispose();
        Assert.Equal(FailureReason.Connection, (await opening)?.Reason);
    }

    [Theory]
    [InlineData("*2\r\n:1\r\n", "ReadingReply")]
    [InlineData("", "AwaitingReply")]
    public async Task Step_ReplyThatDoesNotEnd_IsWhatIsUnderWay(string part, string expected)
    {
        await using ScriptedRedis server = ScriptedRedis.Start(command => command[0] == "PING" ? Encoding.ASCII.GetBytes(part) : Resp.Ok);
        using RedisSession session = await RedisSession.OpenAsync($"redis://{server.Address}");

        Task<Failure?> ping = session.AskAsync("PING");
        Assert.Equal(expected, await Repeat.UntilAsync(() => Task.FromResult(session.Connection.Step.ToString()), step => step == expected));

        session.Connection.Dispose();
        Assert.Equal(FailureReason.Connection, (await ping)?.Reason);
    }

    [Theory]
    [InlineData(true, "TlsHandshake")]
    [InlineData(false, "LoggingIn")]
    public async Task Step_ServerThatTakesConnectionsAndIsSilent_IsWhatIsUnderWay(bool speaksTls, string expected)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        RedisUri uri = RedisUri.Parse(listener.LocalEndpoint.ToString()!, out _)!;
        using var connection = new RedisConnection(uri.Address);
        using var exchange = new RedisExchange();
        TlsContext? tls = speaksTls ? new TlsContext(new TlsSettings()) : null;

        Task<Failure?> opening = RedisHandshake.OpenAsync(
            connection, new TargetSpec { Address = uri.Address, Scripts = [] }, tls, new NameResolver(TimeProvider.System), resp3: true, exchange);
        Assert.Equal(expected, await Repeat.UntilAsync(() => Task.FromResult(connection.Step.ToString()), step => step == expected));

        connection.Dispose();
        Assert.NotNull(await opening);
    }
}
