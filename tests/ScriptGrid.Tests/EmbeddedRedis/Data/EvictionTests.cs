using System.Text;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EmbeddedRedis.Data;

public sealed class EvictionTests
{
    private const int Keys = 200;

    private readonly ManualTime _time = new();
    private readonly Keyspace _keyspace;
    private readonly MemoryUse _memory;
    private readonly Eviction _eviction;

    public EvictionTests()
    {
        _keyspace = new Keyspace(_time, new Random(1));
        _memory = new MemoryUse(_keyspace);
        _eviction = new Eviction(_keyspace, _memory) { Samples = 10 };
    }

    [Theory]
    [InlineData(nameof(EvictionPolicy.LeastRecentlyUsed))]
    [InlineData(nameof(EvictionPolicy.LeastFrequentlyUsed))]
    [InlineData(nameof(EvictionPolicy.NextToExpire))]
    public void TryMakeRoom_OfAPolicy_GivesUpMostlyTheHalfThatItMeans(string name)
    {
        EvictionPolicy policy = Enum.Parse<EvictionPolicy>(name);
        _keyspace.Usage.CountsFrequency = policy == EvictionPolicy.LeastFrequentlyUsed;
        _eviction.Policy = policy;
        Database database = _keyspace.Databases[0];
        for (int i = 0; i < Keys; i++)
        {
            database.Set(Key(i), new StringValue(new byte[100]));
            database.SetExpiry(Key(i), _time.GetUtcNow().ToUnixTimeMilliseconds() + 100_000 + i);
        }

        _time.Advance(TimeSpan.FromSeconds(10));
        for (int i = Keys / 2; i < Keys; i++)
        {
            database.Find(Key(i));
        }

        bool made = _eviction.TryMakeRoom((MemoryUse.EmptyBytes + _memory.UsedBytes) / 2);

        Assert.True(made);
        int kept = Enumerable.Range(Keys / 2, Keys / 2).Count(i => database.Peek(Key(i)) is not null);
        Assert.InRange(kept, Keys * 4 / 10, Keys / 2);
        Assert.Equal(Keys - database.Keys, database.Statistics.Evicted);
    }

    [Fact]
    public void TryMakeRoom_OnlyVolatileKeysMayGo_KeepsTheOthersAndFails()
    {
        (_eviction.Policy, _eviction.OnlyVolatile) = (EvictionPolicy.LeastRecentlyUsed, true);
        Database database = _keyspace.Databases[3];
        database.Set(Key(1), new StringValue(new byte[100]));
        database.Set(Key(2), new StringValue(new byte[100]));
        database.SetExpiry(Key(2), long.MaxValue);

        Assert.False(_eviction.TryMakeRoom(1));

        Assert.NotNull(database.Peek(Key(1)));
        Assert.Null(database.Peek(Key(2)));
    }

    [Fact]
    public void TryMakeRoom_NoPolicy_KeepsAll()
    {
        _keyspace.Databases[0].Set(Key(1), new StringValue(new byte[100]));

        Assert.False(_eviction.TryMakeRoom(1));

        Assert.Equal(1, _keyspace.Databases[0].Keys);
    }

    private static byte[] Key(int number) => Encoding.ASCII.GetBytes($"key{number}");
}
