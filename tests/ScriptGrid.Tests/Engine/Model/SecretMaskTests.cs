using ScriptGrid.Engine.Model;

namespace ScriptGrid.Tests.Engine.Model;

public sealed class SecretMaskTests
{
    private static readonly SecretMask Mask = SecretMask.Of(["correct horse", "p@ss/word", "p@ss/word-and-more", "redis", "a\"b\\c#d e", "abc", "", null]);

    [Theory]
    [InlineData("ERR unknown command 'AUTH', with args beginning with: 'correct horse' ", "ERR unknown command 'AUTH', with args beginning with: '***' ")]
    [InlineData("xcorrect horsex", "x***x")]
    [InlineData("correct horsecorrect horse", "******")]
    [InlineData("correct%20horse", "***")]
    [InlineData("p@ss/word", "***")]
    [InlineData("p%40ss%2Fword and p%40ss%2fword", "*** and ***")]
    [InlineData("p@ss/word-and-more", "***")]
    [InlineData("a\"b\\c#d e", "***")]
    [InlineData("\"a\\\"b\\\\c#d e\"", "\"***\"")]
    [InlineData("WRONGPASS redis is wrong", "WRONGPASS *** is wrong")]
    [InlineData("'redis'", "'***'")]
    [InlineData("`redis`, ", "`***`, ")]
    [InlineData("is the string \"yyyp@ss/wor…\", and correct h… too", "is the string \"yyy***…\", and ***… too")]
    [InlineData("x correct%2…", "x ***…")]
    [InlineData("correct horse…", "***…")]
    public void Apply_Secret_BecomesStars(string text, string expected) => Assert.Equal(expected, Mask.Apply(text));

    [Theory]
    [InlineData("")]
    [InlineData("redis-1.prod:6379 is down: connection: refused")]
    [InlineData("redis://10.0.0.1 and rediss://10.0.0.1")]
    [InlineData("/etc/redis/redis.conf")]
    [InlineData("my_redis")]
    [InlineData("redis_up")]
    [InlineData("Redis is loading the dataset in memory")]
    [InlineData("abc")]
    [InlineData("correct  horse")]
    [InlineData("x co… and …")]
    public void Apply_NoSecret_IsTheSameText(string text) => Assert.Same(text, Mask.Apply(text));

    [Fact]
    public void Apply_ShortSecretInAndOutOfWords_HidesTheWordAlone() =>
        Assert.Equal("redis-1:6379: *** redis_x", Mask.Apply("redis-1:6379: redis redis_x"));

    [Fact]
    public void Apply_Failure_KeepsAllButTheSecret()
    {
        Failure failure = Failure.Lost("correct horse");
        Failure harmless = Failure.Lost("refused");

        Assert.Equal(Failure.Lost("***"), Mask.Apply(failure));
        Assert.Same(harmless, Mask.Apply(harmless));
    }

    [Fact]
    public void Apply_NoSecrets_IsTheSameText()
    {
        const string text = "anything at all";

        Assert.Same(text, SecretMask.None.Apply(text));
        Assert.Same(text, SecretMask.Of([]).Apply(text));
    }
}
