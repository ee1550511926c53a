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
}
