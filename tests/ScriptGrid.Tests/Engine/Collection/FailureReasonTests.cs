using System.Globalization;
using System.Text;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Collection;

/// <summary>What goes wrong on a server, as real ones word it, and where it shows.</summary>
public sealed class FailureReasonTests
{
    private const string Write = "return redis.call('SET', 'a', 'b')";
    private const string Read = "redis.call('GET', 'a') return {'a', 1}";

    [Theory]
    [InlineData("script", "return nil +", ReadOnlyMode.Prefer)]
    [InlineData("script", "error('boom')", ReadOnlyMode.Prefer)]
    [InlineData("unsupported", "return redis.call('NO-SUCH')", ReadOnlyMode.Prefer)]
    [InlineData("unsupported", "return redis.call('CONFIG', 'GET', 'save')", ReadOnlyMode.Prefer)]
    [InlineData("reply", "return {'a', 'b'}", ReadOnlyMode.Prefer)]
    [InlineData("limit", "return string.rep('1', 2000)", ReadOnlyMode.Prefer)]
    [InlineData("limit", "return {1, 1, 2, 1, 3, 1, 4, 1}", ReadOnlyMode.Prefer)]
    [InlineData("readonly", Write, ReadOnlyMode.Prefer)]
    [InlineData("readonly", "#!lua\nreturn 1", ReadOnlyMode.Required)]
    [InlineData("oom", Write, ReadOnlyMode.Off, "maxmemory 1", "maxmemory-policy noeviction")]
    [InlineData("readonly", Write, ReadOnlyMode.Off, "replicaof 127.0.0.1 1")]
    [InlineData("loading", "return 1", ReadOnlyMode.Prefer, "replicaof 127.0.0.1 1", "replica-serve-stale-data no")]
    [InlineData("cluster", Read, ReadOnlyMode.Prefer, "cluster-enabled yes")]
    [InlineData("denied", Read, ReadOnlyMode.Prefer, "user default on nopass ~* +@all -get")]
    [InlineData("denied", Read, ReadOnlyMode.Prefer, "user default on nopass ~other +@all")]
    [InlineData("denied", Read, ReadOnlyMode.Prefer, "user default on nopass ~* +@all -evalsha_ro")]
    [InlineData("unsupported", "return 1", ReadOnlyMode.Required, "rename-command EVALSHA_RO \"\"")]
    public async Task Run_ScriptThatTheServerRefuses_HasItsReasonAndLeavesTheTargetUp(
        string reason, string body, ReadOnlyMode readOnly, params string[] directives)
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync(directives);
        ScriptSpec script = RunningFleet.Script("bad.lua", body) with { ReadOnly = readOnly, MaxReplyBytes = 1000, MaxSeries = 3 };
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(server.Address, script));

        FleetView view = await fleet.WaitForAsync(view => view.Errors(server.Address, "bad.lua", reason) > 0);

        Assert.Equal(0, view.Result(server.Address, "bad.lua"));
        Assert.Equal(1, view.Up(server.Address));
        Assert.Null(view.LastSuccess(server.Address, "bad.lua"));
        await fleet.WaitForLogAsync(reason);
    }

    [Theory]
    [InlineData("auth", "redis://:wrong@127.0.0.1:{0}")]
    [InlineData("auth", "redis://nobody:wrong@127.0.0.1:{0}")]
    [InlineData("auth", "redis://127.0.0.1:{0}")]
    [InlineData("connection", "redis://:secret@127.0.0.1:{0}/99")]
    public async Task Run_LogInThatTheServerRefuses_HasItsReasonAndTheTargetIsDown(string reason, string uri)
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync("requirepass secret");
        await AssertDownAsync(reason, string.Format(CultureInfo.InvariantCulture, uri, server.Port));
    }

    [Fact]
    public async Task Run_NobodyListens_HasReasonConnectionAndTheTargetIsDown() =>
        await AssertDownAsync("connection", $"redis://127.0.0.1:{FreePort.Find()}");

    [Fact]
    public async Task Run_NameWithoutAddress_HasReasonDnsAndTheTargetIsDown() =>
        await AssertDownAsync("dns", "redis://no..address.invalid");

    [Fact]
    public async Task Run_CertificateOfAnotherAuthority_HasReasonTlsAndTheTargetIsDown()
    {
        using var certificates = new TestCertificates();
        using var others = new TestCertificates();
        await using RedisServerProcess server = await RedisServerProcess.StartAsync(certificates);
        TargetSpec target = RunningFleet.Target(server.Address, RunningFleet.Script("a.lua", "return 1"));
        await using RunningFleet fleet = RunningFleet.Start(target with { Tls = new TlsSettings { CaFile = others.CaFile } });

        FleetView down = await fleet.WaitForAsync(view => view.Errors(server.Address, "a.lua", "tls") > 0);
        fleet.Fleet.Apply(RunningFleet.Configure(target with { Tls = new TlsSettings { CaFile = certificates.CaFile } }));
        FleetView up = await fleet.WaitForAsync(view => view.Result(server.Address, "a.lua") == 1);

        Assert.Equal((0d, 1d), (down.Up(server.Address), up.Up(server.Address)));
    }

    [Theory]
    [InlineData("rename-command EVALSHA_RO \"\"")]
    [InlineData("rename-command HELLO \"\"")]
    [InlineData("user default on nopass ~* +@all -script")]
    [InlineData("user default on nopass ~* -@all +evalsha_ro +eval_ro +script|load")]
    public async Task Run_OlderOrStricterServer_StillGivesValues(string directive)
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync(directive);
        await using RunningFleet fleet = RunningFleet.Start(
            RunningFleet.Target(server.Address, RunningFleet.Script("a.lua", "return {'a', 1}")));

        FleetView view = await fleet.WaitForAsync(view => view.Value(server.Address, "a.lua", "a") == 1);

        Assert.Equal(0, view.AllErrors);
    }

    [Theory]
    [InlineData("protocol", "HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("connection", "-ERR max number of clients reached\r\n")]
    [InlineData("denied", "-DENIED Redis is running in protected mode\r\n")]
    [InlineData("limit", "$999999999\r\n")]
    public async Task Run_OddServer_HasItsReason(string reason, string answer)
    {
        await using ScriptedRedis server = ScriptedRedis.Start(_ => Encoding.ASCII.GetBytes(answer));
        await using RunningFleet fleet = RunningFleet.Start(
            RunningFleet.Target(server.Address, RunningFleet.Script("a.lua", "return 1")));

        FleetView view = await fleet.WaitForAsync(view => view.Errors(server.Address, "a.lua", reason) > 0);

        Assert.Equal(0, view.Result(server.Address, "a.lua"));
    }

    [Theory]
    [InlineData("loading", "LOADING Redis is loading the dataset in memory")]
    [InlineData("unsupported", "ERR unknown command 'SCRIPT', with args beginning with: 'LOAD' ")]
    public async Task Run_ServerThatAnswersWithAnError_HasItsReasonAndTheTargetIsUp(string reason, string error)
    {
        await using ScriptedRedis server = ScriptedRedis.Start(_ => Resp.Error(error));
        await using RunningFleet fleet = RunningFleet.Start(
            RunningFleet.Target(server.Address, RunningFleet.Script("a.lua", "return 1")));

        FleetView view = await fleet.WaitForAsync(view => view.Errors(server.Address, "a.lua", reason) > 0);

        Assert.Equal(1, view.Up(server.Address));
    }

    private static async Task AssertDownAsync(string reason, string uri)
    {
        TargetSpec target = RunningFleet.Target(
            uri, RunningFleet.Script("a.lua", "return 1"), RunningFleet.Script("b.lua", "return 1"));
        string id = target.Address.Id;
        await using RunningFleet fleet = RunningFleet.Start(target);

        FleetView view = await fleet.WaitForAsync(view => view.Errors(id, "a.lua", reason) > 1 && view.Errors(id, "b.lua", reason) > 1);

        Assert.Equal(0, view.Up(id));
        Assert.Equal(0, view.Result(id, "a.lua"));
        string warning = Assert.Single(fleet.Logger.Lines, static line => line.StartsWith("Warning", StringComparison.Ordinal));
        Assert.StartsWith($"Warning: {id} is down: {reason}: ", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", warning, StringComparison.Ordinal);
    }
}
