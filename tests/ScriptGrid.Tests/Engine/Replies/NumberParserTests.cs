using System.Text;
using ScriptGrid.Engine.Replies;

namespace ScriptGrid.Tests.Engine.Replies;

public sealed class NumberParserTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", -0.0)]
    [InlineData("7", 7)]
    [InlineData("+7", 7)]
    [InlineData("-7", -7)]
    [InlineData("007", 7)]
    [InlineData("999999999999999", 999_999_999_999_999)]
    [InlineData("1234567890123456", 1_234_567_890_123_456)]
    [InlineData("9007199254740993", 9_007_199_254_740_992)]
    [InlineData("18446744073709551616", 18_446_744_073_709_551_616.0)]
    [InlineData("2.5", 2.5)]
    [InlineData(".5", 0.5)]
    [InlineData("-.5", -0.5)]
    [InlineData("5.", 5)]
    [InlineData("1e3", 1000)]
    [InlineData("1E+3", 1000)]
    [InlineData("1.5e-3", 0.0015)]
    [InlineData("3.1415926535897931", Math.PI)]
    [InlineData("1e-400", 0)]
    [InlineData("1.7976931348623157e308", double.MaxValue)]
    [InlineData("inf", double.PositiveInfinity)]
    [InlineData("+Inf", double.PositiveInfinity)]
    [InlineData("-inf", double.NegativeInfinity)]
    [InlineData("-INFINITY", double.NegativeInfinity)]
    [InlineData("nan", double.NaN)]
    [InlineData("-nan", double.NaN)]
    [InlineData("NaN", double.NaN)]
    public void TryParse_Number_IsRead(string text, double expected)
    {
        Assert.True(NumberParser.TryParse(Encoding.UTF8.GetBytes(text), out double value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1\n")]
    [InlineData("abc")]
    [InlineData("1a")]
    [InlineData("1,5")]
    [InlineData("1_000")]
    [InlineData("0x10")]
    [InlineData("0x1p4")]
    [InlineData("--1")]
    [InlineData("+-1")]
    [InlineData("-")]
    [InlineData("+")]
    [InlineData(".")]
    [InlineData("-.")]
    [InlineData("e5")]
    [InlineData("1e")]
    [InlineData("1.2.3")]
    [InlineData("1e309")]
    [InlineData("-1e309")]
    [InlineData("infinite")]
    [InlineData("in")]
    [InlineData("nan0")]
    [InlineData("nan(ind)")]
    [InlineData("--inf")]
    [InlineData("∞")]
    [InlineData("١")]
    public void TryParse_AnythingElse_IsRefused(string text) =>
        Assert.False(NumberParser.TryParse(Encoding.UTF8.GetBytes(text), out _));
}
