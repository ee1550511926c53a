using Microsoft.Extensions.Logging;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Credentials;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;
using ScriptGrid.Tests.EndToEnd;
using ScriptGrid.Tests.Engine.Collection;

namespace ScriptGrid.Tests.Engine.Credentials;

/// <summary>Credentials that change while connections are open, on real servers.</summary>
public sealed class LoginRenewalTests : IDisposable
{
    private readonly TestFiles _files = new();
    private readonly ScriptSpec _script = RunningFleet.Script("r.lua", "return {'a', 1}");

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task PasswordFile_Changed_LogsInAgainOverTheOpenConnection()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync("user metrics on >first-password +@all ~*");
        TargetSpec target = Target(server, _files.Write("password", "first-password\n"));
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Configure(target), LogLevel.Debug);
        await fleet.WaitForAsync(view => view.Result(server.Address, "r.lua") == 1);
        string[] clients = await server.ScriptGridClientsAsync();

        await server.CommandAsync("ACL", "SETUSER", "metrics", "resetpass", ">second-password");
        _files.Write("password", "second-password\n");

        await fleet.WaitForAsync(_ => fleet.Logger.Lines.Any(line => line.Contains($"{server.Address}: logged in again as metrics", StringComparison.Ordinal)));
        FleetView view = await fleet.ReadAsync();
        Assert.Equal(0, view.AllErrors);
        Assert.Equal(clients, await server.ScriptGridClientsAsync());
        Assert.DoesNotContain(fleet.Logger.Lines, static line => line.Contains("-password\n", StringComparison.Ordinal) || line.Contains("second-password", StringComparison.Ordinal));
        Assert.Equal("***", fleet.Secrets.Mask.Apply("second-password"));
    }

    [Fact]
    public async Task PasswordFile_ServerRefusesTheNewOne_RunsGoOnOverTheOldLogin()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync("user metrics on >first-password +@all ~*");
        TargetSpec target = Target(server, _files.Write("password", "first-password"));
        await using RunningFleet fleet = RunningFleet.Start(target);
        await fleet.WaitForAsync(view => view.Result(server.Address, "r.lua") == 1);

        _files.Write("password", "not-yet-valid");
        await fleet.WaitForAsync(_ => fleet.Logger.Lines.Any(line => line.Contains("changed credentials are refused", StringComparison.Ordinal)));
        FleetView before = await fleet.ReadAsync();
        FleetView after = await fleet.WaitForAsync(view => view.LastSuccess(server.Address, "r.lua") > before.LastSuccess(server.Address, "r.lua"));

        Assert.Equal(0, after.AllErrors);
        Assert.Single(fleet.Logger.Lines, static line => line.Contains("changed credentials are refused", StringComparison.Ordinal));
        await server.CommandAsync("ACL", "SETUSER", "metrics", ">later-password");
        _files.Write("password", "later-password");
        string[] clients = await server.ScriptGridClientsAsync();
        await fleet.WaitForAsync(_ => fleet.Logger.Lines.Count(static line => line.Contains("has changed", StringComparison.Ordinal)) == 2);
        Assert.Equal(clients, await server.ScriptGridClientsAsync());
    }

    [Fact]
    public async Task PasswordFile_ServerIsSilentAtTheNewLogIn_IsGivenUpAndTriedAgain()
    {
        bool isSilent = false;
        await using ScriptedRedis server = ScriptedRedis.Start(static _ => Resp.Ok);
        server.Answer = command => command[0] == "EVALSHA_RO" ? ":1\r\n"u8.ToArray()
            : Volatile.Read(ref isSilent) && server.ConnectionsAccepted < 3 ? null
            : Resp.Ok;
        string path = _files.Write("password", "first-password");
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(server.Address, _script with { Timeout = TimeSpan.FromSeconds(1) }) with
        {
            Credentials = new RedisCredentials("metrics", "first-password") { PasswordFile = path, Group = "mail" },
        });
        await fleet.WaitForAsync(view => view.Result(server.Address, "r.lua") == 1);

        Volatile.Write(ref isSilent, true);
        _files.Write("password", "second-password");
        await fleet.WaitForAsync(view => view.Up(server.Address) == 0);
        await fleet.WaitForAsync(view => view.Up(server.Address) == 1 && view.Result(server.Address, "r.lua") == 1);

        Assert.InRange(server.ConnectionsAccepted, 3, int.MaxValue);
    }

    [Theory]
    [InlineData("10.0.0.1", null, "", "listed")]
    [InlineData("10.0.0.2", "metrics", "own", "own")]
    [InlineData("10.0.0.2", null, "", null)]
    public async Task Find_BeforeTheFileWasFollowed_ReadsIt(string target, string? username, string password, string? expected)
    {
        string path = _files.Write("logins.json", """{"10.0.0.1": "listed"}""");
        using var store = CredentialStore.Untold(TimeProvider.System, new ConfiguredSecrets());

        Login login = await store.FindAsync(RunningFleet.Target(target) with { Credentials = new RedisCredentials(username, password) { CredentialsFile = path } });

        Assert.Equal((expected, null), (login.Credentials?.Password, login.Failure));
    }

    [Fact]
    public async Task Stop_ThenDispose_Ends()
    {
        var fleet = RunningFleet.Start();

        fleet.Fleet.Stop();

        Assert.Null(await Record.ExceptionAsync(async () => await fleet.DisposeAsync()));
    }

    [Fact]
    public async Task PasswordFile_Gone_KeepsThePasswordAndCountsTheFailures()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync("user metrics on >first-password +@all ~*");
        string path = _files.Write("password", "first-password");
        await using RunningFleet fleet = RunningFleet.Start(Target(server, path));
        await fleet.WaitForAsync(view => view.Result(server.Address, "r.lua") == 1);

        File.Delete(path);
        await fleet.WaitForAsync(_ => fleet.Logger.Lines.Any(line => line.Contains("does not exist; the previous content stays in use", StringComparison.Ordinal)));
        await server.CommandAsync("CLIENT", "KILL", "USER", "metrics");
        FleetView before = await fleet.ReadAsync();
        await fleet.WaitForAsync(view => view.LastSuccess(server.Address, "r.lua") > before.LastSuccess(server.Address, "r.lua"));

        IReadOnlyDictionary<string, double> own = await fleet.ReadOwnAsync();
        Assert.True(own["scriptgrid_credential_refresh_failures_total{group=\"mail\"}"] >= 1);
    }

    [Fact]
    public async Task PasswordFile_Emptied_KeepsThePasswordAndCountsTheFailures()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync("user metrics on >first-password +@all ~*");
        string path = _files.Write("password", "first-password");
        await using RunningFleet fleet = RunningFleet.Start(Target(server, path));
        await fleet.WaitForAsync(view => view.Result(server.Address, "r.lua") == 1);

        _files.Write("password", "\n");
        await fleet.WaitForLogAsync("it is empty; the previous content stays in use");
        IReadOnlyDictionary<string, double> own = await fleet.ReadOwnAsync();
        _files.Write("password", "first-password");
        await fleet.WaitForLogAsync("can be read again");

        Assert.True(own["scriptgrid_credential_refresh_failures_total{group=\"mail\"}"] >= 1);
        Assert.Equal(0, (await fleet.ReadAsync()).AllErrors);
    }

    /// <summary>A file is often created or truncated first and filled later; a reload may come in between.</summary>
    [Fact]
    public async Task PasswordFile_EmptyWhenTheConfigurationIsRead_IsFollowedAndAReloadKeepsWhatWasThere()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync("requirepass first-password");
        string path = _files.Write("password", "");
        await using RunningFleet fleet = RunningFleet.Start(Load());
        await fleet.WaitForAsync(view => view.Errors(server.Address, "r.lua", "auth") > 0);

        _files.Write("password", "first-password");
        await fleet.WaitForAsync(view => view.Result(server.Address, "r.lua") == 1);
        FleetView before = await fleet.ReadAsync();
        _files.Write("password", "");
        fleet.Fleet.Apply(Load());
        FleetView after = await fleet.WaitForAsync(view => view.LastSuccess(server.Address, "r.lua") > before.LastSuccess(server.Address, "r.lua") + 0.5);

        Assert.Equal((1, before.AllErrors), (after.Result(server.Address, "r.lua"), after.AllErrors));

        ScriptGridConfiguration Load()
        {
            _files.Write("r.lua", "return {'a', 1}");
            string file = _files.Write("scriptgrid.yml", $"global: {{interval: 100ms, timeout: 10s}}\nscripts: [{{file: r.lua}}]\ntarget_groups: [{{targets: ['{server.Address}'], password_file: {path}}}]\n");
            ConfigurationResult loaded = new ConfigurationLoader(new CommandLineSettings { Settings = [new Setting(Setting.ConfigFile, file, "test")] }).Load();
            Assert.True(loaded.IsValid, string.Join('\n', loaded.Errors));
            return loaded.Configuration;
        }
    }

    [Fact]
    public async Task PasswordCommand_TakesLongerThanTheTimeout_IsWhatTheTargetIsDownFor()
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static _ => Resp.Ok);
        TargetSpec target = RunningFleet.Target(server.Address, _script) with
        {
            Credentials = new RedisCredentials("metrics", "") { PasswordCommand = new PasswordCommand(["sleep", "1000"], TimeSpan.FromMinutes(1)), Group = "mail" },
        };
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Configure(target with { Scripts = [.. target.Scripts.Select(static script => script with { Timeout = TimeSpan.FromSeconds(1) })] }));

        await fleet.WaitForLogAsync("is down: auth: no password within 1 s: the password program has not ended");

        Assert.Equal(0, server.ConnectionsAccepted);
    }

    [Fact]
    public async Task PasswordCommand_TokenRotates_LogsInAgainBeforeItEnds()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync("user metrics on >token-number-one +@all ~*");
        string token = _files.Write("token", "token-number-one\n");
        await using RunningFleet fleet = RunningFleet.Start(Target(server, ["cat", token], TimeSpan.FromSeconds(2)));
        await fleet.WaitForAsync(view => view.Result(server.Address, "r.lua") == 1);
        string[] clients = await server.ScriptGridClientsAsync();

        await server.CommandAsync("ACL", "SETUSER", "metrics", "resetpass", ">token-number-two");
        _files.Write("token", "token-number-two\n");
        await fleet.WaitForLogAsync("password_command cat has changed");
        while ((await fleet.ReadOwnAsync()).GetValueOrDefault("scriptgrid_reauthentications_total{result=\"done\"}") == 0)
        {
            await Task.Delay(20);
        }

        Assert.Equal(0, (await fleet.ReadAsync()).AllErrors);
        Assert.Equal(clients, await server.ScriptGridClientsAsync());
    }

    [Fact]
    public async Task PasswordCommand_FailsLater_KeepsTheTokenAndTellsNoSecret()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync("user metrics on >token-number-one +@all ~*");
        string program = _files.Write("token.sh", "echo token-number-one");
        await using RunningFleet fleet = RunningFleet.Start(Target(server, ["sh", program], TimeSpan.FromSeconds(2)));
        await fleet.WaitForAsync(view => view.Result(server.Address, "r.lua") == 1);

        _files.Write("token.sh", "echo another-secret; echo refused: token-number-one, another-secret >&2; exit 3");
        string line = await fleet.WaitForLogAsync("password_command sh: it ended with exit code 3");
        await server.CommandAsync("CLIENT", "KILL", "USER", "metrics");
        FleetView before = await fleet.ReadAsync();
        await fleet.WaitForAsync(view => view.LastSuccess(server.Address, "r.lua") > before.LastSuccess(server.Address, "r.lua"));

        Assert.Contains("refused: ***, ***; the previous content stays in use", line, StringComparison.Ordinal);
        Assert.True((await fleet.ReadOwnAsync())["scriptgrid_credential_refresh_failures_total{group=\"mail\"}"] >= 1);
        Assert.DoesNotContain(fleet.Logger.Lines, static text => text.Contains("-secret", StringComparison.Ordinal) || text.Contains("token-number", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PasswordCommand_NeverWorks_FailsWithoutAskingTheServer()
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static _ => Resp.Ok);
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(server.Address, _script) with
        {
            Credentials = new RedisCredentials("metrics", "") { PasswordCommand = new PasswordCommand(["/nowhere/token"], TimeSpan.FromMinutes(1)), Group = "mail" },
        });

        await fleet.WaitForAsync(view => view.Errors(server.Address, "r.lua", "auth") > 0);

        await fleet.WaitForLogAsync("password_command /nowhere/token has given no password: there is no such program");
        Assert.Equal(0, server.ConnectionsAccepted);
    }

    [Fact]
    public async Task CredentialsFile_EntryChanged_LogsInAgainAsItsUser()
    {
        await using RedisServerProcess one = await RedisServerProcess.StartAsync("user first on >first-password +@all ~*", "user second on >second-password +@all ~*");
        await using RedisServerProcess other = await RedisServerProcess.StartAsync("requirepass other-password");
        string path = _files.Write("logins.json", Logins(one, "first", other));
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Configure(Named(one, path), Named(other, path)), LogLevel.Debug);
        await fleet.WaitForAsync(view => view.Result(one.Address, "r.lua") == 1 && view.Result(other.Address, "r.lua") == 1);
        string[] clients = await one.ScriptGridClientsAsync();

        _files.Write("logins.json", Logins(one, "second", other));

        await fleet.WaitForLogAsync($"{one.Address}: logged in again as second");
        Assert.Equal(0, (await fleet.ReadAsync()).AllErrors);
        Assert.Equal(clients, await one.ScriptGridClientsAsync());
        Assert.DoesNotContain(fleet.Logger.Lines, line => line.Contains($"{other.Address}: logged in again", StringComparison.Ordinal) || line.Contains("-password", StringComparison.Ordinal));
    }

    private static string Logins(RedisServerProcess one, string user, RedisServerProcess other) =>
        $$"""{"redis://{{one.Address}}": {"username": "{{user}}", "password": "{{user}}-password"}, "127.*:{{other.Port}}": "other-password"}""";

    private TargetSpec Named(RedisServerProcess server, string path) => RunningFleet.Target(server.Address, _script) with
    {
        Credentials = new RedisCredentials(null, "") { CredentialsFile = path, Group = "mail" },
    };

    private TargetSpec Target(RedisServerProcess server, string[] command, TimeSpan ttl) => RunningFleet.Target(server.Address, _script) with
    {
        Credentials = new RedisCredentials("metrics", "") { PasswordCommand = new PasswordCommand([.. command], ttl), Group = "mail" },
    };

    private TargetSpec Target(RedisServerProcess server, string path) => RunningFleet.Target(server.Address, _script) with
    {
        Credentials = new RedisCredentials("metrics", File.ReadAllText(path).TrimEnd('\n')) { PasswordFile = path, Group = "mail" },
    };
}
