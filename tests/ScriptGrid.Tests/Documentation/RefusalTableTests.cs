using System.Text.RegularExpressions;
using ScriptGrid.Testing;
using ScriptGrid.Tests.Engine.Collection;

namespace ScriptGrid.Tests.Documentation;

/// <summary>What docs/metrics.md says that servers of other kinds refuse: a server that says so gives the reason of the row, and a remedy in the log.</summary>
public sealed partial class RefusalTableTests
{
    public static TheoryData<string, string> Rows { get; } = Read();

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Row_ServerSaysSo_HasItsReasonAndTheLogARemedy(string message, string reason)
    {
        await using ScriptedRedis server = ScriptedRedis.Start(command =>
            command[0].StartsWith("EVAL", StringComparison.OrdinalIgnoreCase) ? Resp.Error(message) : Resp.Ok);
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(server.Address, RunningFleet.Script("a.lua", "return 1")));

        FleetView view = await fleet.WaitForAsync(view => view.Errors(server.Address, "a.lua", reason) > 0 && view.Up(server.Address) is not null);
        string line = await fleet.WaitForLogAsync($"a.lua on {server.Address} failed: {reason}");

        Assert.Equal((1d, 0d), (view.Up(server.Address), view.Errors(server.Address, "a.lua", "script")));
        Assert.Matches($"{Regex.Escape(message)} \\([a-z].{{20,}}\\)$", line);
    }

    [Fact]
    public async Task Run_ServerWithoutScriptAndReadOnlyForms_RunsByEval()
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static command => command[0] is "EVAL" or "PING"
            ? Resp.Array(Resp.Bulk("a"), Resp.Bulk("7"))
            : Resp.Error($"ERR unknown command '{command[0]}', with args beginning with: "));
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(server.Address, RunningFleet.Script("a.lua", "return 1")));

        FleetView view = await fleet.WaitForAsync(view => view.Result(server.Address, "a.lua") == 1);

        Assert.Equal(7, view.Value(server.Address, "a.lua", "a"));
        Assert.Contains(server.Commands, static command => command[0] == "HELLO");
    }

    [Fact]
    public async Task Run_ScriptCallsAnUnknownCommand_IsNotRepeatedByTheFormThatMayWrite()
    {
        await using ScriptedRedis server = ScriptedRedis.Start(static command => command[0].StartsWith("EVAL", StringComparison.Ordinal)
            ? Resp.Error("ERR Unknown Redis command called from script script: 1f, on @user_script:1.")
            : Resp.Ok);
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(server.Address, RunningFleet.Script("a.lua", "return 1")));

        await fleet.WaitForAsync(view => view.Errors(server.Address, "a.lua", "unsupported") > 1);

        Assert.All(server.Commands.Where(static command => command[0].StartsWith("EVAL", StringComparison.Ordinal)), static command => Assert.Equal("EVALSHA_RO", command[0]));
    }

    private static TheoryData<string, string> Read()
    {
        string page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "metrics.md"));
        string section = page[page.IndexOf("### What servers of other kinds refuse", StringComparison.Ordinal)..page.IndexOf("## About the collector", StringComparison.Ordinal)];
        var rows = new TheoryData<string, string>();
        foreach (Match row in Row().Matches(section))
        {
            rows.Add(row.Groups[1].Value, row.Groups[2].Value);
        }

        return rows;
    }

    [GeneratedRegex(@"^\| `([A-Z].*?)` \| .*? \| `(\w+)` \| .+ \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
