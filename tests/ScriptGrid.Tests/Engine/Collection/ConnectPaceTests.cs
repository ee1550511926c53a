using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Collection;

/// <summary>How fast connections are opened, and who goes first.</summary>
public sealed class ConnectPaceTests
{
    [Theory]
    [InlineData(16, 0, 17)]
    [InlineData(16, 20, 17)]
    [InlineData(16, 21, 8)]
    [InlineData(64, 3, 64)]
    [InlineData(6, 500, 4)]
    [InlineData(4, 500, 4)]
    public void Next_WheelLate_HalvesElseGrows(int budget, int lateMilliseconds, int expected) =>
        Assert.Equal(expected, ConnectBudget.Next(budget, TimeSpan.FromMilliseconds(lateMilliseconds)));

    [Fact]
    public void TryTake_ManyAreDown_TheOthersTakeTurnsWithThem()
    {
        var line = new ConnectLine<string>();
        foreach (int number in Enumerable.Range(0, 100))
        {
            line.Add($"down {number}", isDown: true);
        }

        line.Add("well 0", isDown: false);
        line.Add("well 1", isDown: false);

        Assert.Equal(["down 0", "well 0", "down 1", "well 1", "down 2", "down 3"], Enumerable.Range(0, 6).Select(_ => Take(line)));
    }

    [Fact]
    public void TryTake_Empty_IsFalse()
    {
        var line = new ConnectLine<string>();
        line.Add("one", isDown: false);

        Assert.False(line.IsEmpty);
        Assert.Equal("one", Take(line));
        Assert.True(line.IsEmpty);
        Assert.False(line.TryTake(out _));
    }

    [Fact]
    public async Task Run_ManyTargetsAtOnce_AllGetTheirTurnToConnect()
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static command => command[0] == "EVALSHA_RO" ? ":1\r\n"u8.ToArray() : Resp.Ok);
        ScriptSpec script = RunningFleet.Script("a.lua", "return 1");
        string[] targets = [.. Enumerable.Range(1, 300).Select(database => $"{server.Address}/{database}")];
        await using RunningFleet fleet = RunningFleet.Start([.. targets.Select(target => RunningFleet.Target(target, script))]);

        FleetView view = await fleet.WaitForAsync(view => targets.All(target => view.Result(target, "a.lua") == 1));

        Assert.Equal(targets.Length, server.ConnectionsAccepted);
        Assert.Equal(0, view.AllErrors);
    }

    [Fact]
    public async Task Scrape_TargetStandsInLine_IsAskedAtOnce()
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static command => command[0] == "EVALSHA_RO" ? ":1\r\n"u8.ToArray() : Resp.Ok);
        ScriptSpec script = RunningFleet.Script("a.lua", "return 1");
        string[] targets = [.. Enumerable.Range(1, 100).Select(database => $"{server.Address}/{database}")];
        await using RunningFleet fleet = RunningFleet.Start([.. targets.Select(target => RunningFleet.Target(target, script))]);

        FleetView last = await fleet.ScrapeAsync(targets[^1]);

        Assert.Equal(1, last.Result(targets[^1], "a.lua"));
        await fleet.WaitForAsync(view => targets.All(target => view.Result(target, "a.lua") == 1));
    }

    private static string? Take(ConnectLine<string> line) => line.TryTake(out string? next) ? next : null;
}
