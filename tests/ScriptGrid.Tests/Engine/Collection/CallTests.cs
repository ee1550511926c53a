using System.Text;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;
using ScriptGrid.Tests.Engine.Exposition.Meters;

namespace ScriptGrid.Tests.Engine.Collection;

/// <summary>Runs and commands that clients ask for, each for itself.</summary>
public sealed class CallTests
{
    private const string Count = "return redis.call('INCR', 'runs')";
    private const string Push = "return redis.call('RPUSH', 'order', ARGV[1])";

    [Fact]
    public async Task CallAsync_KeysAndArguments_ReachTheScriptAsTheyAreAndItsReplyComesBackAsItCame()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        ScriptSpec echo = RunningFleet.Script("echo", "return {#KEYS, #ARGV, KEYS[1], ARGV[1]}") with { Interval = null, Keys = ["own"] };
        await using CalledTarget target = CalledTarget.Start(server.Address, echo);
        byte[] binary = [0, 255, 13, 10, 0];

        CallResult result = await target.CallAsync(ScriptCall.Run(target.Plan("echo").With([Encoding.UTF8.GetBytes("schön")], [binary])));
        CallResult none = await target.CallAsync("echo");

        Assert.Equal(CallEnd.Done, result.End);
        Assert.Equal([.. "*4\r\n:1\r\n:1\r\n$6\r\nschön\r\n$5\r\n"u8, .. binary, .. "\r\n"u8], result.Reply);
        Assert.Equal("*2\r\n:0\r\n:0\r\n", Encoding.UTF8.GetString(none.Reply));
    }

    [Fact]
    public async Task CallAsync_TwoCallersAtOnce_GetARunEachAndTheScriptsMetricsNone()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using CalledTarget target = CalledTarget.Start(server.Address, RunningFleet.OnDemand("count", Count));
        await target.CallAsync("count");

        server.Pause();
        Task<CallResult>[] calls = [target.CallAsync("count"), target.CallAsync("count")];
        server.Continue();
        CallResult[] results = await Task.WhenAll(calls);

        Assert.Equal([":2\r\n", ":3\r\n"], results.Select(static result => Encoding.UTF8.GetString(result.Reply)));
        Assert.Null(target.Collector.Describe().Scripts[0].Result);
    }

    [Fact]
    public async Task CallAsync_SeveralWaiting_GoInTheirOrderAndBeforeRunsThatAreDue()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using CalledTarget target = CalledTarget.Start(
            server.Address, RunningFleet.OnDemand("run", "return redis.call('RPUSH', 'order', 'run')"), RunningFleet.OnDemand("push", Push));
        await target.CallAsync("push", null, "first");

        server.Pause();
        Task underWay = target.CallAsync("push", null, "under way");
        Task run = target.Collector.CollectNowAsync(target.Collector.Runs[0]);
        Task[] calls = [.. Enumerable.Range(1, 3).Select(i => target.CallAsync("push", null, $"{i}"))];
        server.Continue();
        await Task.WhenAll([underWay, run, .. calls]);

        object? order = await server.CommandAsync("LRANGE", "order", "0", "-1");
        Assert.Equal(["first", "under way", "1", "2", "3", "run"], Assert.IsType<object?[]>(order));
    }

    [Fact]
    public async Task CallAsync_RunWaitsForLong_GoesBetweenTwoCalls()
    {
        const string slow = "local function ms() local t = redis.call('TIME') return t[1] * 1000 + t[2] / 1000 end "
            + "local stop = ms() + 400 while ms() < stop do end return redis.call('RPUSH', 'order', 'call')";
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using CalledTarget target = CalledTarget.Start(
            server.Address, RunningFleet.OnDemand("run", "return redis.call('RPUSH', 'order', 'run')"), RunningFleet.OnDemand("slow", slow));

        Task[] calls = [.. Enumerable.Range(0, 5).Select(_ => target.CallAsync("slow"))];
        Task run = target.Collector.CollectNowAsync(target.Collector.Runs[0]);
        await Task.WhenAll([run, .. calls]);

        object?[] order = Assert.IsType<object?[]>(await server.CommandAsync("LRANGE", "order", "0", "-1"));
        // A call goes first; a call of a slow machine may outlast the run's patience alone.
        Assert.InRange(Array.IndexOf(order, "run"), 1, 4);
    }

    [Fact]
    public async Task CallAsync_NoReplyInTime_FailsOnceAndWhatFollowsIsNotSent()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        ScriptSpec count = RunningFleet.OnDemand("count", Count);
        await using CalledTarget target = CalledTarget.Start(
            server.Address, count, count with { Name = "hasty", Timeout = TimeSpan.FromMilliseconds(100) });
        await target.CallAsync("count");

        server.Pause();
        Task<CallResult> call = target.CallAsync("hasty");
        Task<CallResult> waiting = target.CallAsync("count");
        CallResult late = await call;
        CallResult next = await target.CallAsync("count");
        server.Continue();
        CallResult after = await Repeat.UntilAsync(() => target.CallAsync("count"), static result => result.End == CallEnd.Done);

        Assert.Equal((CallEnd.Failed, FailureReason.Timeout), (late.End, late.Failure!.Reason));
        Assert.All([await waiting, next], static result =>
        {
            Assert.Equal((CallEnd.Failed, FailureReason.Timeout), (result.End, result.Failure!.Reason));
            Assert.EndsWith("this call was not sent", result.Failure.Message, StringComparison.Ordinal);
        });
        Assert.Equal(":3\r\n", Encoding.UTF8.GetString(after.Reply));
    }

    [Theory]
    [InlineData(ReadOnlyMode.Required, "EVALSHA_RO", 3)]
    [InlineData(ReadOnlyMode.Off, "EVALSHA", 1)]
    public async Task CallAsync_ConnectionLostOnTheWay_IsRepeatedOnlyWhereWritesAreRefused(ReadOnlyMode mode, string command, int sent)
    {
        await using ScriptedRedis server = ScriptedRedis.Start(words => words[0] switch
        {
            "SCRIPT" => Resp.Bulk(words[2]),
            "EVALSHA" or "EVALSHA_RO" => ScriptedRedis.HangUp,
            _ => Resp.Ok,
        });
        await using CalledTarget target = CalledTarget.Start(
            server.Address, RunningFleet.OnDemand("s", "return 1") with { ReadOnly = mode });

        CallResult result = await target.CallAsync("s");

        Assert.Equal((CallEnd.Failed, FailureReason.Connection), (result.End, result.Failure!.Reason));
        Assert.Equal(sent, server.Commands.Count(words => words[0] == command));
    }

    [Theory]
    [InlineData("LOAD")]
    [InlineData("EXISTS")]
    [InlineData("FLUSH")]
    public async Task CallAsync_CommandIsSentAgainAndRefused_Fails(string word)
    {
        int losses = 1;
        await using ScriptedRedis server = ScriptedRedis.Start(words =>
            words[0] != "SCRIPT" ? Resp.Ok
            : losses-- > 0 ? ScriptedRedis.HangUp
            : Resp.Error("LOADING Redis is loading the dataset in memory"));
        await using CalledTarget target = CalledTarget.Start(server.Address, RunningFleet.OnDemand("s", "return 1"));
        TimeSpan timeout = TimeSpan.FromSeconds(10);
        ScriptCall call = word switch
        {
            "LOAD" => ScriptCall.Load(target.Plan("s"), timeout),
            "EXISTS" => ScriptCall.Exists([target.Plan("s")], timeout),
            _ => ScriptCall.Flush(timeout),
        };

        CallResult result = await target.CallAsync(call);

        Assert.Equal((CallEnd.Failed, FailureReason.Loading), (result.End, result.Failure?.Reason));
        Assert.Equal(2, server.Commands.Count(words => words[0] == "SCRIPT" && words[1] == word));
    }

    [Fact]
    public async Task CallAsync_SomebodyFlushedTheScripts_LoadsItAgain()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using CalledTarget target = CalledTarget.Start(server.Address, RunningFleet.OnDemand("count", Count));
        await target.CallAsync("count");

        await server.CommandAsync("SCRIPT", "FLUSH");
        CallResult result = await target.CallAsync("count");

        Assert.Equal(":2\r\n", Encoding.UTF8.GetString(result.Reply));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CallAsync_CollectorStopsMeanwhile_RefusesWhatWaits(bool isGraceful)
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using CalledTarget target = CalledTarget.Start(server.Address, RunningFleet.OnDemand("count", Count));
        await target.CallAsync("count");

        server.Pause();
        Task<CallResult> underWay = target.CallAsync("count");
        Task<CallResult> waiting = target.CallAsync("count");
        Task finished = isGraceful ? target.Collector.FinishAsync() : Task.Run(target.Collector.Dispose);
        CallResult refused = await waiting;
        server.Continue();
        await finished;
        CallResult ended = await underWay;
        CallResult after = await target.CallAsync("count");

        Assert.Equal((CallEnd.Refused, CallEnd.Refused), (refused.End, after.End));
        Assert.Equal(isGraceful ? CallEnd.Done : CallEnd.Failed, ended.End);
    }

    [Fact]
    public async Task CallAsync_TooManyWaiting_AreRefusedAndCounted()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using CalledTarget target = CalledTarget.Start(server.Address, RunningFleet.OnDemand("count", Count));
        await target.CallAsync("count");

        server.Pause();
        Task<CallResult>[] calls = [.. Enumerable.Range(0, CallQueue.MaxWaiting + 2).Select(_ => target.CallAsync("count"))];
        CallResult refused = await calls[^1];
        server.Continue();
        await Task.WhenAll(calls);

        Assert.Equal((CallEnd.Refused, "too many calls are waiting (1000)"), (refused.End, refused.Failure!.Message));
        IReadOnlyDictionary<string, double> samples = ExpositionPage.Parse(await OwnPage.ReadAsync(target.Metrics)).Samples;
        Assert.Equal((1002, 1), (samples["scriptgrid_calls_total{result=\"done\"}"], samples["scriptgrid_calls_total{result=\"refused\"}"]));
    }

    [Fact]
    public async Task CallAsync_TooMuchWaiting_IsRefusedUntilThereIsRoom()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using CalledTarget target = CalledTarget.Start(server.Address, RunningFleet.OnDemand("length", "return #ARGV[1]"));
        await target.CallAsync("length", null, "");
        byte[] large = new byte[(CallQueue.MaxWaitingBytes / 4 / 2) - 1024]; // It is held twice, also as a part of the command.
        using var giveUp = new CancellationTokenSource();

        server.Pause();
        Task<CallResult> underWay = target.CallAsync("length", null, "");
        Task<CallResult>[] waiting = [.. Enumerable.Range(0, 3).Select(_ => target.CallAsync(Large())), target.Collector.CallAsync(Large(), giveUp.Token)];
        CallResult refused = await target.CallAsync(Large());
        await giveUp.CancelAsync();
        Task<CallResult> next = target.CallAsync(Large());
        CallResult again = await target.CallAsync(Large());
        server.Continue();

        Assert.All(
            [refused, again],
            static result => Assert.Equal((CallEnd.Refused, "the calls that are waiting are too large (more than 64 MiB in total)"), (result.End, result.Failure!.Message)));
        Assert.All([await underWay, .. await Task.WhenAll(waiting[..3]), await next], static result => Assert.Equal(CallEnd.Done, result.End));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting[3]);

        ScriptCall Large() => ScriptCall.Run(target.Plan("length").With([], [large]));
    }

    [Fact]
    public void Bytes_ManyEmptyArguments_CountWhatTheyTakeInMemory()
    {
        var plan = new ScriptPlan(RunningFleet.OnDemand("s", "return 1"), LabelSet.Empty);

        Assert.InRange(ScriptCall.Run(plan.With([], new ReadOnlyMemory<byte>[1000])).Bytes, 40_000, 80_000);
    }

    [Fact]
    public async Task CallAsync_WaitingCallersGiveUp_MakeRoom()
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static words => words[0] switch
        {
            "SCRIPT" => Resp.Bulk(words[2]),
            "EVALSHA" => words[^1] == "slow" ? null : Resp.Integer(1),
            _ => Resp.Ok,
        });
        await using CalledTarget target = CalledTarget.Start(server.Address, RunningFleet.OnDemand("s", "return 1"));
        using var giveUp = new CancellationTokenSource();
        Task<CallResult> slow = target.CallAsync("s", null, "slow");
        await Repeat.UntilAsync(() => Task.FromResult(server.Commands.Any(static words => words[^1] == "slow")), static isSent => isSent);

        Task<CallResult>[] waiting =
        [
            .. Enumerable.Range(0, CallQueue.MaxWaiting).Select(_ => target.Collector.CallAsync(ScriptCall.Run(target.Plan("s")), giveUp.Token)),
        ];
        await giveUp.CancelAsync();
        Task<CallResult> next = target.CallAsync("s", null, "next");
        await server.SendAsync(Resp.Integer(1));

        Assert.Equal((CallEnd.Done, CallEnd.Done), ((await slow).End, (await next).End));
        Assert.Equal(["slow", "next"], server.Commands.Where(static words => words[0] == "EVALSHA").Select(static words => words[^1]));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(waiting));
    }

    [Fact]
    public async Task CallAsync_CallerGivesUp_WhatWaitsIsNotSentAndTheNextIs()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using CalledTarget target = CalledTarget.Start(server.Address, RunningFleet.OnDemand("push", Push));
        await target.CallAsync("push", null, "first");
        using var giveUp = new CancellationTokenSource();

        server.Pause();
        Task<CallResult> underWay = target.Collector.CallAsync(Pushing("under way"), giveUp.Token);
        Task<CallResult> waiting = target.Collector.CallAsync(Pushing("given up"), giveUp.Token);
        Task<CallResult> next = target.CallAsync("push", null, "next");
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => underWay);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        server.Continue();

        Assert.Equal(CallEnd.Done, (await next).End);
        Assert.Equal(["first", "under way", "next"], Assert.IsType<object?[]>(await server.CommandAsync("LRANGE", "order", "0", "-1")));

        ScriptCall Pushing(string text) => ScriptCall.Run(target.Plan("push").With([], [Encoding.UTF8.GetBytes(text)]));
    }

    [Fact]
    public async Task CallAsync_TargetIsDown_IsAskedAtOnceAndSaysSo()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await server.StopAsync();
        await using CalledTarget target = CalledTarget.Start(server.Address, RunningFleet.OnDemand("count", Count));

        CallResult down = await target.CallAsync("count");
        await server.RestartAsync();
        CallResult up = await target.CallAsync("count");

        Assert.Equal(FailureReason.Connection, down.Failure!.Reason);
        Assert.Equal(":1\r\n", Encoding.UTF8.GetString(up.Reply));
    }

    [Fact]
    public async Task CallAsync_Commands_LoadFindAndForgetScripts()
    {
        TimeSpan timeout = TimeSpan.FromSeconds(10);
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using CalledTarget target = CalledTarget.Start(
            server.Address, RunningFleet.OnDemand("a", "return 1"), RunningFleet.OnDemand("b", "return 2"));
        ScriptPlan[] plans = [target.Plan("a"), target.Plan("b")];

        CallResult load = await target.CallAsync(ScriptCall.Load(plans[1], timeout));
        CallResult exists = await target.CallAsync(ScriptCall.Exists(plans, timeout));
        await target.CallAsync(ScriptCall.Flush(timeout));
        CallResult gone = await target.CallAsync(ScriptCall.Exists(plans, timeout));
        CallResult run = await target.CallAsync("b");

        Assert.Equal($"$40\r\n{plans[1].Commands.Sha1}\r\n", Encoding.UTF8.GetString(load.Reply));
        Assert.Equal("*2\r\n:0\r\n:1\r\n", Encoding.UTF8.GetString(exists.Reply));
        Assert.Equal("*2\r\n:0\r\n:0\r\n", Encoding.UTF8.GetString(gone.Reply));
        Assert.Equal(":2\r\n", Encoding.UTF8.GetString(run.Reply));
    }

    [Fact]
    public async Task CallAsync_AdHocScript_IsSentByItsText()
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static words => words[0] == "EVAL_RO" ? Resp.Integer(7) : Resp.Ok);
        await using CalledTarget target = CalledTarget.Start(server.Address, RunningFleet.OnDemand("a", "return 7") with
        {
            ReadOnly = ReadOnlyMode.Required,
            IsAdHoc = true,
        });

        CallResult result = await target.CallAsync("a", ["k"], "v");

        Assert.Equal(":7\r\n", Encoding.UTF8.GetString(result.Reply));
        Assert.Contains(server.Commands, static words => words.SequenceEqual(["EVAL_RO", "return 7", "1", "k", "v"]));
        Assert.DoesNotContain(server.Commands, static words => words[0] == "SCRIPT");
    }

    [Fact]
    public async Task KillAsync_ServerRepeatsASecret_MasksIt()
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static command => command[0] == "SCRIPT" ? Resp.Error("ERR no script for hidden-word") : Resp.Ok);
        await using CalledTarget target = CalledTarget.Start($"redis://:hidden-word@{server.Address}", RunningFleet.OnDemand("a.lua", "return 1"));

        Assert.Equal("ERR no script for ***", (await target.Collector.KillAsync())!.Message);
    }

    [Fact]
    public async Task KillAsync_ScriptRuns_EndsIt()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync("busy-reply-threshold 100");
        await using CalledTarget target = CalledTarget.Start(server.Address, RunningFleet.OnDemand("endless", "while true do end"));

        Failure? none = await target.Collector.KillAsync();
        Task<CallResult> call = target.CallAsync("endless");
        await Repeat.UntilAsync(target.Collector.KillAsync, static failure => failure is null);

        CallResult killed = await call;
        Assert.StartsWith("NOTBUSY", none!.Message, StringComparison.Ordinal);
        Assert.Contains("Script killed by user", killed.Failure!.Message, StringComparison.Ordinal);
    }
}
