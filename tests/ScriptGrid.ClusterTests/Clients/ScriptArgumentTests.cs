using System.Text;
using ScriptGrid.Client;

namespace ScriptGrid.ClusterTests.Clients;

public sealed class ScriptArgumentTests
{
    [Fact]
    public void Implicit_EachKindOfNumber_IsExact()
    {
        byte small = 200;
        ushort medium = 40_000;
        short negative = -7;
        ScriptArgument[] arguments =
        [
            9_007_199_254_740_993UL, ulong.MaxValue, uint.MaxValue, long.MinValue, 0.1f, 0.1, float.MaxValue,
            30_000, small, medium, negative, (sbyte)-1, 'a', '7', 'ö',
        ];

        Assert.Equal(
            [
                "9007199254740993", "18446744073709551615", "4294967295", "-9223372036854775808", "0.1", "0.1", "3.4028235E+38",
                "30000", "200", "40000", "-7", "-1", "a", "7", "ö",
            ],
            arguments.Select(static argument => Encoding.UTF8.GetString(argument.Bytes.Span)));
    }

    [Fact]
    public void Implicit_Null_ThrowsWithTheName()
    {
        string? text = null;
        byte[]? bytes = null;

        Assert.Equal("text", Assert.Throws<ArgumentNullException>(() => (ScriptArgument)text!).ParamName);
        Assert.Equal("bytes", Assert.Throws<ArgumentNullException>(() => (ScriptArgument)bytes!).ParamName);
    }
}
