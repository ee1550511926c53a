using System.Text.RegularExpressions;
using ScriptGrid.EmbeddedRedis;
using ScriptGrid.ScriptManagerSample;
using ScriptGrid.Testing;
using StackExchange.Redis;

namespace ScriptGrid.Tests.Contrib.Patterns;

/// <summary>The sample of docs/patterns.md, on a real Redis and on the embedded one.</summary>
public sealed partial class ScriptManagerSampleTests(RedisFixture real) : IClassFixture<RedisFixture>, IAsyncLifetime
{
    private EmbeddedRedisServer? _embedded;

    public async Task InitializeAsync() => _embedded = await EmbeddedRedisServer.StartAsync(new EmbeddedRedisOptions());

    public async Task DisposeAsync() => await _embedded!.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunAsync_ServerThatLostItsScripts_LoadsThemAgain(bool isEmbedded)
    {
        await using ConnectionMultiplexer redis = await ConnectAsync(isEmbedded);
        ScriptManager scripts = await LoadedAsync(redis);

        RedisResult[] held = (RedisResult[])(await scripts.RunAsync("lock_acquire", ["lock"], ["mine", 30_000]))!;
        await redis.GetDatabase().ExecuteAsync("SCRIPT", "FLUSH");
        RedisResult released = await scripts.RunAsync("lock_release", ["lock"], ["mine"]);

        Assert.Equal(["acquired", "1", "wait_ms", "0"], held.Select(static part => part.ToString()));
        Assert.Equal(1, (long)released);
    }

    [Fact]
    public async Task RunAsync_AnotherServerIsStuck_NeedsTheServerOfTheKeysAlone()
    {
        await using RedisServerProcess one = await RedisServerProcess.StartAsync();
        await using RedisServerProcess other = await RedisServerProcess.StartAsync();
        await using ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync($"{one.Address},{other.Address}");
        ScriptManager scripts = await LoadedAsync(redis);
        bool isOne = redis.GetDatabase().IdentifyEndpoint("lock")!.ToString() == one.Address;
        await (isOne ? one : other).CommandAsync("SCRIPT", "FLUSH");

        (isOne ? other : one).Pause();
        RedisResult released = await scripts.RunAsync("lock_release", ["lock"], ["mine"]);
        (isOne ? other : one).Continue();

        Assert.Equal(0, (long)released);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task LoadAllAsync_Patterns_AreInTheServersCache(bool isEmbedded)
    {
        await using ConnectionMultiplexer redis = await ConnectAsync(isEmbedded);
        await redis.GetDatabase().ExecuteAsync("SCRIPT", "FLUSH");

        ScriptManager scripts = await LoadedAsync(redis);

        Assert.Equal(PatternFiles.Names, scripts.Names.Order(StringComparer.Ordinal));
        foreach (string pattern in PatternFiles.Names)
        {
            string text = await ContribServer.ReadAsync(Path.Combine("patterns", $"{pattern}.lua"));
            Assert.True(await redis.GetServers()[0].ScriptExistsAsync(text), pattern);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunAsync_BadArgument_IsTheServersError(bool isEmbedded)
    {
        await using ConnectionMultiplexer redis = await ConnectAsync(isEmbedded);
        ScriptManager scripts = await LoadedAsync(redis);

        RedisServerException failure = await Assert.ThrowsAsync<RedisServerException>(
            () => scripts.RunAsync("lock_acquire", ["lock"], ["mine", "soon"]));

        Assert.Contains("ARGV[2] is \"soon\"", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_Code_IsTheSamples()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "docs", "samples");
        string code = string.Concat(Directory.EnumerateFiles(folder, "*.cs").Select(File.ReadAllText));
        string[] blocks = [.. CodeBlock().Matches(PatternFiles.Documentation).Select(static match => match.Groups[1].Value)];

        Assert.Equal(3, blocks.Length);
        Assert.All(blocks, block => Assert.Contains(block, code, StringComparison.Ordinal));
    }

    private static async Task<ScriptManager> LoadedAsync(ConnectionMultiplexer redis)
    {
        var scripts = new ScriptManager(redis);
        scripts.RegisterFolder(Path.Combine(AppContext.BaseDirectory, "contrib", "patterns"));
        await scripts.LoadAllAsync();
        return scripts;
    }

    private async Task<ConnectionMultiplexer> ConnectAsync(bool isEmbedded) => await ConnectionMultiplexer.ConnectAsync(
        isEmbedded ? _embedded!.EndPoint.ToString() : real.Server.Address);

    [GeneratedRegex(@"^```csharp\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
