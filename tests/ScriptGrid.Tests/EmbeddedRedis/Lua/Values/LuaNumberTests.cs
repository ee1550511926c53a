using System.Text;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.Tests.EmbeddedRedis.Lua.Values;

/// <summary>Numbers to text and back, as redis-server 7.0.15 (on glibc) does it.</summary>
public sealed class LuaNumberTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.0, "-0")]
    [InlineData(42, "42")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(0.1, "0.1")]
    [InlineData(1 / 3.0, "0.33333333333333")]
    [InlineData(1e14, "1e+14")]
    [InlineData(99999999999999, "99999999999999")]
    [InlineData(99999999999999.9, "1e+14")]
    [InlineData(123456789012345, "1.2345678901234e+14")]
    [InlineData(9007199254740992, "9.007199254741e+15")]
    [InlineData(1234567890123.25, "1234567890123.2")]
    [InlineData(1234567890123.75, "1234567890123.8")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(1e100, "1e+100")]
    [InlineData(5e-324, "4.9406564584125e-324")]
    [InlineData(1.7976931348623157e308, "1.7976931348623e+308")]
    [InlineData(double.PositiveInfinity, "inf")]
    [InlineData(double.NegativeInfinity, "-inf")]
    public void ToText_OfANumber_IsFourteenDigitsOfPrintf(double number, string expected)
    {
        Assert.Equal(expected, LuaNumber.ToText(number));
        Assert.Equal(expected, LuaNumber.ToLuaString(number).ToString());
    }

    [Fact]
    public void ToText_OfNaN_ShowsItsSign()
    {
        Assert.Equal("-nan", LuaNumber.ToText(double.NaN));
        Assert.Equal("nan", LuaNumber.ToText(BitConverter.Int64BitsToDouble(0x7ff8_0000_0000_0000)));
    }

    [Theory]
    [InlineData("10", 10)]
    [InlineData(" 10 ", 10)]
    [InlineData("\t\n\v\f\r7\t\n\v\f\r", 7)]
    [InlineData("+1", 1)]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5)]
    [InlineData("1.e5", 100000)]
    [InlineData("1E+05", 100000)]
    [InlineData("0x10", 16)]
    [InlineData("-0x10", -16)]
    [InlineData("0x1p4", 16)]
    [InlineData("0x.8", 0.5)]
    [InlineData("0X1.8P-1", 0.75)]
    [InlineData("0xffffffffffffffffff", 4722366482869645213695.0)]
    [InlineData("0x1.fffffffffffff8p0", 2)]
    [InlineData("0x1.fffffffffffff7p0", 1.9999999999999998)]
    [InlineData("0x0.00000000000000000001p80", 1)]
    [InlineData("0x1p-1100", 0)]
    [InlineData("0x1p-1074", 5e-324)]
    [InlineData("0x1p99999999999", double.PositiveInfinity)]
    [InlineData("1e400", double.PositiveInfinity)]
    [InlineData("-1e400", double.NegativeInfinity)]
    [InlineData("1e-400", 0)]
    [InlineData("1e99999999999999", double.PositiveInfinity)]
    [InlineData("4.9e-324", 5e-324)]
    [InlineData("2e-324", 0)]
    [InlineData("1.7976931348623159e308", double.PositiveInfinity)]
    [InlineData("inf", double.PositiveInfinity)]
    [InlineData("-INF", double.NegativeInfinity)]
    [InlineData("infinity", double.PositiveInfinity)]
    [InlineData("nan", double.NaN)]
    [InlineData("-NaN", double.NaN)]
    [InlineData("nan(a_1)", double.NaN)]
    [InlineData("10\0abc", 10)]
    public void TryParse_OfANumber_ReadsWhatStrtodReads(string text, double expected)
    {
        Assert.True(LuaNumber.TryParse(Encoding.Latin1.GetBytes(text), out double number));
        Assert.Equal(expected, number);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("x")]
    [InlineData("1 2")]
    [InlineData("- 1")]
    [InlineData("--1")]
    [InlineData(".")]
    [InlineData("e5")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1e1.5")]
    [InlineData("1x")]
    [InlineData("1_000")]
    [InlineData("0b1")]
    [InlineData("0x")]
    [InlineData("0x.")]
    [InlineData("0xp1")]
    [InlineData("0x1p")]
    [InlineData("0x10x")]
    [InlineData("infinit")]
    [InlineData("infx")]
    [InlineData("nan(")]
    [InlineData("\u00001")]
    public void TryParse_OfAnythingElse_Refuses(string text) => Assert.False(LuaNumber.TryParse(Encoding.Latin1.GetBytes(text), out _));

    [Theory]
    [InlineData(0.1, "0.10000000000000001")]
    [InlineData(1.5, "1.5")]
    [InlineData(1e21, "1e+21")]
    [InlineData(123456789012345678, "1.2345678901234568e+17")]
    public void FormatGeneral_WithSeventeenDigits_GivesThemAll(double number, string expected)
    {
        Span<byte> text = stackalloc byte[LuaNumber.MaxLength];
        Assert.Equal(expected, Encoding.ASCII.GetString(text[..PrintfNumber.FormatGeneral(number, 17, text)]));
    }
}
