using ScriptGrid.EmbeddedRedis;

namespace ScriptGrid.Tests.EmbeddedRedis.Package;

/// <summary>Names of any bytes, and times of any size, in snapshots.</summary>
public sealed class SnapshotNamesTests : IDisposable
{
    private static readonly byte[] Byte = [0xff];

    private readonly EmbeddedRedisServer _redis = EmbeddedRedisServer.Start();

    public void Dispose() => _redis.Dispose();

    [Fact]
    public void Snapshot_NamesThatReadTheSame_AreAllThere()
    {
        foreach (RedisArgument name in (RedisArgument[])[Byte, "\\xff", new byte[] { (byte)'\\', 0xff }, "\\\\xff"])
        {
            _redis.Execute("SET", name, 1);
            _redis.Execute("SADD", "set", name);
            _redis.Execute("HSET", "hash", name, name);
            _redis.Execute("ZADD", "scores", 1, name);
            _redis.Execute("XGROUP", "CREATE", "stream", name, 0, "MKSTREAM");
        }

        RedisSnapshot data = _redis.Snapshot();

        Assert.Equal(8, data.Count);
        Assert.Equal(8, data.Keys.Distinct().Count());
        Assert.All(data.Keys, key => Assert.Equal(key, data[key].Key));
        Assert.Equal((4, 4, 4, 4), (data["set"].Set.Count, data["hash"].Hash.Count, data["scores"].SortedSet.Count, data["stream"].StreamGroups.Count));
        Assert.True(data.ContainsKey("\\xff"));
        Assert.True(data.ContainsKey("\\\\xff"));
    }

    [Fact]
    public void Snapshot_NamesThatReadTheSame_DoNotCompareEqual()
    {
        _redis.Execute("SET", Byte, 1);
        RedisSnapshot one = _redis.Snapshot();
        _redis.Execute("SET", "\\xff", 1);
        RedisSnapshot both = _redis.Snapshot();
        _redis.Execute("DEL", Byte);

        Assert.NotEqual(one, both);
        Assert.NotEqual(both, _redis.Snapshot());
        Assert.NotEqual(one, _redis.Snapshot());
    }

    [Theory]
    [InlineData("App\\Models\\User")]
    [InlineData("C:\\xyz")]
    [InlineData("\\x41 é \\n")]
    public void Snapshot_NameWithBackslashes_IsFoundByItsText(string name)
    {
        _redis.Execute("HSET", name, name, name);

        Assert.Equal(name, _redis.Snapshot()[name].Hash[name]);
    }

    [Fact]
    public void Snapshot_OfAFarExpiry_HasTheLastMoment()
    {
        _redis.Seed("SET far v EX 1000000000000\nSET near v EX 100");
        RedisSnapshot data = _redis.Snapshot();

        Assert.Equal(DateTimeOffset.MaxValue, data["far"].ExpiresAt);
        Assert.True(data["far"].TimeToLive > TimeSpan.FromDays(365 * 7000));
        Assert.True(data["near"].ExpiresAt < DateTimeOffset.MaxValue);
        Assert.StartsWith("far string \"v\", expires in ", data["far"].ToString(), StringComparison.Ordinal);
        _redis.Seed("PEXPIREAT far 900000000000000");
        Assert.Equal(data["far"].ExpiresAt, _redis.Snapshot()["far"].ExpiresAt);
        Assert.NotEqual(data["far"], _redis.Snapshot()["far"]);
    }

    [Fact]
    public void Snapshot_NamesWithoutVisibleText_AreQuotedOnTheirLine()
    {
        _redis.Execute("SET", "", "v");
        _redis.Execute("SET", "a\u001b[31m", "v");
        _redis.Execute("SET", "b\u009b", "\u009b");
        _redis.Execute("XADD", "stream", "1-0", "a\"\u001b", "b\n");
        _redis.Execute("XGROUP", "CREATE", "stream", "g\u001b", 0);
        _redis.Execute("XREADGROUP", "GROUP", "g\u001b", "c\n", "STREAMS", "stream", ">");

        Assert.Equal(
            """
            "" string "v"
            "a\x1b[31m" string "v"
            "b\xc2\x9b" string "\xc2\x9b"
            stream stream [1-0 {"a\"\x1b": "b\n"}], group "g\x1b" at 1-0 [1-0 to "c\n", 1 time]
            """,
            _redis.Snapshot().ToString());
        Assert.Equal("There is no key \"x\\x1b\". The keys are: \"\", \"a\\x1b[31m\", \"b\\xc2\\x9b\", stream.", Assert.Throws<KeyNotFoundException>(() => _redis.Snapshot()["x\u001b"]).Message);
    }
}
