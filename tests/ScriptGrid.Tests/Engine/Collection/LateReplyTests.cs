using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Collection;

/// <summary>Replies that do not come in time: whether the script, the server or the connection is to blame.</summary>
public sealed class LateReplyTests
{
    private static readonly TimeSpan ShortTimeout = TimeSpan.FromSeconds(1);
    private static readonly ScriptSpec A = RunningFleet.Script("a.lua", "return {'a', 1}") with { Timeout = ShortTimeout };

    [Theory]
    [InlineData(null, ProbeVerdict.Answers)]
    [InlineData(FailureReason.Auth, ProbeVerdict.Answers)]
    [InlineData(FailureReason.Timeout, ProbeVerdict.Silent)]
    [InlineData(FailureReason.Busy, ProbeVerdict.Refused)]
    [InlineData(FailureReason.Loading, ProbeVerdict.Refused)]
    [InlineData(FailureReason.Connection, ProbeVerdict.Gone)]
    [InlineData(FailureReason.Dns, ProbeVerdict.Silent)]
    internal void Judge_AnswerToAProbe_TellsWhatIsWrong(FailureReason? reason, ProbeVerdict expected) =>
        Assert.Equal(expected, LateReply.Judge(new SideAnswer(reason is { } known ? new Failure(known, "") : null)));

