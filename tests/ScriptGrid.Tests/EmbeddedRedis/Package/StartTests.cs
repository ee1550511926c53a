using System.Net;
using Microsoft.Extensions.Time.Testing;
using ScriptGrid.EmbeddedRedis;
using ScriptGrid.Testing;
using StackExchange.Redis;

namespace ScriptGrid.Tests.EmbeddedRedis.Package;

/// <summary>How a user of the package starts a server, and what the options do.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task Start_WithoutOptions_ListensOnAFreePortOfTheLoopbackAddress()
    {
        await using EmbeddedRedisServer first = EmbeddedRedisServer.Start();
        await using EmbeddedRedisServer second = await EmbeddedRedisServer.StartAsync();

        Assert.Equal(IPAddress.Loopback, first.EndPoint.Address);
        Assert.Equal(first.EndPoint.Port, first.Port);
        Assert.NotEqual(first.Port, second.Port);
        Assert.Equal($"127.0.0.1:{first.Port}", first.ConnectionString);
        await using RespClient client = await RespClient.ConnectAsync(first.EndPoint);
        Assert.Equal("PONG", await client.CommandAsync("PING"));
    }

    [Theory]
    [InlineData("0.0.0.0", null, "127.0.0.1:{0}")]
    [InlineData("127.0.0.2", "se cret=", "127.0.0.2:{0},password=se cret=")]
    [InlineData("::", null, "[::1]:{0}")]
    public async Task ConnectionString_OfAnyOptions_IsWhatStackExchangeRedisConnectsBy(string address, string? password, string expected)
    {
        using EmbeddedRedisServer redis = EmbeddedRedisServer.Start(new EmbeddedRedisOptions { Address = IPAddress.Parse(address), Password = password });

        Assert.Equal(string.Format(null, expected, redis.Port), redis.ConnectionString);
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        Assert.True(await connection.GetDatabase().StringSetAsync("key", "value"));
    }

    [Theory]
    [InlineData("a,b", "comma")]
    [InlineData(" a", "blank")]
    [InlineData("a\t", "blank")]
    public void ConnectionString_PasswordThatItCannotExpress_IsRefused(string password, string why)
    {
        using EmbeddedRedisServer redis = EmbeddedRedisServer.Start(new EmbeddedRedisOptions { Password = password });

        Assert.Contains(why, Assert.Throws<InvalidOperationException>(() => redis.ConnectionString).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Users_OfTheOptions_MayDoWhatTheirRulesSay()
    {
        using EmbeddedRedisServer redis = EmbeddedRedisServer.Start(new EmbeddedRedisOptions { Users = ["reader on >secret ~cache:*  +get", "off"] });
        redis.Execute("SET", "cache:1", "value");
        ConfigurationOptions options = ConfigurationOptions.Parse(redis.ConnectionString);
        (options.User, options.Password) = ("reader", "secret");
        await using RespClient client = await RespClient.ConnectAsync(redis.EndPoint);

        Assert.Equal("OK", await client.CommandAsync("AUTH", "reader", "secret"));
        Assert.Equal("value", await client.CommandAsync("GET", "cache:1"));
        Assert.StartsWith("NOPERM", (await Assert.ThrowsAsync<RespException>(() => client.CommandAsync("GET", "other"))).Message, StringComparison.Ordinal);
        Assert.StartsWith("NOPERM", (await Assert.ThrowsAsync<RespException>(() => client.CommandAsync("DEL", "cache:1"))).Message, StringComparison.Ordinal);
        Assert.Contains("user off off", redis.Execute("ACL", "LIST").Items.Select(static user => user.AsText()![..12]));
    }

    [Fact]
    public void Users_WithAWrongRule_KeepTheServerFromStarting()
    {
        int port = FreePort.Find();

        EmbeddedRedisException e = Assert.Throws<EmbeddedRedisException>(
            () => EmbeddedRedisServer.Start(new EmbeddedRedisOptions { Port = port, Users = ["reader on +nonsense"] }));

        Assert.Equal("ERR Error in ACL SETUSER modifier '+nonsense': Unknown command or category name in ACL", e.Message);
        using EmbeddedRedisServer next = EmbeddedRedisServer.Start(new EmbeddedRedisOptions { Port = port });
    }

    [Fact]
    public void Databases_AsManyAsTheOptionsSay_CanBeSelected()
    {
        using EmbeddedRedisServer redis = EmbeddedRedisServer.Start(new EmbeddedRedisOptions { Databases = 2 });

        Assert.Equal("2", redis.Execute("CONFIG", "GET", "databases")["databases"].AsText());
        Assert.Equal("OK", redis.Execute("SELECT", 1).AsText());
        redis.Execute("SET", "key", "value");
        Assert.Equal("ERR DB index is out of range", Assert.Throws<EmbeddedRedisException>(() => redis.Execute("SELECT", 2)).Message);
        Assert.Empty(redis.Snapshot());
        Assert.Equal("value", redis.Snapshot(database: 1)["key"].Text);
        Assert.Throws<ArgumentOutOfRangeException>(() => redis.Snapshot(database: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => EmbeddedRedisServer.Start(new EmbeddedRedisOptions { Databases = 0 }));
    }

    [Fact]
    public void RandomSeed_TheSame_GivesTheSameChoices()
    {
        static string Choices()
        {
            using EmbeddedRedisServer redis = EmbeddedRedisServer.Start(new EmbeddedRedisOptions { RandomSeed = 7 });
            redis.Execute("SADD", ["set", .. Enumerable.Range(0, 100).Select(static number => (RedisArgument)number)]);
            return redis.Execute("SRANDMEMBER", "set", -20).ToString();
        }

        Assert.Equal(Choices(), Choices());
    }

    [Fact]
    public void RandomSeed_TheSame_GivesTheSameChoicesWhateverTheServerDoesBesides()
    {
        static string Choices(int ticks, bool evicts)
        {
            var clock = new FakeTimeProvider();
            using EmbeddedRedisServer redis = EmbeddedRedisServer.Start(new EmbeddedRedisOptions { RandomSeed = 7, TimeProvider = clock });
            redis.Execute("SADD", ["set", .. Enumerable.Range(0, 100).Select(static number => (RedisArgument)number)]);
            redis.Evaluate("for i = 1, 1000 do redis.call('SET', i, 1, 'EX', 3600) end");
            for (int tick = 0; tick < ticks; tick++)
            {
                clock.Advance(TimeSpan.FromMilliseconds(100));
                redis.Execute("PING");
            }

            if (evicts)
            {
                redis.Seed("CONFIG SET maxmemory-policy volatile-random\nCONFIG SET maxmemory 1");
                Assert.Throws<EmbeddedRedisException>(() => redis.Execute("SET", "more", 1));
                redis.Seed("CONFIG SET maxmemory 0\nCONFIG SET maxmemory-policy allkeys-lfu\nSET often 1\nGET often\nGET often");
            }

            return redis.Execute("SRANDMEMBER", "set", -20).ToString();
        }

        string expected = Choices(0, evicts: false);
        Assert.Equal(expected, Choices(3, evicts: false));
        Assert.Equal(expected, Choices(0, evicts: true));
    }

    [Fact]
    public async Task Dispose_WhileAScriptRunsForEver_EndsIt()
    {
        var time = new ManualTime();
        EmbeddedRedisServer redis = EmbeddedRedisServer.Start(new EmbeddedRedisOptions { TimeProvider = time });
        await using RespClient client = await RespClient.ConnectAsync(redis.EndPoint);
        Task<object?> endless = client.CommandAsync("EVAL", "while true do end", "0");
        await Task.Yield();

        redis.Dispose();

        await Assert.ThrowsAnyAsync<Exception>(() => endless);
        Assert.True(redis.Completion.IsCompletedSuccessfully);
        Assert.Equal("The embedded Redis has ended.", Assert.Throws<EmbeddedRedisException>(() => redis.Execute("PING")).Message);
        Assert.Throws<EmbeddedRedisException>(() => redis.Snapshot());
    }

    [Fact]
    public void ScriptTimeLimit_WithAClockThatStandsStill_HoldsAllTheSame()
    {
        using EmbeddedRedisServer redis = EmbeddedRedisServer.Start(
            new EmbeddedRedisOptions { TimeProvider = new ManualTime(), ScriptTimeLimit = TimeSpan.FromMilliseconds(50) });

        EmbeddedRedisException e = Assert.Throws<EmbeddedRedisException>(() => redis.Evaluate("while true do end"));

        Assert.Contains("longer than the host's limit of 50 ms", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Callback_ThatAsksTheServer_IsToldInsteadOfWaitingForEver()
    {
        EmbeddedRedisServer? redis = null;
        Exception? refused = null;
        using (redis = EmbeddedRedisServer.Start(new EmbeddedRedisOptions { ScriptLog = (_, _) => refused = Record.Exception(() => redis!.Execute("PING")) }))
        {
            redis.Evaluate("redis.log(redis.LOG_WARNING, 'hello')");
        }

        Assert.Contains("wait for itself", Assert.IsType<InvalidOperationException>(refused).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DisposeAsync_InACallback_IsToldInsteadOfWaitingForEver()
    {
        EmbeddedRedisServer? redis = null;
        Task? ending = null;
        await using (redis = EmbeddedRedisServer.Start(new EmbeddedRedisOptions { ScriptLog = (_, _) => ending = redis!.DisposeAsync().AsTask() }))
        {
            Record.Exception(() => redis.Evaluate("redis.log(redis.LOG_WARNING, 'hello')"));
        }

        Assert.Contains("wait for itself", (await Assert.ThrowsAsync<InvalidOperationException>(() => ending!)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_AsText_HoldNoPassword() =>
        Assert.Equal(
            "EmbeddedRedisOptions { Address = 127.0.0.1, Port = 1 }",
            new EmbeddedRedisOptions { Port = 1, Password = "secret", Users = ["a on >secret"] }.ToString());
}
