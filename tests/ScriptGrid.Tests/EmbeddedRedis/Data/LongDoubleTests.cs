using System.Text;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.Tests.EmbeddedRedis.Data;

public sealed class LongDoubleTests
{
    [Theory]
    [InlineData("3.0", "0.1", "3.1")]
    [InlineData("0.1", "0.2", "0.3")]
    [InlineData("10.50", "0.1", "10.6")]
    [InlineData("5.0e3", "2.0e2", "5200")]
    [InlineData("-0", "0", "0")]
    [InlineData("1", "-1.00000000000000000001", "0")]
    [InlineData("17179869184", "1.5", "17179869185.5")]
    [InlineData("0x1p3", "1", "9")]
    public void Add_TwoTexts_ShowsTheSumAsRedis(string left, string right, string expected)
    {
        Assert.True(LongDouble.TryParse(Encoding.ASCII.GetBytes(left), out LongDouble one));
        Assert.True(LongDouble.TryParse(Encoding.ASCII.GetBytes(right), out LongDouble other));

        Assert.Equal(expected, Encoding.ASCII.GetString(LongDouble.Add(one, other).ToBytes()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nan")]
    [InlineData(" 1")]
    [InlineData("1e")]
    [InlineData("1e5000")]
    [InlineData("1e-5000")]
    [InlineData("0x")]
    public void TryParse_NoNumber_IsRefused(string text) => Assert.False(LongDouble.TryParse(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void Add_Infinity_IsNotFinite()
    {
        Assert.True(LongDouble.TryParse("-inf"u8, out LongDouble infinity));

        Assert.False(LongDouble.Add(LongDouble.Zero, infinity).IsFinite);
    }
}
