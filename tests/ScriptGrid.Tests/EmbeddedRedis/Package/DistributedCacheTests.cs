using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.Time.Testing;
using ScriptGrid.EmbeddedRedis;

namespace ScriptGrid.Tests.EmbeddedRedis.Package;

/// <summary>The distributed cache of ASP.NET Core, whose entries expire by the clock of the test. The cache itself reads the system's, so that the clock begins there.</summary>
public sealed class DistributedCacheTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private readonly EmbeddedRedisServer _redis;
    private readonly RedisCache _cache;

    public DistributedCacheTests()
    {
        _redis = EmbeddedRedisServer.Start(new EmbeddedRedisOptions { TimeProvider = _clock });
        _cache = new RedisCache(new RedisCacheOptions { Configuration = _redis.ConnectionString, InstanceName = "cache:" });
    }

    public void Dispose()
    {
        _cache.Dispose();
        _redis.Dispose();
    }

    [Fact]
    public async Task Entry_SetAndRemoved_IsThereInBetween()
    {
        byte[] value = [0, 1, 255];
        Assert.Null(await _cache.GetAsync("key"));

        await _cache.SetAsync("key", value, new DistributedCacheEntryOptions());

        Assert.Equal(value, await _cache.GetAsync("key"));
        Assert.Equal("\\x00\\x01\\xff", _redis.Execute("HGET", "cache:key", "data").ToString().Trim('"'));
        Assert.Null(_redis.Snapshot()["cache:key"].TimeToLive);
        await _cache.RemoveAsync("key");
        Assert.Null(await _cache.GetAsync("key"));
        Assert.Empty(_redis.Snapshot());
    }

    [Fact]
    public async Task Entry_WithAnAbsoluteExpiry_GoesThen()
    {
        await _cache.SetStringAsync("key", "value", new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(10) });

        _clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal("value", await _cache.GetStringAsync("key"));
        _clock.Advance(TimeSpan.FromMinutes(1.1));

        Assert.Null(await _cache.GetStringAsync("key"));
    }

    [Fact]
    public async Task Entry_WithASlidingExpiry_StaysAsLongAsItIsRead()
    {
        await _cache.SetStringAsync("key", "value", new DistributedCacheEntryOptions { SlidingExpiration = TimeSpan.FromMinutes(10) });

        for (int i = 0; i < 3; i++)
        {
            _clock.Advance(TimeSpan.FromMinutes(9));
            Assert.Equal("value", await _cache.GetStringAsync("key"));
        }

        await _cache.RefreshAsync("key");
        Assert.InRange(_redis.Snapshot()["cache:key"].TimeToLive!.Value, TimeSpan.FromMinutes(9.9), TimeSpan.FromMinutes(10));
        _clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Null(await _cache.GetStringAsync("key"));
    }

    [Fact]
    public async Task Entry_WithBoth_SlidesUpToTheAbsoluteOne()
    {
        await _cache.SetStringAsync(
            "key",
            "value",
            new DistributedCacheEntryOptions { SlidingExpiration = TimeSpan.FromMinutes(10), AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(5) });

        Assert.InRange(_redis.Snapshot()["cache:key"].TimeToLive!.Value, TimeSpan.FromMinutes(4.9), TimeSpan.FromMinutes(5));
        _clock.Advance(TimeSpan.FromMinutes(5.1));
        Assert.Null(await _cache.GetStringAsync("key"));
    }
}
