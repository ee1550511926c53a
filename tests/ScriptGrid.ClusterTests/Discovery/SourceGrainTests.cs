using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using ScriptGrid.Cluster.Discovery;
using ScriptGrid.Cluster.Hosting;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Discovery;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;

namespace ScriptGrid.ClusterTests.Discovery;

/// <summary>The grain of a source, in one silo, and what followers bring back to it.</summary>
public sealed class SourceGrainTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("scriptgrid-source-");
    private InProcessTestCluster _cluster = null!;

    private IServiceProvider Services => _cluster.Silos[0].ServiceProvider;

    public async Task InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo(static (_, silo) => silo.Services.AddScriptGridSilo());
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Get_SourceThatTheSiloDoesNotFollow_IsNull() => Assert.Null(await Grain("unknown").GetAsync(0));

    [Fact]
    public async Task Get_ListThatIsKnown_IsNotSentAgain()
    {
        Write("a.json", "a");
        ISourceGrain grain = Follow("known", "a.json");
        SourceState first = await WaitForAsync(grain, 0, static state => state.Edition is not null);

        SourceState second = (await grain.GetAsync(first.Number))!;

        Assert.Equal(["a"], Addresses(first));
        Assert.Equal((first.Number, null, null), (second.Number, second.Edition, second.Problem));
    }

    [Fact]
    public async Task Offer_ListOfALaterClock_WhatTheSourceSaysCounts()
    {
        Write("a.json", "a");
        ISourceGrain grain = Follow("later", "a.json");
        SourceState state = await WaitForAsync(grain, 0, static state => state.Edition is not null);
        long later = state.Number + 3_600_000;

        await grain.OfferAsync(SourceEdition.Of(later, [Found("b.json", "old")]));

        SourceState after = (await grain.GetAsync(later))!;
        Assert.True(after.Number > later);
        Assert.Equal(["a"], Addresses(after));
    }

    [Fact]
    public async Task Offer_PartThatCannotBeReadNow_StaysAsItWas()
    {
        Write("a.json", "new");
        ISourceGrain grain = Follow("part", "a.json", "b.json");

        await grain.OfferAsync(SourceEdition.Of(7, [Found("a.json", "old"), Found("b.json", "kept")]));

        SourceState state = await WaitForAsync(grain, 7, static state => state is { Edition: not null, Problem: not null });
        Assert.Equal(["new", "kept"], Addresses(state));
        Assert.Contains("b.json does not exist", state.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Offer_BeforeTheSourceAnswers_IsPassedOn()
    {
        ISourceGrain grain = Follow("slow", "missing.json");

        await grain.OfferAsync(SourceEdition.Of(7, [Found("missing.json", "kept")]));

        SourceState state = (await grain.GetAsync(0))!;
        Assert.Equal(["kept"], Addresses(state));
        Assert.NotNull(state.LookedAt);
    }

    [Fact]
    public async Task Get_PartThatNobodyBroughtBack_IsBelievedAfterAWhile()
    {
        Write("a.json", "a");
        ISourceGrain grain = Follow("alone", "a.json", "b.json");

        SourceState state = await WaitForAsync(grain, 0, static state => state.Edition is not null);

        Assert.Equal(["a"], Addresses(state));
        Assert.NotNull(state.Problem);
    }

    [Fact]
    public async Task Listen_SentinelThatSwitches_IsAskedAtOnceAndGoesOnFromTheListThatWasBroughtBack()
    {
        await using RedisServerProcess first = await RedisServerProcess.StartAsync();
        await using RedisServerProcess second = await RedisServerProcess.StartAsync($"replicaof 127.0.0.1 {first.Port}");
        await using SentinelProcess sentinel = await SentinelProcess.StartAsync(first, quorum: 1);
        ISourceGrain grain = Follow("sentinel", new SentinelSourceSettings
        {
            Refresh = TimeSpan.FromHours(1),
            SharedKey = "sentinel",
            Roles = [ServerRole.Master, ServerRole.Replica],
            Asked = [new TargetSpec { Address = RedisUri.Parse(sentinel.Address, out _)!.Address, Credentials = new RedisCredentials(null, SentinelProcess.Password), Scripts = [] }],
            KeepFailed = TimeSpan.FromHours(1),
        });
        await grain.OfferAsync(SourceEdition.Of(7, [Server(first, "master"), Server(second, "replica")]));
        SourceState before = await WaitForAsync(grain, 7, static state => state.Number > 7);
        Assert.Equal([$"{first.Address} master", $"{second.Address} replica"], Roles(before));

        await first.StopAsync();

        SourceState after = await WaitForAsync(grain, before.Number, static state => state.Edition is not null);
        Assert.Equal($"{second.Address} master", Roles(after).First());

        static FoundTarget Server(RedisServerProcess server, string role) =>
            new(server.Address, LabelSet.From([new("__meta_sentinel_master", SentinelProcess.Master), new("__meta_sentinel_role", role), new("old", "1")]));
    }

    private static IEnumerable<string> Roles(SourceState state) => state.Edition!.Read().Select(static target => $"{target.Address} {target.Role}");

    private static IEnumerable<string> Addresses(SourceState state) => state.Edition!.Read().Select(static target => target.Address);

    private static async Task<SourceState> WaitForAsync(ISourceGrain grain, long known, Predicate<SourceState> condition)
    {
        using var expired = new CancellationTokenSource(Limit);
        while (true)
        {
            if (await grain.GetAsync(known) is { } state && condition(state))
            {
                return state;
            }

            await Task.Delay(Pause, expired.Token);
        }
    }

    private FoundTarget Found(string file, string address) =>
        new(address, LabelSet.From([new("__meta_filepath", Path.Combine(_directory.FullName, file))]));

    private void Write(string name, string address) => File.WriteAllText(Path.Combine(_directory.FullName, name), $$"""[{"targets": ["{{address}}"]}]""");

    private ISourceGrain Grain(string key) => Services.GetRequiredService<IGrainFactory>().GetGrain<ISourceGrain>(key);

    /// <summary>The grain of a source that the silo follows, as its configuration has it.</summary>
    private ISourceGrain Follow(string key, params string[] files)
    {
        var settings = new FileSourceSettings
        {
            Refresh = TimeSpan.FromMilliseconds(50),
            SharedKey = key,
            Patterns = [.. files.Select(file => Path.Combine(_directory.FullName, file))],
        };
        return Follow(key, settings);
    }

    private ISourceGrain Follow(string key, SourceSettings settings)
    {
        var template = new TargetTemplate(new GlobalSettings()) { Group = key, CredentialsFile = null, Tls = null, Greeting = Greeting.Default, Labels = LabelSet.Empty, Scripts = [] };
        Services.GetRequiredService<SourceBook>().Put(new TargetGroup { Name = key, Template = template }, settings);
        return Grain(key);
    }
}
