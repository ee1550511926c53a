using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;
using ScriptGrid.Engine.Results;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Collection;

/// <summary>Connections that work and are opened anew: to follow a name, a failover, a password.</summary>
public sealed class RenewalTests
{
    private static readonly ScriptSpec Write = RunningFleet.Script("w.lua", "return 1") with { ReadOnly = ReadOnlyMode.Off };
    private static readonly ScriptSpec Read = RunningFleet.Script("r.lua", "return 1");

    [Theory]
    [InlineData(0, 0, true, 1)]
    [InlineData(0.5, 1, false, 1)]
    [InlineData(1, 1, true, 2)]
    [InlineData(3.9, 3, false, 3)]
    [InlineData(4, 3, true, 4)]
    [InlineData(299, 200, false, 200)]
    [InlineData(300, 255, true, 255)]
    [InlineData(601, 9, true, 1)]
    public void IsDue_Age_GrowsWithEachRenewalInVain(double age, byte renewals, bool expected, byte after)
    {
        Assert.Equal(expected, Renewal.IsDue(TimeSpan.FromSeconds(age), ref renewals));
        Assert.Equal(after, renewals);
    }

    [Fact]
    public async Task Run_ServerWasDemoted_AScriptThatMayWriteFindsTheNewOne()
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static _ => Resp.Ok);
        server.Answer = command => command[0] != "EVALSHA" ? Resp.Ok
            : server.ConnectionsAccepted > 1 ? ":1\r\n"u8.ToArray()
            : Resp.Error("READONLY You can't write against a read only replica.");
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(server.Address, Write));

        FleetView view = await fleet.WaitForAsync(view => view.Result(server.Address, "w.lua") == 1);

        Assert.Equal(1, view.Errors(server.Address, "w.lua", "readonly"));
        Assert.Equal(1, view.Up(server.Address));
    }

    [Fact]
    public async Task Run_ReplicaThatStaysOne_IsReconnectedSeldom()
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static command =>
            command[0] == "EVALSHA" ? Resp.Error("READONLY You can't write against a read only replica.") : Resp.Ok);
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(server.Address, Write));

        await fleet.WaitForAsync(view => view.Errors(server.Address, "w.lua", "readonly") > 20);

        Assert.InRange(server.ConnectionsAccepted, 2, 5); // at 0, 1, 3 s…
    }

    [Fact]
    public async Task Run_ScriptThatOnlyReadsMeetsAWriteError_KeepsTheConnection()
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static command =>
            command[0] == "EVALSHA_RO" ? Resp.Error("ERR Write commands are not allowed from read-only scripts.") : Resp.Ok);
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(server.Address, Read));

        await fleet.WaitForAsync(view => view.Errors(server.Address, "r.lua", "readonly") > 5);

        Assert.Equal(1, server.ConnectionsAccepted);
    }

    [Fact]
    public async Task Run_LoginRevokedAndPasswordFileChanged_LogsInAgainWithoutAFailure()
    {
        using var file = new PasswordFile("old");
        string password = "old";
        await using ScriptedRedis server = ScriptedRedis.Start(static _ => Resp.Ok);
        server.Answer = command => (command[0], Volatile.Read(ref password)) switch
        {
            ("AUTH", var valid) when command[1] != valid => Resp.Error("WRONGPASS invalid username-password pair or user is disabled."),
            ("EVALSHA_RO", "new") when server.ConnectionsAccepted == 1 => Resp.Error("NOAUTH Authentication required."),
            ("EVALSHA_RO", _) => ":1\r\n"u8.ToArray(),
            _ => Resp.Ok,
        };
        await using RunningFleet fleet = RunningFleet.Start(file.Protect(RunningFleet.Target(server.Address, Read)));
        await fleet.WaitForAsync(view => view.Result(server.Address, "r.lua") == 1);

        file.Write("new");
        Volatile.Write(ref password, "new");
        await fleet.WaitForAsync(_ => server.ConnectionsAccepted == 2);
        FleetView before = await fleet.ReadAsync();
        FleetView after = await fleet.WaitForAsync(view => view.LastSuccess(server.Address, "r.lua") > before.LastSuccess(server.Address, "r.lua"));

        Assert.Equal(0, after.AllErrors);
        Assert.Equal(["old", "new"], server.Commands.Where(static command => command[0] == "AUTH").Select(static command => command[1]));
    }

    [Fact]
    public async Task Run_WrongPasswordThenTheFileIsRight_IsUpAfterAPause()
    {
        using var file = new PasswordFile("wrong");
        await using ScriptedRedis server = ScriptedRedis.Start(static command => command[0] switch
        {
            "AUTH" when command[1] != "right" => Resp.Error("WRONGPASS invalid username-password pair or user is disabled."),
            "EVALSHA_RO" => ":1\r\n"u8.ToArray(),
            _ => Resp.Ok,
        });
        await using RunningFleet fleet = RunningFleet.Start(file.Protect(RunningFleet.Target(server.Address, Read)));
        await fleet.WaitForAsync(view => view.Up(server.Address) == 0 && view.Errors(server.Address, "r.lua", "auth") > 0);

        file.Write("right");

        await fleet.WaitForAsync(view => view.Up(server.Address) == 1 && view.Result(server.Address, "r.lua") == 1);
        Assert.Equal("neither *** nor ***", fleet.Secrets.Mask.Apply("neither wrong nor right"));
    }

    [Fact]
    public async Task BeginTurn_NameLeadsElsewhereAtTheConnectionsAge_IsFollowed()
    {
        string[] addresses = ["127.0.0.1"];
        await using ScriptedRedis server = ScriptedRedis.Start(static command => command[0] == "EVALSHA_RO" ? ":1\r\n"u8.ToArray() : Resp.Ok);
        TargetSpec target = RunningFleet.Target(server.Address.Replace("127.0.0.1", "moving.test", StringComparison.Ordinal), Read);
        using var metrics = new OwnMetrics();
        using var stop = new CancellationTokenSource();
        var logger = new ListLogger();
        var set = new CollectorSet(TimeProvider.System, logger, static () => [], static () => { }, metrics);
        var wheel = new ScheduleWheel(set.Context.Clock);
        CollectorContext context = set.Context with
        {
            Names = new NameResolver(TimeProvider.System, _ => [.. Volatile.Read(ref addresses).Select(System.Net.IPAddress.Parse)]),
            Interval = RunningFleet.Interval,
            MaxConnectionAge = TimeSpan.FromSeconds(2),
        };
        Task turning = wheel.RunAsync(static () => true, stop.Token);
        using var collector = new TargetCollector(context, wheel, target, tls: null);
        collector.Update(context, target, null, [new ScriptPlan(Read, LabelSet.Empty)]);
        await Until(() => collector.Results.State == TargetState.Up);

        Volatile.Write(ref addresses, ["127.255.0.1"]); // where nobody listens

        await Until(() => collector.Results.State == TargetState.Down);
        await Until(() => logger.Lines.Any(static line => line.Contains("is down: connection: connection refused", StringComparison.Ordinal)));
        Assert.Equal(1, server.ConnectionsAccepted);
        await stop.CancelAsync();
        await turning;
    }

    private static async Task Until(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            await Task.Delay(20, limit.Token);
        }
    }

    private sealed class PasswordFile : IDisposable
    {
        private readonly string _path = Path.GetTempFileName();

        public PasswordFile(string password) => Write(password);

        public void Write(string password) => File.WriteAllText(_path, password);

        public TargetSpec Protect(TargetSpec target) =>
            target with { Credentials = new RedisCredentials(null, File.ReadAllText(_path)) { PasswordFile = _path } };

        public void Dispose() => File.Delete(_path);
    }
}
