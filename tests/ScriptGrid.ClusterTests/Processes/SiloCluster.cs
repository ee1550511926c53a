using ScriptGrid.Cluster.Pages;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;

namespace ScriptGrid.ClusterTests.Processes;

/// <summary>Silos as processes of their own, with a membership Redis that keeps its data and a farm of targets.</summary>
internal sealed class SiloCluster : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a silo shows what a target left behind when it moved.</summary>
    private static readonly TimeSpan MoveLimit = TimeSpan.FromSeconds(5);

    private readonly List<SiloProcess> _silos = [];
    private string _configuration = "";

    private SiloCluster(RedisServerProcess membership, TargetFarm farm) => (Membership, Farm) = (membership, farm);

    /// <summary>The membership Redis.</summary>
    public RedisServerProcess Membership { get; }

    /// <summary>The targets.</summary>
    public TargetFarm Farm { get; }

    /// <summary>Which of them are configured.</summary>
    public Range Targets { get; private set; }

    /// <summary>Every silo started so far, in order.</summary>
    public IReadOnlyList<SiloProcess> Silos => _silos;

    /// <summary>Those that live.</summary>
    public IReadOnlyList<SiloProcess> Living => [.. _silos.Where(static silo => !silo.HasExited)];

    /// <summary>The configuration's cluster section.</summary>
    public string Section => $"{{membership: redis, connection: \"{Membership.Address}\", cluster_id: test}}";

    /// <summary>Starts membership, targets and, at the same time, silos; waits until each collects its share.</summary>
    public static async Task<SiloCluster> StartAsync(int silos, int targets, int room = 0, bool isListed = false)
    {
        RedisServerProcess membership = await RedisServerProcess.StartAsync("appendonly yes", "appendfsync always");
        var cluster = new SiloCluster(membership, await TargetFarm.StartAsync(Math.Max(targets, room)));
        try
        {
            if (isListed)
            {
                cluster.List(..targets);
                cluster._configuration = cluster.Farm.ConfigureList(cluster.Section);
            }
            else
            {
                cluster.Configure(..targets);
            }

            await Task.WhenAll(Enumerable.Range(0, silos).Select(_ => cluster.AddAsync()));
            await cluster.WaitForSharesAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes the configuration anew, for these targets of the farm.</summary>
    public void Configure(Range targets)
    {
        Targets = targets;
        _configuration = Farm.Configure(Numbers(targets), Section);
    }

    /// <summary>Writes the list anew that the configuration's source reads.</summary>
    public void List(Range targets)
    {
        Targets = targets;
        Farm.WriteList(Numbers(targets));
    }

    /// <summary>Starts one more silo, on free ports or where another was, with the common configuration or one of its own.</summary>
    public async Task<SiloProcess> AddAsync(Ports? ports = null, string? configuration = null)
    {
        SiloProcess silo = await SiloProcess.StartAsync(ports ?? Ports.Find(), "--config.file", configuration ?? _configuration);
        Farm.Watch(silo.Id);
        lock (_silos)
        {
            _silos.Add(silo);
        }

        return silo;
    }

    /// <summary>Writes into the membership store that a silo is dead, as others would that were wrong about it.</summary>
    public async Task DeclareDeadAsync(SiloProcess silo)
    {
        const string Key = "scriptgrid/members/test";
        object?[] fields = (object?[])(await Membership.CommandAsync("HKEYS", Key))!;
        string row = fields.Cast<string>().Single(field => field.Contains($"{silo.Name}:", StringComparison.Ordinal));
        string text = (string)(await Membership.CommandAsync("HGET", Key, row))!;
        Assert.Contains("\"Status\":3", text, StringComparison.Ordinal);
        await Membership.CommandAsync("HSET", Key, row, text.Replace("\"Status\":3", "\"Status\":6", StringComparison.Ordinal));
        await Membership.CommandAsync("HINCRBY", Key, "Version", "1");
    }

    /// <summary>When targets were collected; by default those that are configured.</summary>
    public Task<RunTimes[]> RunsAsync(Range? targets = null) => Farm.ReadAsync(Numbers(targets ?? Targets));

    /// <summary>What the living silos expose, each of its own.</summary>
    public async Task<ScrapedPage> ScrapeAllAsync()
    {
        ScrapedPage[] pages = await Task.WhenAll(Living.Select(static silo => silo.ScrapeAsync()));
        return new ScrapedPage(pages.Max(static page => page.Status), [.. pages.SelectMany(static page => page.Samples)]);
    }

    /// <summary>
    /// Each page has values of every target. One that came while silos waited for processors need not: a silo that does not answer in time costs its part
    /// of a page, and so does a target that is on its way for longer than what it left behind is shown.
    /// </summary>
    public void AssertWhole(params IEnumerable<ScrapedPage> pages)
    {
        int targets = Numbers(Targets).Count();
        string[] partial =
        [
            .. pages
                .Where(page => page.Targets.Count != targets && Farm.Waited(page.At - MoveLimit, page.At) < SiloCalls.Limit)
                .Select(static page => $"{page.Targets.Count}"),
        ];
        Assert.True(partial.Length == 0, $"{partial.Length} pages have not all {targets} targets, but {string.Join(", ", partial)}");
    }

    /// <summary>Waits until each living silo has values of exactly those targets that it owns.</summary>
    public Task WaitForSharesAsync() => WaitAsync(
        async () =>
        {
            IReadOnlyList<SiloProcess> living = Living;
            var ownership = new Ownership(living.Select(static silo => silo.Name));
            ILookup<string?, string> shares = Numbers(Targets).Select(Farm.IdOf).ToLookup(ownership.OwnerOf);
            ScrapedPage[] pages = await Task.WhenAll(living.Select(static silo => silo.ScrapeAsync()));
            return living.Zip(pages).All(silo => silo.Second.Targets.SetEquals(shares[silo.First.Name]));
        },
        "each silo collects its share");

    /// <summary>Waits until every target was collected so many times from now on.</summary>
    public async Task WaitForRunsAsync(int runs)
    {
        TimeSpan now = await Farm.NowAsync();
        int[] targets = [.. Numbers(Targets)];
        await WaitAsync(() => Farm.WereCollectedAsync(targets, runs, now), $"{runs} runs of each target");
    }

    /// <summary>Waits until the condition holds.</summary>
    public async Task WaitAsync(Func<Task<bool>> condition, string description)
    {
        using var expired = new CancellationTokenSource(Limit);
        while (!await IsMetAsync(condition))
        {
            Assert.False(expired.IsCancellationRequested, $"Never came: {description}\n{string.Join("\n--\n", _silos.Select(static silo => silo.Log))}");
            await Task.Delay(Pause);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_silos.Select(static silo => silo.DisposeAsync().AsTask()));
        await Farm.DisposeAsync();
        await Membership.DisposeAsync();
    }

    private static IEnumerable<int> Numbers(Range targets) =>
        Enumerable.Range(targets.Start.Value, targets.End.Value - targets.Start.Value);

    /// <summary>A silo that ends while it is asked is no failure of the test.</summary>
    private static async Task<bool> IsMetAsync(Func<Task<bool>> condition)
    {
        try
        {
            return await condition();
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
