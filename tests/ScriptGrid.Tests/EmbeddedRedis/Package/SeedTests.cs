using ScriptGrid.EmbeddedRedis;

namespace ScriptGrid.Tests.EmbeddedRedis.Package;

/// <summary>Seeds that would not put all their data there: they fail with the line.</summary>
public sealed class SeedTests : IDisposable
{
    private readonly EmbeddedRedisServer _redis = EmbeddedRedisServer.Start();

    public void Dispose() => _redis.Dispose();

    [Theory]
    [InlineData("SET a x\nMULTI\nSET b 1\nINCR a\nEXEC", "line 4: ERR value is not an integer or out of range")]
    [InlineData("SET a x\nMULTI\nINCR", "line 3: ERR wrong number of arguments for 'incr' command")]
    [InlineData("SET a 1\nMULTI\nSET b 1", "line 2: EXEC is missing for this MULTI, so nothing after it was executed")]
    [InlineData("SET a 1\nBLPOP x 0", "line 2: BLPOP would wait, because there is nothing for it; put the data before it, or use the command that does not wait")]
    [InlineData("XADD s 1-0 a b\nXREAD BLOCK 0 STREAMS s 5-0", "line 2: XREAD would wait, because there is nothing for it; put the data before it, or use the command that does not wait")]
    [InlineData("WATCH a\nSET a 1\nMULTI\nSET b 1\nEXEC", "line 5: EXEC executed nothing, because a watched key had changed")]
    [InlineData("SUBSCRIBE news", "line 1: ERR SUBSCRIBE needs a connection of its own: a call of the host gets one reply")]
    [InlineData("CLIENT REPLY OFF\nNONSENSE", "line 1: ERR CLIENT REPLY OFF needs a connection of its own: a call of the host gets one reply")]
    [InlineData("MULTI\nclient reply skip\nEXEC", "line 2: ERR CLIENT REPLY SKIP needs a connection of its own: a call of the host gets one reply")]
    [InlineData("SYNC", "line 1: ERR SYNC needs a connection of its own: a call of the host gets one reply")]
    public void Seed_ThatDoesNotDoWhatItSays_FailsWithTheLine(string seed, string message)
    {
        Assert.Equal(message, Assert.Throws<EmbeddedRedisException>(() => _redis.Seed(seed)).Message);
        Assert.Equal("PONG", _redis.Execute("PING").AsText());
        Assert.Throws<EmbeddedRedisException>(() => _redis.Execute("NONSENSE"));
    }

    [Fact]
    public void Seed_AfterMultiOfTheHost_SaysThatItOnlyQueued()
    {
        _redis.Execute("MULTI");

        Assert.Equal("line 1: the command was only queued, because MULTI had been executed before the seed", Assert.Throws<EmbeddedRedisException>(() => _redis.Seed("SET a 1")).Message);
    }

    [Fact]
    public void Seed_TransactionsAndReadyLists_AreFine()
    {
        _redis.Seed("""
            RPUSH list a b
            BLPOP list 0
            MULTI
            SET a 1
            BLPOP none 0
            EXEC
            MULTI
            SET a 2
            DISCARD
            XREAD STREAMS none 0
            CLIENT REPLY ON
            """);

        Assert.Equal("1", _redis.Snapshot()["a"].Text);
        Assert.Equal(["b"], _redis.Snapshot()["list"].List);
    }

    [Theory]
    [InlineData("SYNC")]
    [InlineData("PSYNC", "?", "-1")]
    [InlineData("MONITOR")]
    [InlineData("SUBSCRIBE", "c")]
    [InlineData("psubscribe", "c")]
    [InlineData("SSUBSCRIBE", "c")]
    [InlineData("CLIENT", "REPLY", "OFF")]
    public void Execute_CommandOfAConnection_IsRefused(string command, params string[] arguments)
    {
        foreach (int protocol in (int[])[2, 3])
        {
            _redis.Execute("HELLO", protocol);
            EmbeddedRedisException e = Assert.Throws<EmbeddedRedisException>(() => _redis.Execute(command, [.. arguments.Select(static word => (RedisArgument)word)]));
            Assert.Contains("needs a connection of its own", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Execute_WithTracking_GivesTheReplyAndNotThePush()
    {
        _redis.Execute("HELLO", 3);
        _redis.Execute("CLIENT", "TRACKING", "ON", "BCAST");
        _redis.Execute("SET", "a", "text");

        Assert.Equal("text", _redis.Execute("GET", "a").AsText());
        _redis.Execute("SET", "a", "other");
        Assert.Throws<EmbeddedRedisException>(() => _redis.Execute("INCR", "a"));
        _redis.Execute("DEL", "a");
        Assert.Equal("+PONG\r\n"u8.ToArray(), await _redis.ExecuteAsync("PING"));
    }
}
