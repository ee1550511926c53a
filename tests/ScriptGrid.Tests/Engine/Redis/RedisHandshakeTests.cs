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
    public async Task RunAsync_Password_SpeaksResp3UnderItsName()
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
    public async Task RunAsync_Resp2_LogsInUnderItsName(string login, string user)
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
    public async Task RunAsync_UserWithoutRightToAskWhoTheyAre_LogsIn()
    {
        using RedisSession session = await RedisSession.OpenAsync($"redis://poor:hidden@{_server.Address}");

        Assert.Null(session.Failure);
    }

    [Theory]
    [InlineData(":wrong@")]
    [InlineData("metrics:wrong@")]
    [InlineData("nobody:hidden@")]
    [InlineData("")]
    public async Task RunAsync_CredentialsThatAreWrongOrMissing_FailWithAuth(string login)
    {
        using RedisSession session = await RedisSession.OpenAsync($"redis://{login}{_server.Address}");

        Assert.Equal(FailureReason.Auth, session.Failure?.Reason);
        Assert.True(session.Failure!.IsConnectionLost);
        Assert.DoesNotContain("wrong", session.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_PasswordForAServerWithoutOne_FailsWithAuth()
    {
        await using RedisServerProcess open = await RedisServerProcess.StartAsync();

        using RedisSession session = await RedisSession.OpenAsync($"redis://:any@{open.Address}");

        Assert.Equal(FailureReason.Auth, session.Failure?.Reason);
    }

    [Fact]
    public async Task RunAsync_Database_IsSelected()
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
    public async Task RunAsync_DatabaseBeyondTheServers_Fails()
    {
        using RedisSession session = await RedisSession.OpenAsync($"redis://:secret@{_server.Address}/99");

        Assert.Equal(FailureReason.Unsupported, session.Failure?.Reason);
        Assert.True(session.Failure!.IsConnectionLost);
    }

    [Fact]
    public async Task RunAsync_ServerWithoutHello_LogsInWithAuthAndSetsItsName()
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

    [Fact]
    public async Task RunAsync_ServerThatTookUsForAnother_FailsWithAuth()
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static command => command[0] == "ACL" ? Resp.Bulk("default") : Resp.Ok);

        using RedisSession session = await RedisSession.OpenAsync($"redis://metrics:hidden@{server.Address}");

        Assert.Equal(FailureReason.Auth, session.Failure?.Reason);
        Assert.Equal("the server logged us in as default, not as metrics", session.Failure!.Message);
    }

    [Fact]
    public async Task RunAsync_BusyAtSelect_KeepsTheLogIn()
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
