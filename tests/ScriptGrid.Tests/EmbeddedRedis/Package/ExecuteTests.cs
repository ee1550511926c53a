using ScriptGrid.EmbeddedRedis;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EmbeddedRedis.Package;

/// <summary>Commands, scripts and seeds that a test gives to its server directly, and the replies.</summary>
public sealed class ExecuteTests : IDisposable
{
    private readonly EmbeddedRedisServer _redis = EmbeddedRedisServer.Start(new EmbeddedRedisOptions { Password = "unknown to this process" });

    public void Dispose() => _redis.Dispose();

    [Fact]
    public void Execute_CommandsOfAllKinds_GiveTypedReplies()
    {
        Assert.Equal("OK", _redis.Execute("SET", "visits", 41).AsText());
        Assert.Equal(42, _redis.Execute("INCR", "visits").AsLong());
        Assert.Equal("42", _redis.Execute("GET", "visits").AsText());
        Assert.Equal(42, _redis.Execute("GET", "visits").AsDouble());
        Assert.True(_redis.Execute("EXISTS", "visits").AsBool());
        Assert.True(_redis.Execute("GET", "nothing").IsNil);
        Assert.Null(_redis.Execute("GET", "nothing").AsText());
        _redis.Execute("HSET", "user", "name", "Ada", "age", 36);
        Assert.Equal(36, _redis.Execute("HGETALL", "user")["age"].AsLong());
        Assert.True(_redis.Execute("HGETALL", "user")["none"].IsNil);
        byte[] blob = [0, 255, 10, 13];
        _redis.Execute("SET", "blob", blob);
        Assert.Equal(blob, _redis.Execute("GET", "blob").Bytes.ToArray());
        Assert.Equal("\\x00\\xff\\n\\r", _redis.Execute("GET", "blob").ToString().Trim('"'));
    }

    [Fact]
    public void Execute_CommandFails_ThrowsWithTheMessageOfRedis()
    {
        _redis.Execute("RPUSH", "list", "a");

        Assert.Equal(
            "WRONGTYPE Operation against a key holding the wrong kind of value",
            Assert.Throws<EmbeddedRedisException>(() => _redis.Execute("INCR", "list")).Message);
        Assert.StartsWith("ERR unknown command 'NONSENSE'", Assert.Throws<EmbeddedRedisException>(() => _redis.Execute("NONSENSE")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => _redis.Execute(""));
    }

    [Fact]
    public void Execute_OnOneClient_KeepsWhatSelectMultiAndHelloSay()
    {
        _redis.Execute("MULTI");
        Assert.Equal(RedisReplyKind.Status, _redis.Execute("INCR", "n").Kind);
        _redis.Execute("INCRBY", "n", "x");
        RedisReply results = _redis.Execute("EXEC");
        Assert.Equal([RedisReplyKind.Integer, RedisReplyKind.Error], results.Items.Select(static item => item.Kind));
        Assert.Equal("[1, ERR value is not an integer or out of range]", results.ToString());

        _redis.Execute("HELLO", 3);
        _redis.Execute("ZADD", "scores", 1.5, "a", "inf", "b");
        Assert.Equal(1.5, _redis.Execute("ZSCORE", "scores", "a").AsDouble());
        Assert.Equal(double.PositiveInfinity, _redis.Execute("ZSCORE", "scores", "b").AsDouble());
        RedisReply values = _redis.Evaluate("redis.setresp(3); return {true, {map = {x = 1}}, {double = 0.5}, {big_number = '123456789012345678901'}, false}");
        Assert.Equal("[true, {\"x\": 1}, 0.5, 123456789012345678901, nil]", values.ToString().Replace("false", "nil", StringComparison.Ordinal));
        Assert.Equal("txt", _redis.Evaluate("return {verbatim_string = {format = 'txt', string = 'txt'}}").AsText());
    }

    [Fact]
    public void Execute_CommandThatWouldWait_ComesBackAtOnce() => Assert.True(_redis.Execute("BLPOP", "queue", 0).IsNil);

    [Fact]
    public void Evaluate_KeysAndArguments_AreWhatTheScriptFinds()
    {
        RedisReply reply = _redis.Evaluate("return {#KEYS, #ARGV, KEYS[2], ARGV[1], {ok = 'FINE'}, {}}", keys: ["a", "b"], arguments: [1.5, "x", 7]);

        Assert.Equal("[2, 3, \"b\", \"1.5\", FINE, []]", reply.ToString());
        Assert.Equal(reply, _redis.Evaluate("return {2, 3, 'b', '1.5', {ok = 'FINE'}, {}}"));
        Assert.NotEqual(reply, _redis.Evaluate("return {2, 3, 'b', '1.5', 'FINE', {}}"));
        Assert.Equal(reply.GetHashCode(), _redis.Evaluate("return {2, 3, 'b', '1.5', {ok = 'FINE'}, {}}").GetHashCode());
    }

    [Fact]
    public void Evaluate_ScriptFails_ThrowsWithItsLine()
    {
        Assert.Matches(
            "^ERR user_script:2: attempt to index field '\\?' \\(a nil value\\) script: [0-9a-f]{40}, on @user_script:2\\.$",
            Assert.Throws<EmbeddedRedisException>(() => _redis.Evaluate("local t = {}\nreturn t[1].x")).Message);
        Assert.StartsWith(
            "ERR Error compiling script (new function): user_script:1:",
            Assert.Throws<EmbeddedRedisException>(() => _redis.Evaluate("return (")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Seed_Lines_AreCarriedOutUpToTheFirstThatFails()
    {
        _redis.Seed("""
            # two queues
            RPUSH queue:mail a 'b c' "d\x41"

            SET greeting "Grüße"
            """);

        Assert.Equal(["a", "b c", "dA"], _redis.Snapshot()["queue:mail"].List);
        Assert.Equal("Grüße", _redis.Snapshot()["greeting"].Text);
        Assert.Equal(
            "line 2: WRONGTYPE Operation against a key holding the wrong kind of value",
            Assert.Throws<EmbeddedRedisException>(() => _redis.Seed("SET a 1\r\nINCR queue:mail\r\nSET b 2")).Message);
        Assert.Equal(
            "line 1: a quote is not closed, or text follows a closing quote without a space",
            Assert.Throws<EmbeddedRedisException>(() => _redis.Seed("SET 'a 1")).Message);
        Assert.False(_redis.Snapshot().ContainsKey("b"));
    }

    [Fact]
    public async Task FlushAll_WithDataEverywhere_RemovesKeysAndNothingElse()
    {
        using EmbeddedRedisServer redis = EmbeddedRedisServer.Start();
        await using RespClient watcher = await RespClient.ConnectAsync(redis.EndPoint);
        string sha1 = redis.Execute("SCRIPT", "LOAD", "return 1").AsText()!;
        redis.Seed("SET a 1\nSELECT 3\nSET b 2");
        await watcher.CommandAsync("WATCH", "a");
        await watcher.CommandAsync("MULTI");

        redis.FlushAll();

        Assert.Empty(redis.Snapshot());
        Assert.Empty(redis.Snapshot(database: 3));
        Assert.Null(await watcher.CommandAsync("EXEC"));
        Assert.Equal(1, redis.Execute("EVALSHA", sha1, 0).AsLong());
    }
}
