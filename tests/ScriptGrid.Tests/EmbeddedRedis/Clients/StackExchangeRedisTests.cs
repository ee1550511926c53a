using System.Globalization;
using StackExchange.Redis;

namespace ScriptGrid.Tests.EmbeddedRedis.Clients;

/// <summary>An independent client on the embedded Redis, and beside it on a real one, so that what is expected is what Redis does.</summary>
public sealed class StackExchangeRedisTests(ServerPair servers) : IClassFixture<ServerPair>
{
    private const string Pairs = "return {KEYS[1], ARGV[1], redis.call('INCRBY', KEYS[1], ARGV[1])}";

    public static TheoryData<bool, int> Servers { get; } = new() { { true, 2 }, { true, 3 }, { false, 2 }, { false, 3 } };

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Connect_EitherProtocol_IsTheOneThatWasAskedFor(bool isEmbedded, int protocol)
    {
        await using ConnectionMultiplexer redis = await ConnectAsync(isEmbedded, protocol);

        IServer server = redis.GetServers().Single();

        Assert.Equal(protocol == 3 ? RedisProtocol.Resp3 : RedisProtocol.Resp2, server.Protocol);
        Assert.Equal(7, server.Version.Major);
        Assert.Equal(ServerType.Standalone, server.ServerType);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task ScriptEvaluate_LoadedScript_RunsBySha1(bool isEmbedded, int protocol)
    {
        await using ConnectionMultiplexer redis = await ConnectAsync(isEmbedded, protocol);
        IServer server = redis.GetServers().Single();

        byte[] sha1 = await server.ScriptLoadAsync(Pairs);
        RedisResult[] reply = (RedisResult[])(await redis.GetDatabase().ScriptEvaluateAsync(sha1, ["counter"], [5]))!;

        Assert.True(await server.ScriptExistsAsync(sha1));
        Assert.Equal(["counter", "5", "5"], reply.Select(static part => part.ToString()));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task ScriptEvaluate_FlushedScript_IsNoScript(bool isEmbedded, int protocol)
    {
        await using ConnectionMultiplexer redis = await ConnectAsync(isEmbedded, protocol);
        IServer server = redis.GetServers().Single();
        byte[] sha1 = await server.ScriptLoadAsync(Pairs);

        await server.ScriptFlushAsync();
        RedisServerException failure = await Assert.ThrowsAsync<RedisServerException>(
            () => redis.GetDatabase().ScriptEvaluateAsync(sha1, ["counter"], [5]));

        Assert.Equal("NOSCRIPT No matching script. Please use EVAL.", failure.Message);
        Assert.False(await server.ScriptExistsAsync(sha1));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task ScriptEvaluate_Text_RunsAgainAfterAFlush(bool isEmbedded, int protocol)
    {
        await using ConnectionMultiplexer redis = await ConnectAsync(isEmbedded, protocol);
        IDatabase database = redis.GetDatabase();

        RedisResult first = await database.ScriptEvaluateAsync("return redis.call('INCR', KEYS[1])", ["counter"]);
        await redis.GetServers().Single().ScriptFlushAsync();
        RedisResult second = await database.ScriptEvaluateAsync("return redis.call('INCR', KEYS[1])", ["counter"]);

        Assert.Equal((1, 2), ((int)first, (int)second));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Prepare_NamedParameters_AreKeysAndArguments(bool isEmbedded, int protocol)
    {
        await using ConnectionMultiplexer redis = await ConnectAsync(isEmbedded, protocol);
        IDatabase database = redis.GetDatabase();
        LuaScript prepared = LuaScript.Prepare("redis.call('SET', @key, @value) return redis.call('STRLEN', @key)");
        LoadedLuaScript loaded = await prepared.LoadAsync(redis.GetServers().Single());

        RedisResult length = await prepared.EvaluateAsync(database, new { key = (RedisKey)"greeting", value = "grüß" });
        RedisResult bySha1 = await loaded.EvaluateAsync(database, new { key = (RedisKey)"greeting", value = "hello" });

        Assert.Equal((6, 5), ((int)length, (int)bySha1));
        Assert.Equal("hello", await database.StringGetAsync("greeting"));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task ScriptEvaluate_Errors_AreTheServers(bool isEmbedded, int protocol)
    {
        await using ConnectionMultiplexer redis = await ConnectAsync(isEmbedded, protocol);
        IDatabase database = redis.GetDatabase();
        await database.StringSetAsync("text", "no number");

        RedisServerException own = await Assert.ThrowsAsync<RedisServerException>(
            () => database.ScriptEvaluateAsync("return redis.error_reply('MINE something is wrong')"));
        RedisServerException inner = await Assert.ThrowsAsync<RedisServerException>(
            () => database.ScriptEvaluateAsync("return redis.call('INCR', KEYS[1])", ["text"]));

        Assert.Equal("MINE something is wrong", own.Message);
        Assert.StartsWith("ERR value is not an integer or out of range script: ", inner.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task ScriptEvaluate_TypesOfResp3_ArriveAsTheProtocolHasThem(bool isEmbedded, int protocol)
    {
        await using ConnectionMultiplexer redis = await ConnectAsync(isEmbedded, protocol);
        IDatabase database = redis.GetDatabase();

        RedisResult map = await database.ScriptEvaluateAsync("redis.setresp(3) return {map = {one = 1}}");
        RedisResult number = await database.ScriptEvaluateAsync("return {double = 1.5}");
        RedisResult truth = await database.ScriptEvaluateAsync("redis.setresp(3) return true");

        Assert.Equal(protocol == 3 ? ResultType.Map : ResultType.Array, map.Resp3Type);
        Assert.Equal("1", map.ToDictionary()["one"].ToString());
        Assert.Equal(protocol == 3 ? ResultType.Double : ResultType.BulkString, number.Resp3Type);
        Assert.Equal("1.5", number.ToString());
        Assert.Equal(protocol == 3 ? ResultType.Boolean : ResultType.Integer, truth.Resp3Type);
        Assert.True((bool)truth);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Transaction_Conditions_DecideWhetherItRuns(bool isEmbedded, int protocol)
    {
        await using ConnectionMultiplexer redis = await ConnectAsync(isEmbedded, protocol);
        IDatabase database = redis.GetDatabase();
        await database.StringSetAsync("version", 1);

        bool met = await CommitAsync(database, expected: 1);
        bool failed = await CommitAsync(database, expected: 1);

        Assert.Equal((true, false), (met, failed));
        Assert.Equal((2, 1), ((int)await database.StringGetAsync("version"), (int)await database.ListLengthAsync("log")));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task ScriptEvaluate_ManyAtOnce_EachGetsItsOwnReply(bool isEmbedded, int protocol)
    {
        await using ConnectionMultiplexer redis = await ConnectAsync(isEmbedded, protocol);
        IDatabase database = redis.GetDatabase();

        RedisResult[] replies = await Task.WhenAll(
            Enumerable.Range(0, 500).Select(call => database.ScriptEvaluateAsync("return string.rep(ARGV[1], 50)", null, [call])));

        Assert.All(replies, static (reply, call) =>
            Assert.Equal(string.Concat(Enumerable.Repeat(call.ToString(CultureInfo.InvariantCulture), 50)), reply.ToString()));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Subscribe_MessageOfAScript_Arrives(bool isEmbedded, int protocol)
    {
        await using ConnectionMultiplexer redis = await ConnectAsync(isEmbedded, protocol);
        ChannelMessageQueue queue = await redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal("news"));

        await redis.GetDatabase().ScriptEvaluateAsync("return redis.call('PUBLISH', 'news', ARGV[1])", null, ["it works"]);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        ChannelMessage message = await queue.ReadAsync(limit.Token);

        Assert.Equal("it works", message.Message);
    }

    private static Task<bool> CommitAsync(IDatabase database, int expected)
    {
        ITransaction transaction = database.CreateTransaction();
        transaction.AddCondition(Condition.StringEqual("version", expected));
        _ = transaction.StringIncrementAsync("version");
        _ = transaction.ScriptEvaluateAsync("return redis.call('RPUSH', KEYS[1], ARGV[1])", ["log"], [expected]);
        return transaction.ExecuteAsync();
    }

    private async Task<ConnectionMultiplexer> ConnectAsync(bool isEmbedded, int protocol)
    {
        var options = new ConfigurationOptions
        {
            AllowAdmin = true,
            Protocol = protocol == 3 ? RedisProtocol.Resp3 : RedisProtocol.Resp2,
            ConnectTimeout = 30_000,
            AsyncTimeout = 30_000,
        };
        options.EndPoints.Add(isEmbedded ? servers.Embedded.EndPoint : servers.Real);
        ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync(options);
        await redis.GetDatabase().ExecuteAsync("FLUSHALL");
        return redis;
    }
}
