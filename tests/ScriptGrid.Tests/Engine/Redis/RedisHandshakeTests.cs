using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Redis;

/// <summary>Log-in on a real server with a password and a user, and on scripted ones that are old or odd.</summary>
public sealed class RedisHandshakeTests : IAsyncLifetime
{
    private RedisServerProcess _server = null!;

    public async Task InitializeAsync() => _server = await RedisServerProcess.StartAsync(
        "requirepass secret", "user metrics on >hidden ~* +@all", "user poor on >hidden +eval_ro");

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task OpenAsync_Password_SpeaksResp3UnderItsName()
    {
        using RedisSession session = await RedisSession.OpenAsync($"redis://:secret@{_server.Address}");
        Assert.Null(session.Failure);

        Assert.Null(await session.AskAsync("CLIENT", "GETNAME"));
        Assert.Equal("$10\r\nscriptgrid\r\n", session.Reply);
        Assert.Null(await session.AskAsync("HGETALL", "nothing"));
        Assert.Equal("%0\r\n", session.Reply);
    }

    [Theory]
    [InlineData(":secret", "default")]
    [InlineData("metrics:hidden", "metrics")]
    public async Task OpenAsync_Resp2_LogsInUnderItsName(string login, string user)
    {
        using RedisSession session = await RedisSession.OpenAsync($"redis://{login}@{_server.Address}", resp3: false);
        Assert.Null(session.Failure);

        Assert.Null(await session.AskAsync("HGETALL", "nothing"));
        Assert.Equal("*0\r\n", session.Reply);
        Assert.Null(await session.AskAsync("CLIENT", "INFO"));
        Assert.Contains(" name=scriptgrid ", session.Reply, StringComparison.Ordinal);
        Assert.Contains($" user={user} ", session.Reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_UserWithoutRightToAskWhoTheyAre_LogsIn()
    {
        using RedisSession session = await RedisSession.OpenAsync($"redis://poor:hidden@{_server.Address}");

        Assert.Null(session.Failure);
    }

    [Theory]
    [InlineData(":wrong@")]
    [InlineData("metrics:wrong@")]
    [InlineData("nobody:hidden@")]
    [InlineData("")]
    public async Task OpenAsync_CredentialsThatAreWrongOrMissing_FailWithAuth(string login)
    {
        using RedisSession session = await RedisSession.OpenAsync($"redis://{login}{_server.Address}");

        Assert.Equal(FailureReason.Auth, session.Failure?.Reason);
        Assert.True(session.Failure!.IsConnectionLost);
        Assert.Equal(
            login.Length == 0 ? "the server asks for a password, and none is configured (NOAUTH)" : "the server refuses the user or the password (WRONGPASS)",
            session.Failure.Message);
    }

    [Theory]
    [InlineData("ERR unknown command `AUTH`, with args beginning with: `secret`, ", FailureReason.Unsupported, "the server does not know AUTH (ERR)")]
    [InlineData("secret", FailureReason.Auth, "the server refuses the log-in")]
    [InlineData("ERR secret", FailureReason.Auth, "the server refuses the log-in (ERR)")]
    [InlineData("ERR invalid password secret", FailureReason.Auth, "the server refuses the password (ERR)")]
    [InlineData("ERR Client sent AUTH secret, but no password is set", FailureReason.Auth, "a password is configured, but the server does not require one (ERR)")]
    [InlineData("NOPERM secret", FailureReason.Denied, "the user may not log in (NOPERM)")]
    [InlineData("LOADING secret", FailureReason.Loading, "the server does not accept log-ins at the moment (LOADING)")]
    [InlineData("MOVED 1 secret:1", FailureReason.Cluster, "the server does not accept log-ins at the moment (MOVED)")]
    [InlineData("DENIED secret", FailureReason.Denied, "the server is in protected mode and accepts no connections from other hosts (DENIED)")]
    [InlineData("ERR max number of clients secret", FailureReason.Connection, "the server or proxy has too many connections, or the proxy cannot reach its server (ERR)")]
    public async Task OpenAsync_LogInIsRefused_ShowsNothingOfWhatTheServerSaid(string answer, FailureReason reason, string message)
    {
        await using ScriptedRedis server = ScriptedRedis.Start(command => command is ["AUTH" or "HELLO", ..] ? Resp.Error(answer) : Resp.Ok);

        using RedisSession password = await RedisSession.OpenAsync($"redis://:secret@{server.Address}");
        using RedisSession user = await RedisSession.OpenAsync($"redis://metrics:secret@{server.Address}");

        Assert.Equal((reason, message), (password.Failure!.Reason, password.Failure.Message));
        Assert.Equal((reason, message), (user.Failure!.Reason, user.Failure.Message));
    }

    [Fact]
    public async Task OpenAsync_ServerThatRepeatsEverything_IsNoRedis()
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static command => Resp.Array([.. command.Select(static word => Resp.Bulk(word))]));

        using RedisSession session = await RedisSession.OpenAsync($"redis://:secret@{server.Address}");

        Assert.Equal(FailureReason.Protocol, session.Failure?.Reason);
        Assert.Equal("the server does not answer AUTH as a Redis does", session.Failure!.Message);
    }

