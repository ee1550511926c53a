using System.Text;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Collection;

/// <summary>The role as a label of all series of a target.</summary>
public sealed class RoleLabelTests : IAsyncLifetime
{
    private static readonly ScriptSpec Script = RunningFleet.Script("a.lua", "return {'a', 1}");

    private RedisServerProcess _server = null!;

    private string Target => _server.Address;

    public async Task InitializeAsync() => _server = await RedisServerProcess.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Run_RoleChanges_EverySeriesHasTheNewRole()
    {
        ScriptSpec slow = Script with { Name = "slow.lua", Interval = TimeSpan.FromHours(1) };
        ScriptSpec declaring = RunningFleet.Script("mail.lua", "return {{'mail', 7}}") with
        {
            Interval = TimeSpan.FromHours(1),
            Metrics = [MetricDeclarationText.Parse("gauge mail Mail.", out _)!],
        };
        await using RunningFleet fleet = Start(Script, slow, declaring);
        await fleet.WaitForAsync(view => view[Series("redis_script_values", "master", "slow.lua", ",key=\"a\"")] == 1
            && view[$$"""mail{target="{{Target}}",role="master"}"""] == 7 && IsLabelled(view, "master"));

        // There is no such master: a replica that never gets its data still answers.
        await _server.CommandAsync("REPLICAOF", "127.0.0.1", "1");
        FleetView replica = await fleet.WaitForAsync(view => IsLabelled(view, "replica"));

        Assert.Equal(1, replica[Series("redis_script_values", "replica", "slow.lua", ",key=\"a\"")]);
        Assert.Equal(7, replica[$$"""mail{target="{{Target}}",role="replica"}"""]);
        Assert.Equal(1, replica[$$"""redis_up{target="{{Target}}",role="replica"}"""]);
    }