    [Fact]
    public async Task AskAsync_NoPasswordIsFound_DoesNotReachTheServerAndTellsNothingOfIt()
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static _ => Resp.Ok);
        TargetSpec target = RunningFleet.Target(server.Address, A) with
        {
            Credentials = new RedisCredentials("metrics", "") { PasswordCommand = new PasswordCommand(["/nowhere/token"], TimeSpan.FromMinutes(1)), Group = "mail" },
        };
        using var metrics = new OwnMetrics();
        var set = new CollectorSet(TimeProvider.System, new ListLogger(), static () => [], static () => { }, metrics);

        SideAnswer answer = await SideConnection.AskAsync(set.Context, target, tls: null, RedisCommand.Ping);

        Assert.Equal((FailureReason.Auth, true, 0), (answer.Failure?.Reason, answer.IsUnasked, server.ConnectionsAccepted));
        Assert.Equal(ProbeVerdict.Silent, LateReply.Judge(answer));
    }

    [Theory]
    [InlineData(1, 60, 1)]
    [InlineData(0.1, 60, 1)]
    [InlineData(15, 60, 5)]
    [InlineData(300, 900, 5)]
    public void Patience_Interval_IsThreeIntervalsAndProbesComeEachButNotTooSeldom(double interval, double patience, double pause)
    {
        Assert.Equal(TimeSpan.FromSeconds(patience), LateReply.Patience(TimeSpan.FromSeconds(interval)));
        Assert.Equal(TimeSpan.FromSeconds(pause), LateReply.ProbePause(TimeSpan.FromSeconds(interval)));
    }

    [Fact]
    public async Task Run_ServerThatNeverAnswered_IsNeverUpAndToldOnce()
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static _ => null);
        await using RunningFleet fleet = Start(server.Address, A, A with { Name = "b.lua" });
        var ups = new HashSet<double?>();

        await fleet.WaitForAsync(view =>
        {
            ups.Add(view.Up(server.Address));
            return view.Errors(server.Address, "a.lua", "timeout") > 15 && server.ConnectionsAccepted > 2;
        });

        Assert.Subset(new HashSet<double?> { null, 0 }, ups);
        FleetView last = await fleet.ReadAsync();
        Assert.Equal(last.AllErrors, last.Errors(server.Address, "a.lua", "timeout") + last.Errors(server.Address, "b.lua", "timeout"));
        Assert.Equal($"Warning: {server.Address} is down: timeout: no log-in within 1 s: the server accepted the connection but did not answer", Assert.Single(Told(fleet, server.Address)));
    }

    [Fact]
    public async Task Run_ServerFreezes_IsDownUntilItAnswersAndToldOnce()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using RunningFleet fleet = Start(server.Address, A, A with { Name = "b.lua" });
        await fleet.WaitForAsync(view => view.Result(server.Address, "a.lua") == 1);

        server.Pause();
        await fleet.WaitForAsync(view => view.Up(server.Address) == 0);
        await fleet.WaitForLogAsync($"Warning: {server.Address} is down: timeout: no reply within");
        FleetView frozen = await fleet.WaitForAsync(view => view.Errors(server.Address, "b.lua", "timeout") > 20);
        server.Continue();
        await fleet.WaitForLogAsync($"{server.Address} is up again");

        Assert.Equal(0, frozen.Up(server.Address));
        Assert.Equal(2, Told(fleet, server.Address).Length);
    }

    [Fact]
    public async Task Run_ConnectionGoesBlack_IsGivenUpSinceTheServerAnswersOthers()
    {
        bool isBlack = false;
        await using ScriptedRedis server = ScriptedRedis.Start(static _ => Resp.Ok);
        server.Answer = command => command[0] != "EVALSHA_RO" ? Resp.Ok
            : Volatile.Read(ref isBlack) && server.ConnectionsAccepted < 3 ? null
            : "*2\r\n$1\r\na\r\n:1\r\n"u8.ToArray();
        await using RunningFleet fleet = Start(server.Address, A);
        await fleet.WaitForAsync(view => view.Result(server.Address, "a.lua") == 1);

        Volatile.Write(ref isBlack, true);
        await fleet.WaitForAsync(view => view.Result(server.Address, "a.lua") == 0);
        FleetView view = await fleet.WaitForAsync(view => view.Result(server.Address, "a.lua") == 1);

        Assert.Equal(1, view.Up(server.Address));
        Assert.Equal(
            [
                $"Warning: a.lua on {server.Address} failed: timeout: no reply within 1 s; the script may still run on the server",
                $"Information: a.lua on {server.Address} works again",
            ],
            Told(fleet, server.Address));
    }

    [Fact]
    public async Task Run_SlowScript_IsToldAsTheScriptsFault()
    {
        // It is slow only once the connection is there, since connecting has no more time than a run.
        const string body = """
            if redis.call('EXISTS', 'slow') == 0 then return 1 end
            local t = redis.call('TIME')
            local ends = t[1] * 1000 + math.floor(t[2] / 1000) + 3000
            repeat t = redis.call('TIME') until t[1] * 1000 + math.floor(t[2] / 1000) >= ends
            return 1
            """;
        await using RedisServerProcess server = await RedisServerProcess.StartAsync("busy-reply-threshold 60000");
        ScriptSpec slow = RunningFleet.Script("slow.lua", body) with { Timeout = TimeSpan.FromSeconds(2) };
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(server.Address, slow));
        await fleet.WaitForAsync(view => view.Result(server.Address, "slow.lua") == 1);

        await server.CommandAsync("SET", "slow", "1");
        await fleet.WaitForAsync(view => view.Up(server.Address) == 0);
        await fleet.WaitForAsync(view => view.Up(server.Address) == 1);
        await fleet.WaitForLogAsync($"slow.lua on {server.Address} failed");
        await fleet.WaitForAsync(view => view.Errors(server.Address, "slow.lua", "timeout") > 2);

        Assert.StartsWith($"Warning: slow.lua on {server.Address} failed: timeout", Assert.Single(Told(fleet, server.Address)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_PingUnanswered_IsDownAndComesBackOverANewConnection()
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static _ => Resp.Ok);
        await using RunningFleet fleet = Start(server.Address, RunningFleet.OnDemand("never.lua", "return 1"));
        await fleet.WaitForAsync(view => view.Up(server.Address) == 1);

        server.Answer = static command => command[0] == "PING" ? null : Resp.Ok;
        await fleet.WaitForAsync(view => view.Up(server.Address) == 0);
        server.Answer = static _ => Resp.Ok;
        await fleet.WaitForAsync(view => view.Up(server.Address) == 1);

        Assert.Equal(
            [
                $"Warning: {server.Address} is down: timeout: no reply to PING within 1 s",
                $"Information: {server.Address} is up again",
            ],
            Told(fleet, server.Address));
    }

    /// <summary>A fleet whose global timeout, which probes and PINGs have, is short.</summary>
    private static RunningFleet Start(string target, params ScriptSpec[] scripts) =>
        RunningFleet.Start(RunningFleet.Configure(RunningFleet.Target(target, scripts)) with { Timeout = ShortTimeout });

    private static string[] Told(RunningFleet fleet, string target) =>
        [.. fleet.Logger.Lines.Where(line => line.Contains(target, StringComparison.Ordinal))];
}
