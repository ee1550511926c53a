using ScriptGrid.EmbeddedRedis;
using StackExchange.Redis;

namespace ScriptGrid.Tests.EmbeddedRedis.Package;

/// <summary>What programs do with StackExchange.Redis, over RESP2 and RESP3.</summary>
public sealed class StackExchangeRedisTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly EmbeddedRedisServer _redis = EmbeddedRedisServer.Start();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _redis.DisposeAsync();

    [Theory]
    [InlineData(RedisProtocol.Resp2)]
    [InlineData(RedisProtocol.Resp3)]
    public async Task Values_OfEveryType_ComeAndGo(RedisProtocol protocol)
    {
        await using ConnectionMultiplexer connection = await ConnectAsync(protocol);
        IDatabase database = connection.GetDatabase();

        Assert.True(await database.StringSetAsync("text", "value", TimeSpan.FromMinutes(1), When.NotExists));
        Assert.InRange((await database.KeyTimeToLiveAsync("text"))!.Value, TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(60));
        Assert.Equal(3, await database.ListRightPushAsync("list", ["a", "b", "c"]));
        Assert.Equal("a", await database.ListMoveAsync("list", "other", ListSide.Left, ListSide.Right));
        await database.HashSetAsync("hash", [new HashEntry("name", "Ada"), new HashEntry("age", 36)]);
        Assert.Equal(37, await database.HashIncrementAsync("hash", "age"));
        Assert.Equal(2, await database.SetAddAsync("set", ["x", "y"]));
        await database.SortedSetAddAsync("scores", [new SortedSetEntry("ada", 2.5), new SortedSetEntry("bob", 1)]);
        Assert.Equal([new SortedSetEntry("bob", 1), new SortedSetEntry("ada", 2.5)], await database.SortedSetRangeByRankWithScoresAsync("scores"));
        StackExchange.Redis.RedisValue id = await database.StreamAddAsync("events", "name", "mail");
        Assert.True(await database.StreamCreateConsumerGroupAsync("events", "workers", StreamPosition.Beginning));
        Assert.Equal(id, Assert.Single(await database.StreamReadGroupAsync("events", "workers", "ada", StreamPosition.NewMessages)).Id);
        Assert.Equal(["hash", "list", "other", "scores", "set", "text"], Keys(connection).Where(static key => key != "events"));
        Assert.Equal(["b", "c"], _redis.Snapshot()["list"].List);
    }

    [Theory]
    [InlineData(RedisProtocol.Resp2)]
    [InlineData(RedisProtocol.Resp3)]
    public async Task Scripts_InEveryForm_Run(RedisProtocol protocol)
    {
        await using ConnectionMultiplexer connection = await ConnectAsync(protocol);
        IDatabase database = connection.GetDatabase();
        const string Script = "redis.call('SET', KEYS[1], ARGV[1]); return {KEYS[1], ARGV[1], 7}";

        for (int i = 0; i < 2; i++)
        {
            RedisResult result = await database.ScriptEvaluateAsync(Script, ["key"], ["value"]);
            Assert.Equal(["key", "value", "7"], (string[])result!);
        }

        LuaScript prepared = LuaScript.Prepare("return redis.call('GET', @key) .. @tail");
        Assert.Equal("value!", (string?)await database.ScriptEvaluateAsync(prepared, new { key = (RedisKey)"key", tail = "!" }));
        RedisServerException e = await Assert.ThrowsAsync<RedisServerException>(() => database.ScriptEvaluateAsync("return redis.call('INCR', KEYS[1])", ["key"]));
        Assert.StartsWith("ERR value is not an integer or out of range", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RedisProtocol.Resp2)]
    [InlineData(RedisProtocol.Resp3)]
    public async Task Messages_Published_AreReceived(RedisProtocol protocol)
    {
        await using ConnectionMultiplexer connection = await ConnectAsync(protocol);
        ISubscriber subscriber = connection.GetSubscriber();
        ChannelMessageQueue news = await subscriber.SubscribeAsync(RedisChannel.Pattern("news.*"));

        Assert.Equal(1, await subscriber.PublishAsync(RedisChannel.Literal("news.de"), "hallo"));
        _redis.Execute("PUBLISH", "news.en", "hello");

        using var expired = new CancellationTokenSource(Limit);
        ChannelMessage first = await news.ReadAsync(expired.Token);
        Assert.Equal(("news.de", "hallo"), ((string?)first.Channel, (string?)first.Message));
        Assert.Equal("hello", (await news.ReadAsync(expired.Token)).Message);
    }

    [Fact]
    public async Task Transaction_OnAConditionThatFails_ChangesNothing()
    {
        await using ConnectionMultiplexer connection = await ConnectAsync(RedisProtocol.Resp3);
        IDatabase database = connection.GetDatabase();
        await database.StringSetAsync("version", 1);

        ITransaction right = database.CreateTransaction();
        right.AddCondition(Condition.StringEqual("version", 1));
        Task<long> version = right.StringIncrementAsync("version");
        Assert.True(await right.ExecuteAsync());
        Assert.Equal(2, await version);
        ITransaction wrong = database.CreateTransaction();
        wrong.AddCondition(Condition.StringEqual("version", 1));
        _ = wrong.StringIncrementAsync("version");

        Assert.False(await wrong.ExecuteAsync());
        Assert.Equal("2", _redis.Snapshot()["version"].Text);
    }

    [Fact]
    public async Task Locks_OfTheClient_BelongToOne()
    {
        await using ConnectionMultiplexer connection = await ConnectAsync(RedisProtocol.Resp2);
        IDatabase database = connection.GetDatabase();

        Assert.True(await database.LockTakeAsync("lock", "me", TimeSpan.FromMinutes(1)));
        Assert.False(await database.LockTakeAsync("lock", "you", TimeSpan.FromMinutes(1)));
        Assert.False(await database.LockReleaseAsync("lock", "you"));
        Assert.True(await database.LockReleaseAsync("lock", "me"));
    }

    private async Task<ConnectionMultiplexer> ConnectAsync(RedisProtocol protocol)
    {
        ConfigurationOptions options = ConfigurationOptions.Parse(_redis.ConnectionString);
        (options.Protocol, options.AllowAdmin) = (protocol, true);
        return await ConnectionMultiplexer.ConnectAsync(options);
    }

    private static IEnumerable<string> Keys(ConnectionMultiplexer connection) =>
        connection.GetServers().Single().Keys().Select(static key => (string)key!).Order(StringComparer.Ordinal);
}