    [Fact]
    public async Task Run_TargetGoesDown_KeepsItsRole()
    {
        await using RunningFleet fleet = Start(Script);
        await fleet.WaitForAsync(view => IsLabelled(view, "master"));

        await _server.StopAsync();
        FleetView down = await fleet.WaitForAsync(view => view[$$"""redis_up{target="{{Target}}",role="master"}"""] == 0);

        Assert.DoesNotContain(down.Series, static series => !series.Contains("role=\"master\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_TargetWasNeverReached_HasNoRole()
    {
        await _server.StopAsync();
        await using RunningFleet fleet = Start(Script);

        FleetView down = await fleet.WaitForAsync(view => view.Result(Target, "a.lua") == 0);

        Assert.Equal(0, down.Up(Target));
    }

    [Fact]
    public async Task Run_NoScriptRuns_PingsByAskingForTheRole()
    {
        await using RunningFleet fleet = Start(Script with { Interval = null });

        await fleet.WaitForAsync(view => view[$$"""redis_up{target="{{Target}}",role="master"}"""] == 1);
        await _server.CommandAsync("REPLICAOF", "127.0.0.1", "1");
        await fleet.WaitForAsync(view => view[$$"""redis_up{target="{{Target}}",role="replica"}"""] == 1);
    }

    [Fact]
    public async Task Run_RoleCannotBeRead_SeriesGoWithoutAndTheLogSaysSoOnce()
    {
        await _server.CommandAsync("ACL", "SETUSER", "metrics", "on", ">secret", "~*", "+@all", "-role", "-info");
        ScriptGridConfiguration configuration = RunningFleet.Configure(RunningFleet.Target($"redis://metrics:secret@{Target}", Script));
        await using RunningFleet fleet = RunningFleet.Start(configuration with { RoleLabel = "role" });

        double first = (await fleet.WaitForAsync(view => view.Result(Target, "a.lua") == 1)).LastSuccess(Target, "a.lua")!.Value;
        FleetView view = await fleet.WaitForAsync(view => view.LastSuccess(Target, "a.lua") > first);

        string stats = (string)(await _server.CommandAsync("INFO", "commandstats"))!;
        Assert.Equal((1, 0), (view.Up(Target), view.AllErrors));
        Assert.Contains("cmdstat_role:calls=0,usec=0,usec_per_call=0.00,rejected_calls=1,", stats, StringComparison.Ordinal);
        Assert.Single(
            fleet.Logger.Lines,
            line => line.StartsWith($"Warning: {Target}: its series lack the label role: the server's role cannot be read: ROLE: NOPERM", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_RoleCannotBeReadAndNoScriptRuns_PingsAsEver()
    {
        await _server.CommandAsync("ACL", "SETUSER", "metrics", "on", ">secret", "~*", "+@all", "-role", "-info");
        ScriptGridConfiguration configuration = RunningFleet.Configure(RunningFleet.Target($"redis://metrics:secret@{Target}", Script with { Interval = null }));
        await using RunningFleet fleet = RunningFleet.Start(configuration with { RoleLabel = "role" });

        await fleet.WaitForAsync(view => view.Up(Target) == 1);
        await _server.StopAsync();
        await fleet.WaitForAsync(view => view.Up(Target) == 0);
        await fleet.WaitForLogAsync($"{Target} is down");
    }

    [Fact]
    public async Task Scrape_RedisExporterCompatible_LeavesTheTargetOutAndTheRoleIn()
    {
        ScriptGridConfiguration configuration = RunningFleet.Configure(
            RunningFleet.Target(Target, Script), RunningFleet.Target("127.0.0.1:1", Script)) with
        { RoleLabel = "role", RedisExporterCompatible = true };
        await using RunningFleet fleet = RunningFleet.Start(configuration);

        FleetView view = await fleet.ScrapeAsync(Target);

        Assert.Equal(1, view["""redis_up{role="master"}"""]);
        Assert.Equal(1, view["""redis_script_values{role="master",filename="a.lua",key="a"}"""]);
    }

    [Fact]
    public async Task Reload_TargetHasALabelOfItsOwn_StandsBeforeTheGlobalOneAndFollowsReloads()
    {
        ScriptSpec slow = Script with { Name = "slow.lua", Interval = TimeSpan.FromHours(1) };
        TargetSpec target = RunningFleet.Target(Target, slow);
        ScriptGridConfiguration configuration = RunningFleet.Configure(target) with { RoleLabel = "role" };
        await using RunningFleet fleet = RunningFleet.Start(configuration with { Targets = [target with { RoleLabel = "mail_role" }] });
        await fleet.WaitForAsync(view => view[$$"""redis_script_values{target="{{Target}}",mail_role="master",filename="slow.lua",key="a"}"""] == 1
            && view[$$"""redis_up{target="{{Target}}",mail_role="master"}"""] == 1);

        fleet.Fleet.Apply(configuration);
        await fleet.WaitForAsync(view => view[Series("redis_script_values", "master", "slow.lua", ",key=\"a\"")] == 1
            && view[$$"""redis_up{target="{{Target}}",role="master"}"""] == 1
            && !view.Series.Any(static series => series.Contains("mail_role", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Reload_LabelOfATargetGoes_SeriesGoOnWithout()
    {
        ScriptSpec slow = Script with { Name = "slow.lua", Interval = TimeSpan.FromHours(1) };
        TargetSpec target = RunningFleet.Target(Target, slow);
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Configure(target with { RoleLabel = "role" }));
        await fleet.WaitForAsync(view => view[Series("redis_script_values", "master", "slow.lua", ",key=\"a\"")] == 1);

        fleet.Fleet.Apply(RunningFleet.Configure(target));
        await fleet.WaitForAsync(view => view[$$"""redis_script_values{target="{{Target}}",filename="slow.lua",key="a"}"""] == 1
            && view.Up(Target) == 1
            && !view.Series.Any(static series => series.Contains("role=", StringComparison.Ordinal)));
    }

    [Fact]
    public void RenderTargetLabel_RedisExporterCompatible_NamesRolesAsItDoes()
    {
        SeriesNaming naming = new("redis", "target", RedisExporterCompatible: true, OmitsTarget: true) { RoleLabel = "instance_role" };

        TargetSpec target = RunningFleet.Target(Target);

        Assert.Equal("instance_role=\"slave\",", Encoding.UTF8.GetString(naming.RenderTargetLabel(target, ServerRole.Replica)));
        Assert.Equal("instance_role=\"master\",", Encoding.UTF8.GetString(naming.RenderTargetLabel(target, ServerRole.Master)));
    }

    private RunningFleet Start(params ScriptSpec[] scripts) =>
        RunningFleet.Start(RunningFleet.Configure(RunningFleet.Target(Target, scripts)) with { RoleLabel = "role" });

    private static bool IsLabelled(FleetView view, string role) =>
        view.Series.Any() && view.Series.All(series => series.Contains($",role=\"{role}\"", StringComparison.Ordinal));

    private string Series(string family, string role, string script, string more = "") =>
        $"{family}{{target=\"{Target}\",role=\"{role}\",filename=\"{script}\"{more}}}";
}
