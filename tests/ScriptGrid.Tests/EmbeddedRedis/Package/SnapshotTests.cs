using Microsoft.Extensions.Time.Testing;
using ScriptGrid.EmbeddedRedis;

namespace ScriptGrid.Tests.EmbeddedRedis.Package;

/// <summary>Snapshots of the data: what they hold, how they compare, and that nobody notices.</summary>
public sealed class SnapshotTests : IDisposable
{
    private const string Data =
        """
        SET greeting "hello \"you\""
        SET limit 3 EX 90
        RPUSH list b a a
        SADD set b a 10
        SADD numbers 10 9 -1
        HSET hash b 2 a 1
        ZADD scores 2 b 1 c 1 a +inf z
        XADD events 1-1 name mail size 2
        XADD events 2-0 name sms
        XGROUP CREATE events workers 0
        XREADGROUP GROUP workers ada COUNT 1 STREAMS events >
        """;

    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch.AddYears(50));
    private readonly EmbeddedRedisServer _redis;

    public SnapshotTests() => _redis = EmbeddedRedisServer.Start(new EmbeddedRedisOptions { TimeProvider = _clock });

    public void Dispose() => _redis.Dispose();

    [Fact]
    public void Snapshot_OfAllTypes_HoldsTypedValues()
    {
        _redis.Seed(Data);

        RedisSnapshot data = _redis.Snapshot();

        Assert.Equal(["events", "greeting", "hash", "limit", "list", "numbers", "scores", "set"], data.Keys);
        Assert.Equal((KeyType.String, "hello \"you\""), (data["greeting"].Type, data["greeting"].Text));
        Assert.Equal("hello \"you\""u8, data["greeting"].Bytes.Span);
        Assert.Equal(["b", "a", "a"], data["list"].List);
        Assert.Equal(["10", "a", "b"], data["set"].Set);
        Assert.True(data["set"].Set.SetEquals(["a", "b", "10"]));
        Assert.Contains("-1", data["numbers"].Set);
        Assert.Equal(new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" }, data["hash"].Hash);
        Assert.Equal(["a", "c", "b", "z"], data["scores"].SortedSet.Keys);
        Assert.Equal((2.0, double.PositiveInfinity), (data["scores"].SortedSet["b"], data["scores"].SortedSet["z"]));
    }

    [Fact]
    public void Snapshot_OfAStream_HoldsEntriesAndGroups()
    {
        _redis.Seed(Data);

        KeySnapshot events = _redis.Snapshot()["events"];

        Assert.Equal(["1-1", "2-0"], events.Stream.Select(static entry => entry.Id));
        Assert.Equal([new("name", "mail"), new("size", "2")], events.Stream[0].Fields);
        Assert.Equal("sms", events.Stream[1]["name"]);
        Assert.Throws<KeyNotFoundException>(() => events.Stream[1]["size"]);
        StreamGroupSnapshot group = events.StreamGroups["workers"];
        Assert.Equal("1-1", group.LastDeliveredId);
        StreamPendingSnapshot pending = Assert.Single(group.Pending);
        Assert.Equal(("1-1", "ada", 1L), (pending.Id, pending.Consumer, pending.Deliveries));
    }

    [Fact]
    public void Snapshot_AsText_IsALineForEachKey()
    {
        _redis.Seed(Data);
        _redis.Execute("SET", new byte[] { (byte)'k', 0xff, (byte)' ' }, new byte[] { 0, 0xfe, 0xc3, 0xa9 });

        Assert.Equal(
            """
            events stream [1-1 {"name": "mail", "size": "2"}, 2-0 {"name": "sms"}], group workers at 1-1 [1-1 to ada, 1 time]
            greeting string "hello \"you\""
            hash hash {"a": "1", "b": "2"}
            "k\xff " string "\x00\xfeé"
            limit string "3", expires in 00:01:30
            list list ["b", "a", "a"]
            numbers set {"-1", "10", "9"}
            scores zset {"a": 1, "c": 1, "b": 2, "z": Infinity}
            set set {"10", "a", "b"}
            """,
            _redis.Snapshot().ToString());
    }

    [Fact]
    public void Snapshot_OfTheSameData_IsEqual()
    {
        _redis.Seed(Data);
        RedisSnapshot before = _redis.Snapshot();
        using EmbeddedRedisServer other = EmbeddedRedisServer.Start(new EmbeddedRedisOptions { TimeProvider = _clock });
        other.Seed(Data.Replace("b 2 a 1", "a 1 b 2", StringComparison.Ordinal).Replace("b a 10", "10 a b", StringComparison.Ordinal));

        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(before, _redis.Snapshot());
        Assert.Equal(before, other.Snapshot());
        Assert.Equal(before.GetHashCode(), other.Snapshot().GetHashCode());
        Assert.Equal(TimeSpan.FromSeconds(89), _redis.Snapshot()["limit"].TimeToLive);
        Assert.Equal(TimeSpan.FromSeconds(90), before["limit"].TimeToLive);
        Assert.Equal(_clock.Start.AddSeconds(90), before["limit"].ExpiresAt);
        Assert.Null(before["list"].TimeToLive);
    }

    [Theory]
    [InlineData("APPEND greeting !")]
    [InlineData("EXPIRE list 5")]
    [InlineData("LSET list 0 a")]
    [InlineData("SREM set a")]
    [InlineData("HSET hash a 2")]
    [InlineData("ZINCRBY scores 1 b")]
    [InlineData("XADD events 3-0 name fax")]
    [InlineData("XACK events workers 1-1")]
    [InlineData("XDEL events 2-0")]
    [InlineData("RENAME set sets")]
    [InlineData("DEL list")]
    public void Snapshot_AfterAChange_IsNotEqual(string change)
    {
        _redis.Seed(Data);
        RedisSnapshot before = _redis.Snapshot();
        string text = before.ToString();

        _redis.Seed(change);

        Assert.False(before.Equals(_redis.Snapshot()));
        Assert.NotEqual(text, _redis.Snapshot().ToString());
        Assert.Equal(text, before.ToString());
    }

    [Fact]
    public void Snapshot_BytesThatAreNoText_DifferWhereTheTextIsTheSame()
    {
        _redis.Execute("SET", "key", "\\xff");
        RedisSnapshot text = _redis.Snapshot();
        _redis.Execute("SET", "key", new byte[] { 0xff });

        Assert.Equal(text["key"].Text, _redis.Snapshot()["key"].Text);
        Assert.NotEqual(text, _redis.Snapshot());
    }

    [Fact]
    public void Snapshot_AskedForWhatIsNotThere_SaysWhatIs()
    {
        Assert.Equal("There is no key 'x'. The database is empty.", Assert.Throws<KeyNotFoundException>(() => _redis.Snapshot()["x"]).Message);
        _redis.Seed("RPUSH list a\nSET text b");
        RedisSnapshot data = _redis.Snapshot();

        Assert.Equal("There is no key 'x'. The keys are: list, text.", Assert.Throws<KeyNotFoundException>(() => data["x"]).Message);
        Assert.False(data.TryGetValue("x", out _));
        Assert.Equal("The key 'list' does not hold a String: list list [\"a\"]", Assert.Throws<InvalidOperationException>(() => data["list"].Text).Message);
        Assert.Equal("The key 'text' does not hold a SortedSet: text string \"b\"", Assert.Throws<InvalidOperationException>(() => data["text"].SortedSet).Message);
    }

    [Fact]
    public void Snapshot_OfKeysThatExpired_LeavesThemOutAndTouchesNothing()
    {
        _redis.Seed("CONFIG SET maxmemory-policy allkeys-lru\nSET a 1 PX 50\nSET b 2");
        _redis.Execute("CONFIG", "RESETSTAT");
        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(["b"], _redis.Snapshot().Keys);
        Assert.Equal(10, _redis.Execute("OBJECT", "IDLETIME", "b").AsLong());
        Assert.Contains("keyspace_hits:0", _redis.Execute("INFO", "stats").AsText(), StringComparison.Ordinal);
    }
}
