using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Credentials;
using ScriptGrid.Engine.Discovery;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;
using ScriptGrid.Tests.Engine.Collection;
using ScriptGrid.Tests.Engine.Exposition.Meters;

namespace ScriptGrid.Tests.Engine.Discovery;

/// <summary>Sources that are followed, and an engine that is kept to what they find.</summary>
public sealed class TargetDiscoveryTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly DiscoveryFolder _folder = new();
    private readonly ListLogger _logger = new() { Minimum = LogLevel.Information };
    private readonly OwnMetrics _metrics = new();

    public void Dispose()
    {
        _folder.Dispose();
        _metrics.Dispose();
    }

    [Fact]
    public async Task Apply_FileThatChanges_KeepsConnectionsOfTargetsThatStay()
    {
        await using RedisServerProcess stays = await RedisServerProcess.StartAsync();
        await using RedisServerProcess comes = await RedisServerProcess.StartAsync();
        await using RunningFleet fleet = RunningFleet.Start();
        using TargetDiscovery discovery = Follow(fleet);
        _folder.Write("a.json", List(stays.Address));
        await discovery.ApplyAsync(_folder.Load("  - file_sd: {files: [a.json], refresh: 100ms}"));
        await fleet.WaitForAsync(view => view.Text.Contains($"target=\"{stays.Address}\",filename=\"a.lua\",key=\"value\"}} 1", StringComparison.Ordinal));
        string[] clients = await stays.ScriptGridClientsAsync();

        _folder.Write("a.json", List(stays.Address, comes.Address));
        await fleet.WaitForAsync(view => view.Text.Contains($"redis_up{{target=\"{comes.Address}\"}} 1", StringComparison.Ordinal));
        _folder.Write("a.json", List(stays.Address));
        await fleet.WaitForAsync(view => !view.Text.Contains(comes.Address, StringComparison.Ordinal));

        Assert.Equal(clients, await stays.ScriptGridClientsAsync());
        Assert.Contains(fleet.Logger.Lines, static line => line.Contains("Collecting 2 targets now: 1 new, 0 changed, 0 gone", StringComparison.Ordinal));
        Assert.Contains(fleet.Logger.Lines, static line => line.Contains("Collecting 1 target now: 0 new, 0 changed, 1 gone", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Apply_SourceThatFailsAtFirst_IsFollowedUntilItAnswersAndShown()
    {
        await using var applied = new Applied();
        using TargetDiscovery discovery = Follow(applied);
        ScriptGridConfiguration configuration = _folder.Load("  - {targets: [h1], file_sd: {files: [a.json], refresh: 100ms}}");

        await discovery.ApplyAsync(configuration);
        Assert.Equal(["h1:6379"], applied.Last);
        Assert.Contains(_logger.Lines, static line => line.Contains("group 1 (file_sd) failed: ", StringComparison.Ordinal) && line.Contains("it has not found any targets yet", StringComparison.Ordinal));
        Assert.Contains("scriptgrid_discovery_last_success_timestamp_seconds{group=\"1\",source=\"file_sd\"} 0\n", await PageAsync(), StringComparison.Ordinal);

        _folder.Write("a.json", List("h2"));
        await applied.WaitForAsync("h1:6379", "h2:6379");
        string page = await PageAsync();
        Assert.Contains("scriptgrid_discovery_targets{group=\"1\",source=\"file_sd\"} 1\n", page, StringComparison.Ordinal);
        Assert.DoesNotContain("scriptgrid_discovery_failures_total{group=\"1\",source=\"file_sd\"} 0\n", page, StringComparison.Ordinal);
        Assert.DoesNotContain("scriptgrid_discovery_last_success_timestamp_seconds{group=\"1\",source=\"file_sd\"} 0\n", page, StringComparison.Ordinal);

        await discovery.ApplyAsync(_folder.Load("  - {targets: [h1]}"));
        Assert.DoesNotContain("scriptgrid_discovery_targets{", await PageAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sources_TargetOfTwoGroups_IsKeptByTheFirstAndDroppedByTheOther()
    {
        await using var applied = new Applied();
        using TargetDiscovery discovery = Follow(applied);
        _folder.Write("a.json", List("h1", "h2"));
        _folder.Write("b.json", List("h2", "h3", "h0", "h2"));

        await discovery.ApplyAsync(_folder.Load(
            """
              - {name: mail, targets: [h0], file_sd: {files: [a.json]}}
              - {name: sms, file_sd: {files: [b.json], refresh: 100ms}}
            """));
        ImmutableArray<SourceReport> both = discovery.Sources;
        _folder.Write("b.json", List("h3"));
        await Eventually.EqualAsync(["1 0"], () => Task.FromResult<string[]>([$"{discovery.Sources[1].Targets.Targets.Length} {discovery.Sources[1].Targets.Dropped.Count}"]));

        Assert.Equal([2, 1], both.Select(static source => source.Targets.Targets.Length));
        Assert.Equal(0, both[0].Targets.Dropped.Count);
        Assert.Equal(3, both[1].Targets.Dropped.Count);
        Assert.Equal(
            ["h2:6379 it is listed twice", "h2:6379 group mail (file_sd) has it too, and the first is used", "h0:6379 group mail (targets) has it too, and the first is used"],
            both[1].Targets.Dropped.First.Select(static dropped => $"{dropped.Address} {dropped.Reason}"));
    }

    [Fact]
    public async Task Apply_ReloadWhileAFileIsBroken_KeepsWhatWasFound()
    {
        await using var applied = new Applied();
        using TargetDiscovery discovery = Follow(applied);
        _folder.Write("a.json", List("h1"));
        await discovery.ApplyAsync(_folder.Load("  - file_sd: {files: [a.json]}"));
        _folder.Write("a.json", "[");

        await discovery.ApplyAsync(_folder.Load("  - {targets: [h0]}\n  - file_sd: {files: [a.json]}"));

        Assert.Equal(["h0:6379", "h1:6379"], applied.Last);
    }

    [Fact]
    public async Task Apply_ConfigurationThatCannotBeUsed_LeavesTheOneBefore()
    {
        await using var applied = new Applied();
        using TargetDiscovery discovery = Follow(applied);
        _folder.Write("a.json", List("h1"));
        _folder.Write("b.json", List("h2"));
        await discovery.ApplyAsync(_folder.Load("  - file_sd: {files: [a.json], refresh: 100ms}"));

        applied.Refusal = new IOException("no");
        await Assert.ThrowsAsync<IOException>(() => discovery.ApplyAsync(_folder.Load("  - file_sd: {files: [b.json], refresh: 100ms}")));
        _folder.Write("a.json", List("h3"));

        await applied.WaitForAsync("h3:6379");
    }

    [Fact]
    public async Task ApplyTargets_OneOfTenThousand_TouchesOne()
    {
        await using RunningFleet fleet = RunningFleet.Start();
        ScriptSpec script = RunningFleet.OnDemand("a.lua", "return 1"); // Nothing is due, so nothing connects.
        TargetSpec[] targets = [.. Enumerable.Range(0, 10_000).Select(index => RunningFleet.Target($"127.0.0.1:{index + 1}", script))];
        ScriptGridConfiguration configuration = RunningFleet.Configure(targets) with { Interval = TimeSpan.FromHours(1) };
        fleet.Fleet.Apply(configuration);

        TargetSpec[] others = [.. targets.Skip(1).Select(static target => target with { }), RunningFleet.Target("127.0.0.1:10001", script)];
        fleet.Fleet.ApplyTargets(configuration with { Targets = [.. others] });

        Assert.Contains(fleet.Logger.Lines, static line => line.Contains("Collecting 10000 targets now: 1 new, 0 changed, 1 gone", StringComparison.Ordinal));
    }

    private static string List(params string[] targets) => $$"""[{"targets": [{{string.Join(", ", targets.Select(static target => $"\"{target}\""))}}]}]""";

    private TargetDiscovery Follow(RunningFleet fleet) => new(fleet.Fleet.ApplyAsync, fleet.Fleet.ApplyTargets, fleet.Fleet.Credentials, TimeProvider.System, _logger, _metrics);

    private TargetDiscovery Follow(Applied applied) => new(applied.ApplyAsync, applied.Apply, CredentialStore.Untold(TimeProvider.System, new ConfiguredSecrets()), TimeProvider.System, _logger, _metrics);

    private Task<string> PageAsync() => OwnPage.ReadAsync(_metrics);

    /// <summary>An engine that notes what it is told to collect.</summary>
    private sealed class Applied : IAsyncDisposable
    {
        private readonly System.Threading.Channels.Channel<string[]> _all = System.Threading.Channels.Channel.CreateUnbounded<string[]>();

        public string[] Last { get; private set; } = [];

        /// <summary>What the next configuration meets.</summary>
        public IOException? Refusal { get; set; }

        public Task ApplyAsync(ScriptGridConfiguration configuration)
        {
            if (Refusal is not null)
            {
                return Task.FromException(Refusal);
            }

            Apply(configuration);
            return Task.CompletedTask;
        }

        public void Apply(ScriptGridConfiguration configuration)
        {
            Last = [.. configuration.Targets.Select(static target => target.Address.Id)];
            _all.Writer.TryWrite(Last);
        }

        public async Task WaitForAsync(params string[] targets)
        {
            using var expired = new CancellationTokenSource(Limit);
            while (!(await _all.Reader.ReadAsync(expired.Token)).SequenceEqual(targets))
            {
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
