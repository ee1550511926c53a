using System.Diagnostics;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EndToEnd;

/// <summary>Commands that are told to end again and again while they end, as by a supervisor and a user at the same time.</summary>
public sealed class SignalTests : IDisposable
{
    private readonly TestFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Serve_ToldToEndAgainAndAgain_EndsInOrder()
    {
        await using ScriptGridProcess serve = await ScriptGridProcess.ServeAsync("--script", _files.Write("s.lua", "return 1"), "--target", "127.0.0.1:1");

        Assert.Equal(ExitCode.Success, await serve.TerminateAgainAndAgainAsync());
        Assert.DoesNotContain("   at ", serve.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redis_ToldToEndAgainAndAgain_EndsInOrder()
    {
        (ChildProcess redis, _) = await ScriptGridProcess.RedisAsync();
        await using (redis)
        {
            Assert.Equal(ExitCode.Success, await redis.TerminateAgainAndAgainAsync());
            Assert.DoesNotContain("   at ", redis.Log, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Run_ToldToEndAgainAndAgain_FailsInOrder()
    {
        await using ScriptedRedis silent = ScriptedRedis.Start(static _ => null);
        await using ChildProcess run = await ScriptGridProcess.WatchAsync(
            "password", "run", "--script", _files.Write("s.lua", "return 1"), "--target", $"redis://:secret@{silent.Address}", "--timeout", "1h");

        Assert.Equal(ExitCode.Failure, await run.TerminateAgainAndAgainAsync());
        Assert.EndsWith("stopped before it was complete", run.Log, StringComparison.Ordinal);
    }

    /// <summary>What reads its input, or a tree of files, heeds no token: a signal ends it as any program.</summary>
    [Fact]
    public async Task Check_WaitsForItsInput_IsEndedBySignals()
    {
        ProcessStartInfo check = ScriptGridProcess.Command([]);

        // timeout(1) has 124 if it ended the command, and 137 if it had to kill it, half a minute later.
        (int exitCode, _, _) = await ScriptGridProcess.RunAsync(
            start =>
            {
                start.FileName = "/bin/sh";
                start.ArgumentList.Clear();
                Array.ForEach<string>(["-c", "mkfifo \"$1\"; exec 3<>\"$1\"; timeout -k 30 5 \"$0\" check - <&3", check.FileName, _files.Write("below/x", "") + ".fifo"], start.ArgumentList.Add);
            });

        Assert.Equal(124, exitCode);
    }
}
