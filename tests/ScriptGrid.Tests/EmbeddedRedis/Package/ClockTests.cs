using Microsoft.Extensions.Time.Testing;
using ScriptGrid.EmbeddedRedis;
using ScriptGrid.Testing;
using StackExchange.Redis;

namespace ScriptGrid.Tests.EmbeddedRedis.Package;

/// <summary>A clock that a test moves: what is due by its new time has happened for whatever is asked next.</summary>
public sealed class ClockTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly EmbeddedRedisServer _redis;

    public ClockTests() => _redis = EmbeddedRedisServer.Start(new EmbeddedRedisOptions { TimeProvider = _clock });

    public void Dispose() => _redis.Dispose();

    [Fact]
    public void Expiry_MovedClock_HappensAtItsTime()
    {
        _redis.Seed("SET session ada EX 60");
        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("ada", _redis.Execute("GET", "session").AsText());

        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(_redis.Execute("GET", "session").IsNil);
    }

    [Fact]
    public void Time_InCommandsAndScripts_IsTheClocks()
    {
        long seconds = _clock.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal(seconds, _redis.Execute("TIME")[0].AsLong());

        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(seconds + 3600, _redis.Evaluate("return redis.call('TIME')")[0].AsLong());
        Assert.Equal($"{(seconds + 3600) * 1000}-0", _redis.Execute("XADD", "stream", "*", "a", 1).AsText());
    }

    [Fact]
    public async Task ExpiredEvents_ClockMovedByYears_ComeAtOnceAndInOrder()
    {
        _redis.Execute("CONFIG", "SET", "notify-keyspace-events", "Ex");
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(_redis.ConnectionString);
        ChannelMessageQueue events = await connection.GetSubscriber().SubscribeAsync(RedisChannel.Literal("__keyevent@0__:expired"));
        _redis.Seed("SET late x EX 40000000\nSET soon x EX 1\nSET never x\nSET middle x EX 1000");

        _clock.Advance(TimeSpan.FromDays(3650));

        using var expired = new CancellationTokenSource(Limit);
        Assert.Equal("soon", (await events.ReadAsync(expired.Token)).Message);
        Assert.Equal("middle", (await events.ReadAsync(expired.Token)).Message);
        Assert.Equal("late", (await events.ReadAsync(expired.Token)).Message);
        Assert.Equal(1, _redis.Execute("DBSIZE").AsLong());
    }

    [Fact]
    public async Task BlockedClient_MovedClock_WaitsByIt()
    {
        await using RespClient client = await RespClient.ConnectAsync(_redis.EndPoint);
        Task<object?> waiting = client.CommandAsync("BLPOP", "queue", "30");
        await Repeat.UntilAsync(() => Task.FromResult(_redis.Execute("INFO", "clients").AsText()!), static info => info.Contains("blocked_clients:1", StringComparison.Ordinal));

        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Contains("blocked_clients:1", _redis.Execute("INFO", "clients").AsText(), StringComparison.Ordinal);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(await waiting.WaitAsync(Limit));
    }

    [Fact]
    public void Expiry_OfMoreKeysThanHousekeepingLooksAt_IsOverAtOnce()
    {
        _redis.Evaluate("for i = 1, 1000 do redis.call('SET', 'k' .. i, 1, 'PX', 1000 + i) end");
        _redis.Evaluate("for i = 1, 1000 do redis.call('SET', 'late' .. i, 1, 'EX', 3600) redis.call('EXPIRE', 'late' .. i, i == 1 and 7200 or 3700) end");

        _clock.Advance(TimeSpan.FromMilliseconds(1500));
        Assert.Equal(1501, _redis.Execute("DBSIZE").AsLong());
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(1000, _redis.Execute("DBSIZE").AsLong());
        _clock.Advance(TimeSpan.FromMinutes(50));
        Assert.Equal(1000, _redis.Execute("DBSIZE").AsLong());
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(["late1"], _redis.Execute("KEYS", "*").Items.Select(static key => key.AsText()));
        Assert.Contains("expired_keys:1999", _redis.Execute("INFO", "stats").AsText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Expiry_ClockMovedAgainAndAgain_IsNeverLate()
    {
        for (int round = 1; round <= 200; round++)
        {
            _redis.Evaluate("for i = 1, 10 do redis.call('SET', 'k' .. i, 1, 'PX', 50 + i) end");
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            _clock.Advance(TimeSpan.FromMilliseconds(60));

            Assert.Equal(0, _redis.Execute("DBSIZE").AsLong());
        }
    }

    [Fact]
    public async Task ExpiredEvents_OfMoreKeysThanHousekeepingLooksAt_ComeInTheOrderOfTheirTimes()
    {
        _redis.Execute("CONFIG", "SET", "notify-keyspace-events", "Ex");
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(_redis.ConnectionString);
        ChannelMessageQueue events = await connection.GetSubscriber().SubscribeAsync(RedisChannel.Pattern("__keyevent@*__:expired"));
        _redis.Evaluate("for i = 500, 1, -1 do redis.call('SELECT', i % 3) redis.call('SET', i, 1, 'PX', 1000 + i) end");
        _redis.Seed("SWAPDB 1 2\nSELECT 2\nPERSIST 499\nPEXPIRE 499 1499\nSELECT 0");

        _clock.Advance(TimeSpan.FromMinutes(10));
        _redis.Execute("PING");

        using var expired = new CancellationTokenSource(Limit);
        for (int i = 1; i <= 500; i++)
        {
            Assert.Equal($"{i}", (await events.ReadAsync(expired.Token)).Message);
        }
    }
}
