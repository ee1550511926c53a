using System.Text;
using ScriptGrid.EmbeddedRedis;

namespace ScriptGrid.Tests.EmbeddedRedis.Package;

/// <summary>What words of a command convert to, and what replies convert to.</summary>
public sealed class ArgumentTests
{
    [Fact]
    public void Argument_OfAnyKind_IsItsBytes()
    {
        Assert.Equal("é"u8, ((RedisArgument)"é").Bytes.Span);
        Assert.Equal("-5"u8, ((RedisArgument)(-5)).Bytes.Span);
        Assert.Equal("0.1"u8, ((RedisArgument)0.1).Bytes.Span);
        Assert.Equal(new RedisArgument(Encoding.UTF8.GetBytes("a")), "a");
        Assert.Equal("a\\xff", ((RedisArgument)(byte[])[(byte)'a', 0xff]).ToString());
    }

    [Fact]
    public void Argument_OfAnyNumber_IsExact()
    {
        RedisArgument[] arguments =
        [
            9007199254740993UL, ulong.MaxValue, long.MinValue, uint.MaxValue, int.MinValue, (ushort)65535, (short)-1, (byte)255, (sbyte)-128, 7,
            0.1f, float.MaxValue, 1e-7f, 0.1, double.MaxValue, (nint)5, (nuint)6,
        ];

        Assert.Equal(
            [
                "9007199254740993", "18446744073709551615", "-9223372036854775808", "4294967295", "-2147483648", "65535", "-1", "255", "-128", "7",
                "0.1", "3.4028235E+38", "1E-07", "0.1", "1.7976931348623157E+308", "5", "6",
            ],
            arguments.Select(static argument => argument.ToString()));
    }

    [Fact]
    public void Argument_OfACharacter_IsText() => Assert.Equal(["a", "é"], new RedisArgument[] { 'a', 'é' }.Select(static argument => argument.ToString()));

    [Fact]
    public void Argument_OfNothing_IsRefusedByName()
    {
        Assert.Equal("text", Assert.Throws<ArgumentNullException>(static () => (RedisArgument)(string)null!).ParamName);
        Assert.Equal("bytes", Assert.Throws<ArgumentNullException>(static () => (RedisArgument)(byte[])null!).ParamName);
    }

    [Fact]
    public void AsDouble_OfAnInfiniteScore_IsInfinite()
    {
        using EmbeddedRedisServer redis = EmbeddedRedisServer.Start();
        redis.Seed("ZADD scores inf a -inf b 1.5 c");

        foreach (int protocol in (int[])[2, 3])
        {
            redis.Execute("HELLO", protocol);
            Assert.Equal(double.PositiveInfinity, redis.Execute("ZSCORE", "scores", "a").AsDouble());
            Assert.Equal(double.NegativeInfinity, redis.Execute("ZSCORE", "scores", "b").AsDouble());
            Assert.Equal(1.5, redis.Execute("ZSCORE", "scores", "c").AsDouble());
        }

        Assert.Null(redis.Evaluate("return 'information'").AsDouble());
    }
}