    [Fact]
    public async Task OpenAsync_RefusalAndThenSilence_SaysWhatTheServerSaid()
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static command =>
            command[0] == "HELLO" ? Resp.Error("ERR this port is for peers only") : ScriptedRedis.HangUp);

        using RedisSession session = await RedisSession.OpenAsync($"redis://{server.Address}");

        Assert.Equal("ERR this port is for peers only", session.Failure?.Message);
        Assert.True(session.Failure!.IsConnectionLost);
    }

    [Theory]
    [InlineData("", "HELLO, PING, HELLO, PING")]
    [InlineData(":secret@", "AUTH, HELLO, AUTH")]
    [InlineData("metrics:secret@", "HELLO, PING, HELLO, PING, AUTH, ACL")]
    public async Task OpenAsync_ProxyThatHangsUpOnHelloAndNames_FindsOutAndRemembers(string login, string expected)
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static command => command[0] switch
        {
            "HELLO" or "CLIENT" => ScriptedRedis.HangUp,
            "ACL" => Resp.Bulk("metrics"),
            _ => Resp.Ok,
        });

        using RedisSession session = await RedisSession.OpenAsync($"redis://{login}{server.Address}");

        Assert.Null(session.Failure);
        Assert.Equal(expected, string.Join(", ", server.Commands.Select(static command => command[0])));
        Assert.Equal("NoHello, NoClientName", session.Connection.Hints.ToString());
    }

    [Fact]
    public async Task OpenAsync_NobodyAnswersForAWhile_LeavesNothingOut()
    {
        int connections = 0;
        await using ScriptedRedis server = ScriptedRedis.Start(_ => connections++ == 0 ? ScriptedRedis.HangUp : Resp.Ok);

        using RedisSession session = await RedisSession.OpenAsync($"redis://{server.Address}");

        Assert.Null(session.Failure);
        Assert.Equal(["HELLO", "PING", "HELLO"], server.Commands.Select(static command => command[0]));
        Assert.Equal("None", session.Connection.Hints.ToString());
    }

    [Fact]
    public async Task OpenAsync_NobodyEverAnswers_EndsAfterTwoAttempts()
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static _ => ScriptedRedis.HangUp);

        using RedisSession session = await RedisSession.OpenAsync($"redis://{server.Address}");

        Assert.Equal((FailureReason.Connection, "the server closed the connection"), (session.Failure!.Reason, session.Failure.Message));
        Assert.Equal(["HELLO", "PING"], server.Commands.Select(static command => command[0]));
    }

    [Theory]
    [InlineData(3, "metrics-of-a", "HELLO 3 SETNAME metrics-of-a")]
    [InlineData(3, "", "HELLO 3")]
    [InlineData(2, "metrics-of-a", "CLIENT SETNAME metrics-of-a")]
    [InlineData(2, "", "")]
    public async Task OpenAsync_Greeting_IsSaidAsConfigured(int protocol, string clientName, string expected)
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static _ => Resp.Ok);
        var greeting = new Greeting { Protocol = protocol, ClientName = clientName };

        using RedisSession session = await RedisSession.OpenAsync($"redis://{server.Address}", greeting: greeting);

        Assert.Null(session.Failure);
        Assert.Equal(expected, string.Join("; ", server.Commands.Select(static command => string.Join(' ', command))));
    }

    [Fact]
    public async Task OpenAsync_PasswordForAServerWithoutOne_FailsWithAuth()
    {
        await using RedisServerProcess open = await RedisServerProcess.StartAsync();

        using RedisSession session = await RedisSession.OpenAsync($"redis://:any@{open.Address}");

        Assert.Equal(FailureReason.Auth, session.Failure?.Reason);
    }

    [Fact]
    public async Task OpenAsync_Database_IsSelected()
    {
        await using RespClient administrator = await _server.ConnectAsync();
        await administrator.CommandAsync("SELECT", "3");
        await administrator.CommandAsync("SET", "where", "three");

        using RedisSession session = await RedisSession.OpenAsync($"redis://:secret@{_server.Address}/3");

        Assert.Null(session.Failure);
        Assert.Null(await session.AskAsync("GET", "where"));
        Assert.Equal("$5\r\nthree\r\n", session.Reply);
    }

    [Fact]
    public async Task OpenAsync_DatabaseBeyondTheServers_SaysThatThereIsNone()
    {
        using RedisSession session = await RedisSession.OpenAsync($"redis://:secret@{_server.Address}/99");

        Assert.Equal(FailureReason.Connection, session.Failure?.Reason);
        Assert.Equal("there is no database 99: ERR DB index is out of range", session.Failure!.Message);
        Assert.True(session.Failure.IsConnectionLost);
    }

    [Fact]
    public async Task OpenAsync_ServerWithoutHello_LogsInWithAuthAndSetsItsName()
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static command => command[0] switch
        {
            "HELLO" => Resp.Error("ERR unknown command `HELLO`, with args beginning with: `3`, "),
            "ACL" => Resp.Error("ERR unknown command `ACL`, with args beginning with: `WHOAMI`, "),
            _ => Resp.Ok,
        });

        using RedisSession user = await RedisSession.OpenAsync($"redis://metrics:hidden@{server.Address}");
        using RedisSession password = await RedisSession.OpenAsync($"redis://:secret@{server.Address}");

        Assert.Null(user.Failure);
        Assert.Null(password.Failure);
        Assert.Equal(
            [
                "HELLO 3 AUTH metrics hidden SETNAME scriptgrid", "AUTH metrics hidden", "CLIENT SETNAME scriptgrid", "ACL WHOAMI",
                "AUTH secret", "HELLO 3 SETNAME scriptgrid", "CLIENT SETNAME scriptgrid",
            ],
            server.Commands.Select(static command => string.Join(' ', command)));
    }

    [Theory]
    [InlineData("metrics")]
    [InlineData("User is metrics")]
    [InlineData("")]
    [InlineData("nobody in particular")]
    public async Task OpenAsync_ServerThatNamesTheUserOrNoUser_LogsIn(string answer)
    {
        await using ScriptedRedis server = ScriptedRedis.Start(command => command[0] == "ACL" ? Resp.Bulk(answer) : Resp.Ok);

        using RedisSession session = await RedisSession.OpenAsync($"redis://metrics:hidden@{server.Address}");

        Assert.Null(session.Failure);
    }

    [Fact]
    public async Task OpenAsync_ServerThatTookUsForAnother_FailsWithAuth()
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static command => command[0] == "ACL" ? Resp.Bulk("default") : Resp.Ok);

        using RedisSession session = await RedisSession.OpenAsync($"redis://metrics:hidden@{server.Address}");

        Assert.Equal(FailureReason.Auth, session.Failure?.Reason);
        Assert.Equal("the server logged us in as default, not as metrics", session.Failure!.Message);
    }

    [Fact]
    public async Task OpenAsync_BusyAtSelect_KeepsTheLogIn()
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static command =>
            command[0] == "SELECT" ? Resp.Error("BUSY Redis is busy running a script.") : Resp.Ok);

        using RedisSession session = await RedisSession.OpenAsync($"redis://:secret@{server.Address}/1");

        Assert.Equal(FailureReason.Busy, session.Failure?.Reason);
        Assert.False(session.Failure!.IsConnectionLost);
        Assert.True(session.Connection.IsAuthenticated);
        Assert.False(session.Connection.IsReady);
    }
}
