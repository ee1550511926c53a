using System.Diagnostics;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;
using ScriptGrid.Tests.Engine.Configuration;

namespace ScriptGrid.Tests.Engine.Collection;

/// <summary>What a second configuration keeps of the first, and what it changes.</summary>
public sealed class ReloadTests
{
    private static readonly ScriptSpec Bad = RunningFleet.Script("bad.lua", "error('boom')");
    private static readonly ScriptSpec One = RunningFleet.Script("one.lua", "return 1");

    [Fact]
    public async Task Apply_TargetStays_KeepsConnectionAndCounters()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(server.Address, Bad, One));
        FleetView before = await fleet.WaitForAsync(
            view => view.Errors(server.Address, "bad.lua", "script") > 2 && view.Result(server.Address, "one.lua") == 1);
        string[] clients = await server.ScriptGridClientsAsync();

        fleet.Fleet.Apply(RunningFleet.Configure(RunningFleet.Target(server.Address, Bad, One)));
        FleetView at = await fleet.ReadAsync();
        FleetView after = await fleet.WaitForAsync(view => view.Errors(server.Address, "bad.lua", "script") > 6);

        Assert.True(at.Errors(server.Address, "bad.lua", "script") >= before.Errors(server.Address, "bad.lua", "script"));
        Assert.Equal(1, at.Result(server.Address, "one.lua"));
        Assert.Equal(0, after.Errors(server.Address, "bad.lua", "connection"));
        Assert.Single(clients);
        Assert.Equal(clients, await server.ScriptGridClientsAsync());
    }

    [Fact]
    public async Task Apply_TargetAndScriptRemoved_CloseAndLeaveThePage()
    {
        await using RedisServerProcess kept = await RedisServerProcess.StartAsync();
        await using RedisServerProcess removed = await RedisServerProcess.StartAsync();
        await using RunningFleet fleet = RunningFleet.Start(
            RunningFleet.Target(kept.Address, One, Bad), RunningFleet.Target(removed.Address, One));
        await fleet.WaitForAsync(view => view.Result(removed.Address, "one.lua") == 1 && view.Result(kept.Address, "bad.lua") == 0);

        fleet.Fleet.Apply(RunningFleet.Configure(RunningFleet.Target(kept.Address, One)));

        FleetView view = await fleet.ReadAsync();
        Assert.DoesNotContain(view.Series, series => series.Contains(removed.Address, StringComparison.Ordinal));
        Assert.DoesNotContain(view.Series, static series => series.Contains("bad.lua", StringComparison.Ordinal));
        await removed.WaitForNoScriptGridClientAsync();
    }

    [Fact]
    public async Task Apply_TlsFileWentSinceItWasRead_ChangesNothing()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using RunningFleet fleet = RunningFleet.Start();
        TargetSpec gone = RunningFleet.Target("127.0.0.1:1", One) with { Tls = new TlsSettings { CaFile = "/gone/ca.pem" } };

        Assert.ThrowsAny<IOException>(() => fleet.Fleet.Apply(RunningFleet.Configure(RunningFleet.Target(server.Address, One), gone)));

        Assert.Equal("", (await fleet.ReadAsync()).Text);
        Assert.Empty(await server.ScriptGridClientsAsync());
    }

    [Fact]
    public async Task Reload_FileGoesBeforeItIsUsed_IsRefusedWithTheReason()
    {
        using var folder = new ConfigurationFolder();
        var loader = new ConfigurationLoader(new CommandLineSettings { Settings = [new Setting(Setting.Target, "h", "--target"), new Setting(Setting.Script, Path.Combine(folder.Path, "a.lua"), "--script")] });
        var logger = new ListLogger();
        using var spans = new SpanRecorder("ScriptGrid");
        using var metrics = new OwnMetrics();
        using var reloader = new Reloader(
            loader, static _ => throw new FileNotFoundException("ca.pem went"), new ConfiguredSecrets(), TimeProvider.System, logger, metrics);

        ReloadOutcome outcome = await reloader.ReloadAsync(CancellationToken.None);

        Assert.Equal<string>(["ca.pem went"], outcome.Errors);
        Assert.Contains(logger.Lines, static line => line.Contains("ca.pem went", StringComparison.Ordinal));
        Activity span = Assert.Single(spans.OfThisTrace, static span => span.OperationName == "scriptgrid.reload");
        Assert.Equal((ActivityStatusCode.Error, "ca.pem went"), (span.Status, span.StatusDescription));
    }

    [Fact]
    public async Task Apply_TargetAdded_IsCollected()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using RunningFleet fleet = RunningFleet.Start();
        Assert.Equal("", (await fleet.ReadAsync()).Text);

        fleet.Fleet.Apply(RunningFleet.Configure(RunningFleet.Target(server.Address, One)));

        await fleet.WaitForAsync(view => view.Value(server.Address, "one.lua") == 1);
    }

    [Fact]
    public async Task Apply_ScriptChanged_RunsTheNewTextWithItsLabels()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(server.Address, One));
        await fleet.WaitForAsync(view => view.Value(server.Address, "one.lua") == 1);
        string[] clients = await server.ScriptGridClientsAsync();

        ScriptSpec changed = One with { Body = "return 2"u8.ToArray(), Labels = LabelSet.From([new("team", "mail")]) };
        fleet.Fleet.Apply(RunningFleet.Configure(RunningFleet.Target(server.Address, changed)));

        string series = $$"""redis_script_values{target="{{server.Address}}",filename="one.lua",team="mail",key="value"}""";
        FleetView view = await fleet.WaitForAsync(view => view[series] == 2);
        Assert.Null(view.Value(server.Address, "one.lua"));
        Assert.Equal(clients, await server.ScriptGridClientsAsync());
    }

    [Theory]
    [InlineData("gauge mail_seconds{queue}", "histogram mail_seconds{queue}")]
    [InlineData("gauge mail_seconds{queue}", "counter mail_seconds{queue}")]
    [InlineData("gauge mail_seconds{queue}", "gauge mail_other{queue}")]
    public async Task Apply_DeclarationsChanged_LinesOfTheOldOnesGoAtOnceAndOthersStay(string before, string after)
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        ScriptSpec slow = Declared("return {{'mail_seconds', 'sms', 4}, {'mail_depth', 5}}", before, "gauge mail_depth") with { Interval = TimeSpan.FromHours(1) };
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(server.Address, slow));
        string old = $$"""mail_seconds{target="{{server.Address}}",queue="sms"}""";
        await fleet.WaitForAsync(view => view[old] == 4);

        ScriptSpec changed = Declared("while true do end", after, "gauge mail_depth") with { Interval = slow.Interval };
        fleet.Fleet.Apply(RunningFleet.Configure(RunningFleet.Target(server.Address, changed)));

        FleetView view = await fleet.ReadAsync();
        Assert.Null(view[old]);
        Assert.Equal(5, view[$$"""mail_depth{target="{{server.Address}}"}"""]);
        Assert.Equal(1, view.Result(server.Address, "mail.lua"));
    }

    [Fact]
    public async Task Apply_DeclarationsChanged_RunsSoonAlsoWhereTheIntervalIsLong()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        ScriptSpec slow = Declared("return {{'mail_seconds', 4}}", "gauge mail_seconds") with { Interval = TimeSpan.FromHours(1) };
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(server.Address, slow));
        await fleet.WaitForAsync(view => view[$$"""mail_seconds{target="{{server.Address}}"}"""] == 4);

        ScriptSpec changed = Declared("return {{'mail_seconds_count', 7}}", "summary mail_seconds") with { Interval = slow.Interval };
        fleet.Fleet.Apply(RunningFleet.Configure(RunningFleet.Target(server.Address, changed)));

        await fleet.WaitForAsync(view => view[$$"""mail_seconds_count{target="{{server.Address}}"}"""] == 7);
    }

    [Fact]
    public async Task Apply_CredentialsChanged_LogsInAgain()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync(
            "requirepass secret", "user metrics on >hidden ~* +@all");
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target($"redis://:wrong@{server.Address}", One));
        await fleet.WaitForAsync(view => view.Errors(server.Address, "one.lua", "auth") > 0 && view.Up(server.Address) == 0);

        fleet.Fleet.Apply(RunningFleet.Configure(RunningFleet.Target($"redis://:secret@{server.Address}", One)));
        await fleet.WaitForAsync(view => view.Result(server.Address, "one.lua") == 1 && view.Up(server.Address) == 1);
        string[] asDefault = await server.ScriptGridClientsAsync();

        fleet.Fleet.Apply(RunningFleet.Configure(RunningFleet.Target($"redis://metrics:hidden@{server.Address}", One)));
        await fleet.ScrapeAsync(server.Address);

        string[] asUser = await server.ScriptGridClientsAsync();
        Assert.NotEqual(Assert.Single(asDefault), Assert.Single(asUser));
    }

    [Fact]
    public async Task Apply_IntervalChanged_MovesTheSchedule()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        ScriptSpec count = RunningFleet.Script("count.lua", "return redis.call('INCR', 'runs')") with { ReadOnly = ReadOnlyMode.Off };
        await using RunningFleet fleet = RunningFleet.Start(RunningFleet.Target(server.Address, count with { Interval = null }));
        await fleet.ScrapeAsync(server.Address, "count.lua");

        fleet.Fleet.Apply(RunningFleet.Configure(RunningFleet.Target(server.Address, count)));
        await fleet.WaitForAsync(view => view.Value(server.Address, "count.lua") > 3);
        fleet.Fleet.Apply(RunningFleet.Configure(RunningFleet.Target(server.Address, count with { Interval = null })));
        double last = (await fleet.ScrapeAsync(server.Address, "count.lua")).Value(server.Address, "count.lua")!.Value;

        Assert.Equal(last + 1, (await fleet.ScrapeAsync(server.Address, "count.lua")).Value(server.Address, "count.lua"));
    }

    [Fact]
    public async Task Apply_NamingChanged_RenamesEverySeries()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        ScriptGridConfiguration configuration = RunningFleet.Configure(RunningFleet.Target(server.Address, One));
        await using RunningFleet fleet = RunningFleet.Start(configuration);
        await fleet.WaitForAsync(view => view.Result(server.Address, "one.lua") == 1);

        fleet.Fleet.Apply(configuration with { Namespace = "valkey", TargetLabel = "instance" });

        FleetView view = await fleet.WaitForAsync(
            view => view[$$"""valkey_script_values{instance="{{server.Address}}",filename="one.lua",key="value"}"""] == 1);
        Assert.DoesNotContain("redis_", view.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("target=", view.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_NamingChangedWhileAScriptIsHeldBack_StaysHeldBack()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        ScriptSpec free = RunningFleet.Script("free.lua", "return redis.call('INCR', 'free')") with { ReadOnly = ReadOnlyMode.Off };
        ScriptSpec gentle = RunningFleet.Script("gentle.lua", "return redis.call('INCR', 'gentle')") with { ReadOnly = ReadOnlyMode.Off, MaxBusy = 1e-7 };
        ScriptGridConfiguration configuration = RunningFleet.Configure(RunningFleet.Target(server.Address, gentle, free));
        await using RunningFleet fleet = RunningFleet.Start(configuration);
        await fleet.WaitForAsync(view => view.Result(server.Address, "gentle.lua") == 1);

        fleet.Fleet.Apply(configuration with { TargetLabel = "instance" });

        string values = $$"""redis_script_values{instance="{{server.Address}}",filename="free.lua",key="value"}""";
        double first = (await fleet.WaitForAsync(view => view[values] is not null))[values]!.Value;
        await fleet.WaitForAsync(view => view[values] > first + 5);
        Assert.Equal("1", await server.CommandAsync("GET", "gentle"));
    }

    private static ScriptSpec Declared(string text, params string[] metrics) =>
        RunningFleet.Script("mail.lua", text) with { Metrics = [.. metrics.Select(static metric => MetricDeclarationText.Parse(metric + " Help.", out _)!)] };
}
