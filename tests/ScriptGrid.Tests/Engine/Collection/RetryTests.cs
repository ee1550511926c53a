using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Collection;

/// <summary>How often a script is sent when the connection is lost while it runs.</summary>
public sealed class RetryTests
{
    [Theory]
    [InlineData(ReadOnlyMode.Prefer, true, 3)]
    [InlineData(ReadOnlyMode.Required, true, 3)]
    [InlineData(ReadOnlyMode.Off, true, 1)]
    [InlineData(ReadOnlyMode.Prefer, false, 1)]
    public async Task Run_ConnectionLostOnTheWay_IsRepeatedOnlyWhereWritesAreRefused(ReadOnlyMode mode, bool knowsReadOnlyForms, int sent)
    {
        await using ScriptedRedis server = ScriptedRedis.Start(command => command[0] switch
        {
            "SCRIPT" => Resp.Bulk(command[2]),
            "EVALSHA_RO" when !knowsReadOnlyForms => Resp.Error("ERR unknown command 'EVALSHA_RO'"),
            "EVALSHA" or "EVALSHA_RO" => ScriptedRedis.HangUp,
            _ => Resp.Ok,
        });
        ScriptSpec script = RunningFleet.OnDemand("s.lua", "return 1") with { ReadOnly = mode };
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(server.Address, script));

        FleetView view = await fleet.ScrapeAsync(server.Address, "s.lua");

        Assert.Equal(1, view.Errors(server.Address, "s.lua", "connection"));
        string runs = knowsReadOnlyForms && mode != ReadOnlyMode.Off ? "EVALSHA_RO" : "EVALSHA";
        Assert.Equal(sent, server.Commands.Count(command => command[0] == runs));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Call_ConnectionEndedWhileIdle_RunsAScriptThatWritesOnce(bool isTls)
    {
        using var certificates = new TestCertificates();
        await using RedisServerProcess server = await RedisServerProcess.StartAsync(isTls ? certificates : null);
        TargetSpec spec = RunningFleet.Target(server.Address, RunningFleet.OnDemand("s.lua", "return redis.call('INCR', 'runs')"));
        await using RunningFleet fleet = RunningFleet.Start(spec with { Tls = isTls ? new TlsSettings { CaFile = certificates.CaFile } : null });
        for (int run = 1; run <= 5; run++)
        {
            FleetView view = await fleet.ScrapeAsync(server.Address, "s.lua");

            Assert.Equal(1, view.Result(server.Address, "s.lua"));
            Assert.Equal($"{run}", await server.CommandAsync("GET", "runs"));
            foreach (string client in await server.ScriptGridClientsAsync())
            {
                await server.CommandAsync("CLIENT", "KILL", "ID", client["id=".Length..]);
            }
        }
    }

    [Fact]
    public async Task Run_LoginRevoked_RunsAScriptThatWritesAfterALogin()
    {
        bool isRevoked = false;
        await using ScriptedRedis server = ScriptedRedis.Start(command => command[0] switch
        {
            "SCRIPT" => Resp.Bulk(command[2]),
            "EVALSHA" => (isRevoked = !isRevoked) ? Resp.Error("NOAUTH Authentication required.") : Resp.Integer(1),
            _ => Resp.Ok,
        });
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(server.Address, RunningFleet.OnDemand("s.lua", "return 1")));

        FleetView view = await fleet.ScrapeAsync(server.Address, "s.lua");

        Assert.Equal(1, view.Result(server.Address, "s.lua"));
        Assert.Equal(2, server.Commands.Count(static command => command[0] == "EVALSHA"));
    }

    [Theory]
    [InlineData("WRONGPASS for the vault", 1)]
    [InlineData("WRONGPASS invalid username-password pair or user is disabled.", 0)]
    [InlineData("NOAUTH for this queue", 1)]
    [InlineData("NOAUTH log in first", 0)]
    [InlineData("NOSCRIPT for this queue", 1)]
    [InlineData("ERR AUTH of the device failed", 1)]
    [InlineData("ERR max number of clients of tenant 7", 1)]
    [InlineData("upstream failure: checkout", 1)]
    public async Task Run_ErrorThatAScriptMakesItself_RunsAScriptThatWritesOnce(string error, double up)
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using RunningFleet fleet = RunningFleet.Start(
            RunningFleet.Target(server.Address, RunningFleet.OnDemand("s.lua", $"redis.call('INCR', 'runs') return redis.error_reply('{error}')")));

        FleetView view = await fleet.ScrapeAsync(server.Address, "s.lua");

        Assert.Equal((up, 0), (view.Up(server.Address), view.Result(server.Address, "s.lua")));
        Assert.Equal("1", await server.CommandAsync("GET", "runs"));
    }
}
