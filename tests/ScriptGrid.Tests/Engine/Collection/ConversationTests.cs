using System.Text;
using Microsoft.Extensions.Logging;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Collection;

/// <summary>What levels <c>debug</c> and <c>trace</c> tell.</summary>
public sealed class ConversationTests
{
    private static readonly ScriptSpec Script = RunningFleet.Script("a.lua", "return {'k', 1}") with { Arguments = ["mail:*"] };

    [Fact]
    public async Task Run_Debug_TellsConnectLoginLoadAndRun()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync("requirepass open-sesame");
        await using RunningFleet fleet = Start(server, LogLevel.Debug);

        await fleet.WaitForLogAsync($"{server.Address}: a.lua took");

        string[] lines = [.. fleet.Logger.Lines.Where(static line => line.StartsWith("Debug", StringComparison.Ordinal)).Take(4)];
        Assert.Matches($"^Debug: {server.Address}: connected within [0-9.]+ ms$", lines[0]);
        Assert.Matches($"^Debug: {server.Address}: logged in as the default user within [0-9.]+ ms$", lines[1]);
        Assert.Matches($"^Debug: {server.Address}: loaded a.lua as [0-9a-f]{{40}}$", lines[2]);
        Assert.Matches($"^Debug: {server.Address}: a.lua took [0-9.]+ ms: done$", lines[3]);
        Assert.DoesNotContain(fleet.Logger.Lines, static line => line.StartsWith("Trace", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_Trace_TellsRequestAndReplyAndNoPassword()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync("requirepass open-sesame");
        await using RunningFleet fleet = Start(server, LogLevel.Trace);

        string request = await fleet.WaitForLogAsync($"{server.Address} <- EVALSHA_RO");
        string reply = await fleet.WaitForLogAsync($"{server.Address} -> ");

        Assert.EndsWith(" 0 mail:*", request, StringComparison.Ordinal);
        Assert.EndsWith("-> *2 $1 k :1", reply, StringComparison.Ordinal);
        Assert.DoesNotContain(fleet.Logger.Lines, static line => line.Contains("open-sesame", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_DebugAndNobodyListens_TellsEachAttempt()
    {
        await using RunningFleet fleet = RunningFleet.Start(
            RunningFleet.Configure(RunningFleet.Target($"127.0.0.1:{FreePort.Find()}", Script)), LogLevel.Debug);

        await fleet.WaitForLogAsync("not connected: connection: connection refused");
    }

    [Theory]
    [InlineData("*3\r\n$7\r\nEVALSHA\r\n$2\r\nab\r\n$1\r\n0\r\n", "EVALSHA ab 0")]
    [InlineData("*1\r\n$4\r\nPING\r\n", "PING")]
    public void RequestText_Command_IsItsWords(string command, string expected) =>
        Assert.Equal(expected, Conversation.RequestText(Encoding.ASCII.GetBytes(command)));

    [Fact]
    public void ReplyText_LongReply_IsCut() =>
        Assert.Equal($"${new string('x', 499)}… (2000 bytes)", Conversation.ReplyText(Encoding.ASCII.GetBytes("$" + new string('x', 1999))));

    private static RunningFleet Start(RedisServerProcess server, LogLevel level) =>
        RunningFleet.Start(RunningFleet.Configure(RunningFleet.Target($"redis://:open-sesame@{server.Address}", Script)), level);
}
