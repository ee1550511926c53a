using Microsoft.Extensions.Logging;
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
    public async Task PasswordFile_Gone_KeepsThePasswordAndCountsTheFailures()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync("user metrics on >first-password +@all ~*");
        string path = _files.Write("password", "first-password");
        await using RunningFleet fleet = RunningFleet.Start(Target(server, path));
        await fleet.WaitForAsync(view => view.Result(server.Address, "r.lua") == 1);

        File.Delete(path);
        await fleet.WaitForAsync(_ => fleet.Logger.Lines.Any(line => line.Contains("does not exist; what was read before stays in use", StringComparison.Ordinal)));
        await server.CommandAsync("CLIENT", "KILL", "USER", "metrics");
        FleetView before = await fleet.ReadAsync();
        await fleet.WaitForAsync(view => view.LastSuccess(server.Address, "r.lua") > before.LastSuccess(server.Address, "r.lua"));

        IReadOnlyDictionary<string, double> own = await fleet.ReadOwnAsync();
        Assert.True(own["scriptgrid_credential_refresh_failures_total{group=\"mail\"}"] >= 1);
    }

    private TargetSpec Target(RedisServerProcess server, string path) => RunningFleet.Target(server.Address, _script) with
    {
        Credentials = new RedisCredentials("metrics", File.ReadAllText(path).TrimEnd('\n')) { PasswordFile = path, Group = "mail" },
    };
}
